"""Addresses of guidance: they stand before those of the catalogue, whose qualifications are below the same path."""

from django.urls import path

from ..views import guidance

urlpatterns: list = [
    path("qualifications/choose/", guidance.choose, name="choose"),
    path("qualifications/choose/compare/", guidance.choose_compare, name="choose_compare"),
    path("career-journey/", guidance.career_journey, name="career_journey"),
]
