"""Addresses of the app, one file per noun; who may open each is stated on its view. Pages come last of all, see there."""

from . import articles, campaigns, feeds, guidance, highlights, pictures, reports, resources

app_name = "insights"
urlpatterns: list = [
    *articles.urlpatterns,
    *campaigns.urlpatterns,
    *feeds.urlpatterns,
    *guidance.urlpatterns,
    *highlights.urlpatterns,
    *pictures.urlpatterns,
    *reports.urlpatterns,
    *resources.urlpatterns,
]
