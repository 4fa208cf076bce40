"""Forms to the Institute, and the inbox in which staff answer them."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "cmiportal.enquiries"
    label = "enquiries"
