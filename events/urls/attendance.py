"""Addresses of the door, of tickets and certificates, and of feedback."""

from django.urls import path

from ..views import attendance, tickets

urlpatterns = [
    path("events/<slug:slug>/check-in/", attendance.CheckIn.as_view(), name="check_in"),
    path("events/<slug:slug>/check-in/close/", attendance.attendance_close, name="attendance_close"),
    path("events/<slug:slug>/people/", attendance.people_list, name="people_list"),
    path("check-in/<str:ticket>/", attendance.ticket_check_in, name="ticket_check_in"),
    path("check-in/<str:ticket>/here/", attendance.ticket_here, name="ticket_here"),
    path("check-in/<str:ticket>/not-here/", attendance.ticket_not_here, name="ticket_not_here"),
    path("bookings/<uuid:pk>/code.svg", tickets.booking_code, name="booking_code"),
    path("bookings/<uuid:pk>/ticket.pdf", tickets.booking_ticket, name="booking_ticket"),
    path("bookings/<uuid:pk>/certificate.pdf", tickets.booking_certificate, name="booking_certificate"),
    path("bookings/<uuid:pk>/feedback/", tickets.booking_feedback, name="booking_feedback"),
]
