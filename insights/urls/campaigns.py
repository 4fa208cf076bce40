"""Addresses of campaigns."""

urlpatterns: list = []
