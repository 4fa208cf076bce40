"""Addresses of research and reports."""

from django.urls import path

from ..views import reports

urlpatterns: list = [
    path("research/", reports.report_list, name="report_list"),
    path("research/<slug:slug>/", reports.report_detail, name="report_detail"),
    path("research/<slug:slug>/download/", reports.report_download, name="report_download"),
]
