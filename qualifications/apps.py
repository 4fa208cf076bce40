"""Qualifications: catalogue, enrolment, portfolio, assessment, awards, cases."""

from django.apps import AppConfig


class QualificationsConfig(AppConfig):
    name = "qualifications"
    label = "qualifications"
