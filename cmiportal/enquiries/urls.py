"""Addresses of the enquiries."""

app_name = "enquiries"
urlpatterns: list = []
