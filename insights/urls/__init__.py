"""Addresses of the app, one file per noun; each view states who may open it. Pages come last of all, see there."""

from . import articles, campaigns, feeds, guidance, highlights, pictures, reports, resources

app_name = "insights"
urlpatterns: list = [
    *feeds.urlpatterns,
    *articles.urlpatterns,
    *campaigns.urlpatterns,
    *guidance.urlpatterns,
    *highlights.urlpatterns,
    *pictures.urlpatterns,
    *reports.urlpatterns,
    *resources.urlpatterns,
]
