"""Addresses of feeds."""

urlpatterns: list = []
