"""Addresses of pictures."""

urlpatterns: list = []
