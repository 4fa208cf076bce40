"""Membership: grades, members, CPD, Chartered Manager, register."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "membership"
    label = "membership"
