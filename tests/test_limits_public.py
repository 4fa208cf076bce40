"""Public pages take the same few queries whatever the size of the tables, none from cache, and few bytes."""

import gzip
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Speaker
from qualifications.models import Centre, Qualification
from qualifications.services import awards
from tests.factories import insights
from tests.factories.accounts import UserFactory
from tests.factories.chartered import route
from tests.factories.events import CommunityFactory, EventFactory, RegionFactory, TopicFactory, priced
from tests.factories.membership import GradeFactory
from tests.factories.qualifications import (
    NOW,
    ApprovalFactory,
    EnrolmentFactory,
    LevelFactory,
    passed,
    published_unit,
    published_version,
)
from tests.factories.register import registered
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

MOST = 6
PAGE_BYTES, STYLE_BYTES = 60_000, 12_000
# Queries of each page.
PAGES = {
    "site:home": 5,
    "qualifications:catalogue_list": 2,
    "qualifications:level_detail": 5,
    "qualifications:qualification_detail": 4,
    "qualifications:qualification_compare": 4,
    "qualifications:unit_detail": 6,
    "qualifications:centre_list": 2,
    "qualifications:centre_detail": 2,
    "qualifications:award_verify_form": 0,
    "qualifications:award_verify": 2,
    "membership:grade_list": 2,
    "membership:grade_detail": 2,
    "membership:eligibility": 0,
    "membership:chartered_home": 5,
    "membership:route_finder": 0,
    "membership:status_verify_form": 0,
    "membership:status_verify": 2,
    "membership:register_search": 2,
    "membership:register_detail": 1,
    "events:event_list": 6,
    "events:past_list": 6,
    "events:event_calendar": 4,
    "events:event_detail": 6,
    "site:region_list": 2,
    "site:region_detail": 5,
    "site:community_list": 2,
    "site:community_detail": 4,
    "insights:resource_list": 3,
    "insights:resource_detail": 3,
    "insights:playlist_list": 1,
    "insights:playlist_detail": 2,
    "insights:choose": 0,
    "insights:choose_compare": 0,
    "insights:career_journey": 1,
    "enquiries:contact": 0,
    "account_login": 0,
    "account_signup": 0,
    "ui:style_guide": 0,
}
# A form with a token, or an answer of the moment.
NOT_KEPT = {
    *("qualifications:award_verify", "membership:status_verify", "account_login", "account_signup"),
    *("membership:register_search", "membership:register_detail"),
}
KEYS = {
    "qualifications:level_detail": [6],
    "qualifications:qualification_detail": ["diploma"],
    "qualifications:unit_detail": ["U1"],
    "qualifications:centre_detail": ["calder"],
    "membership:grade_detail": ["grade-0"],
    "events:event_detail": ["visit-0"],
    "site:region_detail": ["region-0"],
    "site:community_detail": ["community-0"],
    "insights:resource_detail": ["resource-0"],
    "insights:playlist_detail": ["U1"],
}


@pytest.fixture(params=[1, 60], ids=["one row", "sixty rows"])
def portal(request):
    """A qualification with units and centres, learners and awards, grades, routes, people in the register and events,
    so many of each; addresses by name."""
    units = [published_unit(f"U{n}") for n in range(1, request.param + 1)]
    version = published_version(units, min_credits=6, slug="diploma")
    ApprovalFactory(qualification=version.qualification, centre__slug="calder", centre__region="Yorkshire")
    for n in range(1, request.param):
        other = published_version(units[:1], min_credits=6, level=LevelFactory(number=2 + n % 7))
        centre = ApprovalFactory(qualification=version.qualification).centre
        ApprovalFactory(qualification=other.qualification, centre=centre)
        ApprovalFactory(qualification=other.qualification, centre=Centre.objects.get(slug="calder"))
    for _ in range(request.param):
        award = award_of(EnrolmentFactory(version=version, name_confirmed_at=NOW))
    award = awards.issue(award=award, by=UserFactory(moderator=True), at=NOW)
    entry = membership_of(request.param)
    soon = events_of(request.param)
    library_of(request.param)
    keys = KEYS | {
        "events:event_calendar": [soon.year, soon.month],
        "qualifications:award_verify": [award.code],
        "membership:status_verify": [entry.status.code],
        "membership:register_detail": [entry.pk],
    }
    others = Qualification.objects.exclude(slug="diploma").values_list("slug", flat=True)[:2]
    queries = {
        "qualifications:qualification_compare": {"q": ["diploma", *others]},
        "membership:register_search": {"name": "Ostrander"},
    }
    return {name: reverse(name, args=keys.get(name, ()), query=queries.get(name)) for name in PAGES}


def membership_of(count):
    """So many grades, routes and people in the register; the entry of one of them."""
    for n in range(count):
        GradeFactory(key=f"grade-{n}")
        route(f"route-{n}")
        entry = registered(f"Priya Ostrander {n}")
    return entry


def events_of(count):
    """So many events to come and past ones, with so many of each part, all in one region and community; when one is."""
    now = timezone.now()
    topics = [TopicFactory() for _ in range(count)]
    regions = [RegionFactory(key=f"region-{n}", position=n + 1, covers=["Yorkshire"]) for n in range(count)]
    communities = [CommunityFactory(key=f"community-{n}") for n in range(count)]
    for n in range(count):
        for days, slug in ((1, f"visit-{n}"), (-1, f"past-visit-{n}")):
            event = EventFactory(slug=slug, starts_at=now + timedelta(days=days), region=regions[0])
            event.topics.set(topics)
            event.communities.set(communities)
            priced(event, member=2_500)
    for n in range(count):
        Speaker.objects.create(event=Event.objects.get(slug="visit-0"), position=n + 1, name=f"Speaker {n}")
    return now + timedelta(days=1)


def library_of(count):
    """So many resources of one topic, and a learning journey of each unit, with all of them in the first."""
    topic = insights.TopicFactory()
    journeys = [insights.PlaylistFactory(unit__number=f"U{n}") for n in range(1, count + 1)]
    for n in range(count):
        resource = insights.ResourceFactory(slug=f"resource-{n}", topic=topic)
        for journey in {journeys[0], journeys[n]}:
            insights.PlaylistItemFactory(playlist=journey, resource=resource, position=n + 1)


def award_of(place):
    """The award of a learner who has passed a unit."""
    passed(place.learner, place.version.pool.get(unit__number="U1").unit_version)
    return awards.raise_award(enrolment=place, at=NOW)


def test_a_page_takes_as_many_queries_at_sixty_rows_as_at_one(client, portal):
    assert {name: queries_of(client, address) for name, address in portal.items()} == PAGES
    assert max(PAGES.values()) <= MOST


def test_a_kept_page_takes_no_query(client, portal, settings):
    settings.VISITORS_PAGES_SECONDS = 300

    taken = {name: queries_of(client, address) for name, address in portal.items()}

    assert taken == {name: PAGES[name] if name in NOT_KEPT else 0 for name in PAGES}


@cache
def size_of(name):
    """Bytes of a static file, compressed as it is sent."""
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


def over_the_wire(client, page):
    """Bytes of a page and of each file that it loads, compressed as they are sent."""
    html = client.get(page, headers={"Accept-Encoding": "gzip"}).content
    loaded = re.findall(r'(?:<link [^>]*href|<script [^>]*src)="/static/([^"]+)"', gzip.decompress(html).decode())
    return {page: len(html)} | {name: size_of(name) for name in loaded}


def test_a_first_load_is_light_over_the_wire(client, portal):
    loads = {name: over_the_wire(client, address) for name, address in portal.items()}

    assert {name: sizes for name, sizes in loads.items() if sum(sizes.values()) >= PAGE_BYTES} == {}
    assert size_of("css/portal.css") < STYLE_BYTES
    frame = {"css/portal.css", "js/portal.js", "favicon.svg"}
    assert {name: frame - sizes.keys() for name, sizes in loads.items() if frame - sizes.keys()} == {}
