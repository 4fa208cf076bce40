"""Addresses of articles and of what they are found by; the words of the latter are no article's (rules.addresses)."""

from django.urls import path

from ..views import articles, headings

urlpatterns: list = [
    path("insights/", articles.article_list, name="article_list"),
    path("insights/topics/", headings.topic_list, name="topic_list"),
    path("insights/topics/<slug:key>/", headings.topic_detail, name="topic_detail"),
    path("insights/authors/<slug:key>/", headings.author_detail, name="author_detail"),
    path("insights/series/<slug:key>/", headings.series_detail, name="series_detail"),
    path("insights/<slug:slug>/", articles.article_detail, name="article_detail"),
]
