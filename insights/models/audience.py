"""To whom a text is open. Others see how it begins, and why no more."""

from django.db import models


class Audience(models.TextChoices):
    PUBLIC = "public", "Everybody"
    REGISTERED = "registered", "Anybody with an account"
    MEMBERS = "members", "Members and registered learners"
