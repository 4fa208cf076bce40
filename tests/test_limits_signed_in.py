"""Every page that a person of each role can click to keeps to its limit of queries, however full the tables are."""

from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from insights.models import Bookmark, Done, Playlist, PlaylistItem, Topic
from membership.models import Organisation
from qualifications.models import Centre, Enrolment, Qualification
from tests.demo import portal_of
from tests.events import crowd as events_crowd
from tests.factories.documents import ItemFactory
from tests.factories.insights import ResourceFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.portfolio import handed_in, ready_unit
from tests.factories.qualifications import CentreFactory, EnrolmentFactory, QualificationFactory
from tests.membership import crowd
from tests.pages import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST = 12
ROWS = 30
EACH = 3
CENTRE = "calderbridge"
ROLES = (
    *("learner", "coordinator", "assessor", "verifier", "moderator"),
    *("member", "applicant", "membership-assessor", "corporate", "events", "admin"),
)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal with many more of everything that a list shows."""
    at = timezone.now()
    with portal_of(django_db_blocker, at=at):
        fill(at=at)
        yield


def fill(*, at):
    centre = Centre.objects.get(slug=CENTRE)
    version = Enrolment.objects.filter(learner__email="learner@example.org").first().version
    for _ in range(ROWS):
        handed_in(ready_unit(EnrolmentFactory(centre=centre, version=version)), at=at)
        EnrolmentFactory(centre=centre, version=version, state="approved")
    for role in ROLES:
        NotificationFactory.create_batch(ROWS, recipient=person(role))
    ItemFactory.create_batch(ROWS, owner=person("learner"))
    CentreFactory.create_batch(ROWS)
    QualificationFactory.create_batch(ROWS, level=Qualification.objects.first().level)
    for role in ("member", "applicant"):
        crowd.own(person(role), ROWS, at=at)
        events_crowd.own(person(role), ROWS, at=at)
    events_crowd.at_the_door(ROWS, at=at)
    crowd.for_the_team(ROWS, at=at)
    crowd.for_the_desk(person("membership-assessor"), person("moderator"), ROWS, at=at)
    for organisation in Organisation.objects.filter(staff__user=person("corporate")):
        crowd.seats(organisation, ROWS, at=at)
    fill_library(at=at)


def fill_library(*, at):
    rows = ResourceFactory.create_batch(ROWS, topic=Topic.objects.first(), published_on=uk_day(at))
    for own in (person("member"), person("learner")):
        Bookmark.objects.bulk_create(Bookmark(person=own, resource=row, since=at) for row in rows)
        Done.objects.bulk_create(Done(person=own, resource=row, at=at) for row in rows)
    PlaylistItem.objects.bulk_create(
        PlaylistItem(playlist=playlist, resource=row, position=100 + number)
        for playlist in Playlist.objects.all()
        for number, row in enumerate(rows)
    )


def person(role):
    return User.objects.get(email=f"{role}@example.org")


class Counting(Client):
    """A client that notes how many queries each page took."""

    def __init__(self):
        super().__init__()
        self.taken = {}

    def get(self, path, *args, **kwargs):
        with CaptureQueriesContext(connection) as captured:
            response = super().get(path, *args, **kwargs)
        if response.status_code == 200:
            name = resolve(path.split("?")[0]).view_name
            self.taken[name] = max(len(captured), self.taken.get(name, 0))
        return response


def some_of_each(link, seen):
    """Whether a link leads to one of the first few pages of its kind; files and the admin are no pages of ours."""
    name = resolve(link.split("?")[0]).view_name
    seen[name] += 1
    return seen[name] <= EACH and not name.startswith(("admin:", "documents:"))


LIBRARY = ("resource_list", "resource_detail", "resource_kept", "playlist_list", "playlist_detail")


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_takes_more_queries_than_it_may(role):
    client, seen = Counting(), Counter()
    client.force_login(person(role))
    for _ in crawl(client, follow=lambda link: some_of_each(link, seen)):
        pass

    assert {name: queries for name, queries in client.taken.items() if queries > MOST} == {}
    assert len(client.taken) > 10
    assert role not in ("member", "learner") or {f"insights:{name}" for name in LIBRARY} <= set(client.taken)
