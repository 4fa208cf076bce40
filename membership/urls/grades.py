"""Addresses of grades and of eligibility."""

from django.urls import path

from ..views import grades

urlpatterns = [
    path("membership/", grades.grade_list, name="grade_list"),
    path("membership/grades/<slug:key>/", grades.grade_detail, name="grade_detail"),
    path("membership/eligibility/", grades.eligibility, name="eligibility"),
]
