"""Addresses of places: a learner's own, and a centre's."""

from django.urls import URLPattern, path

from ..views import enrolment, learning, registration, unit_choice

urlpatterns: list[URLPattern] = [
    path("qualifications/<slug:slug>/request/", enrolment.enrolment_request, name="enrolment_request"),
    path("learning/", learning.learning_home, name="learning_home"),
    path("learning/<uuid:pk>/", enrolment.enrolment_detail, name="enrolment_detail"),
    path("learning/<uuid:pk>/units/", unit_choice.unit_choice, name="unit_choice"),
    path("learning/<uuid:pk>/withdraw/", enrolment.enrolment_withdraw, name="enrolment_withdraw"),
    path("learning/<uuid:pk>/name/", enrolment.name_confirm, name="name_confirm"),
    path("learning/<uuid:pk>/line-manager/", enrolment.line_manager_change, name="line_manager_change"),
    path("centre/", registration.enrolment_list, name="enrolment_list"),
    path("centre/<uuid:pk>/", registration.enrolment_manage, name="enrolment_manage"),
]
