"""Addresses of the catalogue and of centres."""

from django.urls import path

from ..views import catalogue, catalogue_centres, catalogue_compare, catalogue_levels

urlpatterns = [
    path("qualifications/", catalogue.catalogue_list, name="catalogue_list"),
    path("qualifications/compare/", catalogue_compare.qualification_compare, name="qualification_compare"),
    path("qualifications/<slug:slug>/", catalogue.qualification_detail, name="qualification_detail"),
    path("levels/<int:level>/", catalogue_levels.level_detail, name="level_detail"),
    path("units/<str:number>/", catalogue.unit_detail, name="unit_detail"),
    path("centres/", catalogue_centres.centre_list, name="centre_list"),
    path("centres/<slug:slug>/", catalogue_centres.centre_detail, name="centre_detail"),
]
