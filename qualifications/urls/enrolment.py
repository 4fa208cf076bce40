"""Addresses of places: a learner's own, and a centre's."""

from django.urls import URLPattern, path

from ..views import cohorts, enrolment, learning, registration, unit_choice

urlpatterns: list[URLPattern] = [
    path("qualifications/<slug:slug>/request/", enrolment.enrolment_request, name="enrolment_request"),
    path("learning/", learning.learning_home, name="learning_home"),
    path("learning/<uuid:pk>/", enrolment.enrolment_detail, name="enrolment_detail"),
    path("learning/<uuid:pk>/units/", unit_choice.unit_choice, name="unit_choice"),
    path("learning/<uuid:pk>/withdraw/", enrolment.enrolment_withdraw, name="enrolment_withdraw"),
    path("learning/<uuid:pk>/name/", enrolment.name_confirm, name="name_confirm"),
    path("learning/<uuid:pk>/line-manager/", enrolment.line_manager_change, name="line_manager_change"),
    path("centre/", registration.coordinators_only(registration.EnrolmentList.as_view()), name="enrolment_list"),
    path("centre/import/", cohorts.cohort_import, name="cohort_import"),
    path("centre/import/confirm/", cohorts.cohort_confirm, name="cohort_confirm"),
    path("centre/import/learners.csv", cohorts.cohort_template, {"ending": "csv"}, name="cohort_csv"),
    path("centre/import/learners.xlsx", cohorts.cohort_template, {"ending": "xlsx"}, name="cohort_xlsx"),
    path("centre/<uuid:pk>/", registration.enrolment_manage, name="enrolment_manage"),
]
