"""Addresses of guidance."""

urlpatterns: list = []
