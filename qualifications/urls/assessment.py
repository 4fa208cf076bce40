"""Addresses of the desk: the queue of work, and what is done with one piece of it."""

from django.urls import URLPattern, path

from ..views import work_queue

urlpatterns: list[URLPattern] = [
    path("desk/", work_queue.work_queue, name="work_queue"),
    path("desk/<uuid:pk>/", work_queue.submission_detail, name="submission_detail"),
]
