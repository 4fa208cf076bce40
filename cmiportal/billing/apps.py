"""The app billing of the ground floor."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "cmiportal.billing"
    label = "billing"
