"""What tests of the page of an event share: events to come, their page as somebody reads it, its facts."""

import json
import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.factories.events import EventFactory


def coming(days=10, make=EventFactory, **fields):
    """An event in so many days."""
    return make(starts_at=timezone.now() + timedelta(days=days), **fields)


def page_of(event, person=None):
    """The page of an event as this person reads it, or a visitor."""
    client = Client()
    if person:
        client.force_login(person)
    return client.get(event.get_absolute_url())


def linked(page):
    """What search engines are told of the event, beside where its page stands; nothing where they are told nothing."""
    told = [json.loads(data) for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)]
    facts = [each for each in told if each["@type"] != "BreadcrumbList"]
    assert len(facts) <= 1
    return facts[0] if facts else None
