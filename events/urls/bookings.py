"""Addresses of a person's own bookings."""

from django.urls import path

from ..views import booking_detail, bookings

urlpatterns = [
    path("events/<slug:slug>/book/", bookings.booking_add, name="booking_add"),
    path("bookings/", bookings.BookingList.as_view(), name="booking_list"),
    path("bookings/<uuid:pk>/", booking_detail.booking_detail, name="booking_detail"),
    path("bookings/<uuid:pk>/event.ics", bookings.booking_file, name="booking_file"),
]
