"""Addresses of a person's record: experience and qualifications held."""

from django.urls import path

from ..views import answers, record

urlpatterns = [
    path("membership/record/", record.record_detail, name="record_detail"),
    path("membership/record/keep/", answers.answers_keep, name="answers_keep"),
    path("membership/record/experience/add/", record.experience_add, name="experience_add"),
    path("membership/record/experience/<uuid:pk>/", record.experience_edit, name="experience_edit"),
    path("membership/record/experience/<uuid:pk>/remove/", record.experience_remove, name="experience_remove"),
    path("membership/record/qualification/add/", record.held_add, name="held_add"),
    path("membership/record/qualification/<uuid:pk>/", record.held_edit, name="held_edit"),
    path("membership/record/qualification/<uuid:pk>/remove/", record.held_remove, name="held_remove"),
]
