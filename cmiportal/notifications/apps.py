"""The app notifications of the ground floor."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cmiportal.notifications"
    label = "notifications"
