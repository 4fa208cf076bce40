"""Addresses of the catalogue and of centres."""

from django.urls import path

from ..views import catalogue, catalogue_levels

urlpatterns = [
    path("qualifications/", catalogue.catalogue_list, name="catalogue_list"),
    path("qualifications/<slug:slug>/", catalogue.qualification_detail, name="qualification_detail"),
    path("levels/<int:level>/", catalogue_levels.level_detail, name="level_detail"),
    path("units/<str:number>/", catalogue.unit_detail, name="unit_detail"),
    path("centres/", catalogue.centre_list, name="centre_list"),
    path("centres/<slug:slug>/", catalogue.centre_detail, name="centre_detail"),
]
