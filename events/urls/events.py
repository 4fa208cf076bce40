"""Addresses at which events are found."""

from django.urls import path

from ..views import calendar, events

urlpatterns = [
    path("events/", events.event_list, name="event_list"),
    path("events/calendar/<int:year>/<int:month>/", calendar.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/", events.event_detail, name="event_detail"),
    path("events/<slug:slug>/event.ics", events.event_file, name="event_file"),
    path("past-events/", events.past_list, name="past_list"),
]
