"""Addresses of the roof."""

from django.urls import path

from . import machines, networks, views
from .calendar import calendar_feed

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("calendar/<slug:secret>.ics", calendar_feed, name="calendar_feed"),
    path("regions/", networks.region_list, name="region_list"),
    path("regions/<slug:key>/", networks.region_detail, name="region_detail"),
    path("communities/", networks.community_list, name="community_list"),
    path("communities/<slug:key>/", networks.community_detail, name="community_detail"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_section, name="sitemap_section"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
