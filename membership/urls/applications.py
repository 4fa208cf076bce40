"""Addresses of Chartered Manager: the public pages, an applicant's own application, checking eligibility."""

from django.urls import path

from ..views import application_checks, applications, chartered, referees, statements

own = "chartered-manager/application/"
urlpatterns = [
    path("chartered-manager/", chartered.chartered_home, name="chartered_home"),
    path("chartered-manager/routes/", chartered.route_finder, name="route_finder"),
    path(own, applications.application_detail, name="application_detail"),
    path(f"{own}begin/", applications.application_begin, name="application_begin"),
    path(f"{own}route/", applications.application_route, name="application_route"),
    path(f"{own}conduct/", applications.application_conduct, name="application_conduct"),
    path(f"{own}check/", applications.application_submit, name="application_submit"),
    path(f"{own}pay/", applications.application_pay, name="application_pay"),
    path(f"{own}withdraw/", applications.application_withdraw, name="application_withdraw"),
    path(f"{own}outcome/", applications.application_outcome, name="application_outcome"),
    path(f"{own}referee/", referees.referee_edit, name="referee_edit"),
    path(f"{own}referee/remind/", referees.referee_remind, name="referee_remind"),
    path(f"{own}statements/<slug:key>/", statements.statement_edit, name="statement_edit"),
    path(f"{own}statements/<slug:key>/draft/", statements.statement_draft, name="statement_draft"),
    path(f"{own}statements/<slug:key>/evidence/add/", statements.statement_evidence_add, name="statement_evidence_add"),
    path(
        f"{own}statements/<slug:key>/evidence/<int:pk>/remove/",
        statements.statement_evidence_remove,
        name="statement_evidence_remove",
    ),
    path("chartered-manager/eligibility/", application_checks.CheckQueue.as_view(), name="check_queue"),
    path("chartered-manager/eligibility/<uuid:pk>/", application_checks.application_check, name="application_check"),
]
