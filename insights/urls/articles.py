"""Addresses of articles."""

urlpatterns: list = []
