"""Addresses of the desk: the queue of work, and what is done with one piece of it."""

from django.urls import URLPattern, path

from ..views import assessment, bulk_allocation, desk, marking, sign_off, work_queue

urlpatterns: list[URLPattern] = [
    path("desk/", work_queue.work_queue, name="work_queue"),
    path("desk/shortcuts/", desk.desk_shortcuts, name="desk_shortcuts"),
    path("desk/allocate/", bulk_allocation.work_allocate, name="work_allocate"),
    path("desk/allocated/", bulk_allocation.work_allocated, name="work_allocated"),
    path("desk/<uuid:pk>/", assessment.submission_detail, name="submission_detail"),
    path("desk/<uuid:pk>/allocate/", assessment.submission_allocate, name="submission_allocate"),
    path("desk/<uuid:pk>/reallocate/", assessment.submission_reallocate, name="submission_reallocate"),
    path("desk/<uuid:pk>/take-over/", assessment.submission_take_over, name="submission_take_over"),
    path("desk/<uuid:pk>/mark/<str:code>/", marking.submission_mark, name="submission_mark"),
    path("desk/<uuid:pk>/summary/", marking.submission_summary, name="submission_summary"),
    path("desk/<uuid:pk>/return/", marking.submission_return, name="submission_return"),
    path("desk/<uuid:pk>/verify/", sign_off.submission_verify, name="submission_verify"),
    path("desk/<uuid:pk>/sign-off/", sign_off.submission_sign_off, name="submission_sign_off"),
]
