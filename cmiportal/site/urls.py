"""Addresses of the roof."""

from django.urls import path

from . import views
from .calendar import calendar_feed

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("calendar/<slug:secret>.ics", calendar_feed, name="calendar_feed"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
