"""Work for tests of pages: handed in lately, since a page reads the clock."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.factories.assessment import Desk
from tests.factories.portfolio import map_evidence
from tests.factories.qualifications import chosen_unit
from tests.qualifications.views.places import place_of_today


def desk_of_today(*, days_ago=2, pieces=1, **fields):
    """A desk whose work, of so many pieces of evidence for each criterion, was handed in so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    unit = chosen_unit(place_of_today(**fields))
    for _ in range(pieces):
        map_evidence(unit, at=at)
    return Desk(unit=unit, at=at)


def page(desk, name="submission_detail", *more):
    """The address of a page about the desk's work."""
    return reverse(f"qualifications:{name}", args=[desk.key, *more])


def said(response):
    """The messages that the next page shows."""
    return [str(message) for message in response.wsgi_request._messages]


def errors(response):
    """The errors of the page's form, by field; "__all__" holds those of the whole."""
    return {name: list(found) for name, found in response.context["form"].errors.items()}
