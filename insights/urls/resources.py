"""Addresses of the resource library; those of words that no resource may have as its own stand first."""

from django.urls import path

from ..views import playlists, resources

urlpatterns: list = [
    path("resources/", resources.resource_list, name="resource_list"),
    path("resources/kept/", resources.ResourceKept.as_view(), name="resource_kept"),
    path("resources/playlists/", playlists.playlist_list, name="playlist_list"),
    path("resources/playlists/<str:number>/", playlists.playlist_detail, name="playlist_detail"),
    path("resources/<slug:slug>/", resources.resource_detail, name="resource_detail"),
    path("resources/<slug:slug>/keep/", resources.resource_keep, name="resource_keep"),
    path("resources/<slug:slug>/done/", resources.resource_done, name="resource_done"),
]
