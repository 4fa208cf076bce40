"""Addresses of the app, one file per noun; who may open each is stated on its view."""

from . import attendance, bookings, events

app_name = "events"
urlpatterns: list = [
    *attendance.urlpatterns,
    *bookings.urlpatterns,
    *events.urlpatterns,
]
