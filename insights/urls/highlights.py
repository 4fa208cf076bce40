"""Addresses of highlights."""

urlpatterns: list = []
