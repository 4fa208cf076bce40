"""Addresses of the public register."""

from django.urls import path

from ..views import register

urlpatterns = [
    path("register/", register.register_search, name="register_search"),
    path("register/<uuid:pk>/", register.register_detail, name="register_detail"),
]
