"""Addresses of pictures."""

from django.urls import path

from ..views import pictures

urlpatterns: list = [
    path("pictures/<uuid:pk>/<int:width>.<slug:format>", pictures.picture, name="picture"),
]
