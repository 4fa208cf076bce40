"""The demo: servers, one command to run it all, and a page that shows the mail that was sent."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cmiportal.demo"
    label = "demo"
