"""Addresses of campaigns."""

from django.urls import path

from ..views import campaigns

urlpatterns: list = [
    path("campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("campaigns/<slug:slug>/", campaigns.campaign_detail, name="campaign_detail"),
]
