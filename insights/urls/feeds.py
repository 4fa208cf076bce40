"""Addresses of feeds; before those of articles, whose addresses they look like."""

from django.urls import path

from ..views import feeds

urlpatterns: list = [
    path("insights/feed/", feeds.article_feed, name="article_feed"),
    path("insights/topics/<slug:key>/feed/", feeds.topic_feed, name="topic_feed"),
]
