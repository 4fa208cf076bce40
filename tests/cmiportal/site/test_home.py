"""The front door: what there is today and the ways in for everybody, and first what waits for whoever is signed in."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory
from tests.factories.insights import ArticleFactory, PageFactory
from tests.factories.portfolio import handed_in, judged, ready_unit
from tests.factories.qualifications import (
    ApprovalFactory,
    CentreFactory,
    LevelFactory,
    QualificationFactory,
    published_unit,
    staff_of,
)

pytestmark = pytest.mark.django_db


def waiting(person):
    """(heading, label and count of each queue) of the home page of a person."""
    client = Client()
    client.force_login(person)
    page = client.get("/")
    return "Waiting for you" in page.text, [(queue.label, count) for queue, count in page.context["waiting"]]


def test_a_visitor_finds_the_ways_in(client):
    page = client.get("/")

    assert page.status_code == 200
    for name in ("catalogue_list", "centre_list", "award_verify_form"):
        assert f'href="{reverse(f"qualifications:{name}")}"' in page.text
    main = page.text.partition("<main")[2].partition("</main>")[0]
    for name in ("grade_list", "chartered_home"):
        assert f'href="{reverse(f"membership:{name}")}"' in main
    for name in ("account_signup", "account_login"):
        assert f'href="{reverse(name)}"' in page.text
    assert "aiting for you" not in page.text


def test_the_ladder_leads_to_every_level_that_offers_something(client):
    seven = LevelFactory(number=7, roles="Senior leader, head of a large service, director")
    LevelFactory(number=8, roles="Director")
    QualificationFactory.create_batch(2, level=seven)
    QualificationFactory(level=LevelFactory(number=3, roles="Team leader"))
    QualificationFactory(level=seven, last_registration=date(2019, 8, 31))

    levels = client.get("/").context["levels"]

    assert [(rung["href"], rung["role"], rung["focus"]) for rung in levels] == [
        (
            reverse("qualifications:level_detail", args=[7]),
            "Senior leader, head of a large service",
            "two qualifications",
        ),
        (reverse("qualifications:level_detail", args=[3]), "Team leader", "one qualification"),
    ]


def test_figures_are_counted_from_what_there_is_today(client):
    QualificationFactory.create_batch(2)
    published_unit("601")
    published_unit("602")
    published_unit("602")
    left = (date(2019, 1, 1), date(2020, 1, 1))
    busy = CentreFactory()
    ApprovalFactory.create_batch(2, centre=busy, qualification__size="award")
    ApprovalFactory(during=left, qualification__size="award")
    CentreFactory()

    assert client.get("/").context["figures"] == {"qualifications": 5, "units": 2, "centres": 1}


def test_a_portal_without_a_catalogue_shows_neither_ladder_nor_figures(client):
    page = client.get("/")

    assert 'id="ladder"' not in page.text
    assert "approved centres" not in page.text


def test_the_next_two_events_stand_there_and_the_networks(client):
    now = timezone.now()
    for title, days in (("Third", 3), ("First", 1), ("Past", -1), ("Second", 2)):
        EventFactory(title=title, starts_at=now + timedelta(days=days), venue="Calder Rooms", address="Leeds LS2 9QX")
    EventFactory(title="Draft", starts_at=now + timedelta(hours=1), state="draft", published_at=None)

    page = client.get("/")

    assert [event.title for event, _ in page.context["events"]] == ["First", "Second"]
    assert f'href="{page.context["events"][0][0].get_absolute_url()}"' in page.text
    assert page.text.count("– Calder Rooms, Leeds</p>") == 2
    for name in ("events:event_list", "site:region_list", "site:community_list"):
        assert f'href="{reverse(name)}"' in page.text


def test_without_events_the_networks_stand_there(client):
    page = client.get("/")

    assert "Upcoming events</h2>" not in page.text
    assert "CMI near you" in page.text


BLOCKS = ["ladder", "ways", "journey", "near", "events", "insights", "involved"]


def test_the_blocks_stand_in_their_order(client):
    QualificationFactory(level=LevelFactory(number=3, roles="Team leader"))
    EventFactory(starts_at=timezone.now() + timedelta(days=1))
    ArticleFactory()

    page = client.get("/")

    assert re.findall(r'<h2 id="([a-z]+)"', page.text) == BLOCKS


def test_the_four_articles_that_appeared_last_stand_there(client):
    for day in range(1, 6):
        ArticleFactory(title=f"Day {day}", published_at=datetime(2026, 10, day, tzinfo=UTC))
    ArticleFactory(title="Unseen", state="review")
    ArticleFactory(title="Put away", state="archived")

    page = client.get("/")

    assert [card["title"] for card in page.context["articles"]] == ["Day 5", "Day 4", "Day 3", "Day 2"]
    assert f'href="{reverse("insights:article_list")}"' in page.text


def test_ways_along_a_career_are_those_of_which_the_page_is_there(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PageFactory(path="education/apprenticeships", menu="education", label="Management Apprenticeships")

    tiles = client.get("/").context["tiles"]

    found = {tile["label"]: tile["href"] for tile in tiles}
    assert found["Apprenticeships"] == "/education/apprenticeships/"
    assert found["Membership"] == reverse("membership:grade_list")
    assert "Students and learners" not in found


def test_it_says_of_the_institute_what_search_engines_ask(client):
    facts = client.get("/").context["linked"]

    assert (facts["@type"], facts["url"], len(facts["sameAs"])) == ("Organization", f"{settings.SITE_URL}/", 5)


def test_a_person_sees_what_waits_before_everything_else():
    client = Client()
    client.force_login(UserFactory())

    page = client.get("/").text

    assert page.count("<h1") == 1
    assert page.index('<h1 id="waiting"') < page.index('<h2 id="ways"')


def test_a_person_for_whom_nothing_waits_is_told_so():
    person = UserFactory()

    assert waiting(person) == (False, [])


def test_a_coordinator_sees_how_much_work_waits():
    unit = ready_unit()
    coordinator = staff_of(unit.enrolment.centre, "coordinator")
    handed_in(unit)

    assert waiting(coordinator) == (True, [("Work to allocate, mark, verify or sign off", 1)])


def test_a_learner_sees_that_work_came_back():
    made = handed_in()
    judged(made, until="returned")

    assert waiting(made.unit_enrolment.learner) == (True, [("Your work that came back for a correction", 1)])


def test_it_only_answers_to_reading(client):
    assert client.post("/").status_code == 405
