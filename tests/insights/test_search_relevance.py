"""Sixty searches over the catalogue, the demo's events and centres and the files of content: what must come first.

Each names the address that must be first, or with ``*`` among the first three.
"""

from datetime import UTC, datetime

import pytest

from cmiportal.search.finding import Search, search
from cmiportal.search.models import SearchEntry
from tests.demo import portal_of

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)

# Numbers and titles, stems, names and places, slips, accents, questions.
FIRST = {
    "605": "/units/605/",
    "unit 605": "/units/605/",
    "Unit 7016": "/units/7016/",
    "PM3001": "/units/PM3001/",
    "innovation and change": "/units/605/",
    "INNOVATION": "/units/605/*",
    "level 7": "/levels/7/",
    "level 6 diploma": "/qualifications/level-6-diploma-in-professional-management-and-leadership-practice/",
    "team leading award": "/qualifications/level-2-award-in-team-leading/",
    "project management level 5": "/qualifications/level-5-certificate-in-project-management/*",
    "strategic leadership": "/units/701/",
    "managing risk": "/units/518/",
    "manage risks": "/units/518/*",
    "budgets": "/units/314/*",
    "managing meetings": "/units/319/",
    "equality and diversity": "/units/6004/*",
    "qualifications": "/qualifications/",
    "compare diplomas": "/qualifications/compare/",
    "verify certificate": "/verify/",
    "find a centre": "/centres/",
    "calderbridge": "/centres/calderbridge/",
    "Northmere College": "/centres/northmere/",
    "dundee": "/centres/northmere/",
    "afon": "/centres/afon-valley/",
    "study in leeds": "/centres/calderbridge/",
    "belfast": "/centres/lagan/",
    "wales": "/regions/wales/",
    "health and care": "/communities/health-and-care/",
    "the first hundred days": "/events/the-first-hundred-days/",
    "saying no upwards": "/events/saying-no-upwards/",
    "feedback people use": "/events/feedback-that-people-can-use/",
    "night shift": "/events/night-shift-managing-while-others-sleep/*",
    "annual general meeting": "/events/annual-general-meeting/",
    "recordings": "/past-events/*",
    "leadership": "/insights/topics/leadership/",
    "leadreship": "/insights/topics/leadership/",
    "laedership": "/insights/topics/leadership/",
    "managment": "/chartered-manager/*",
    "coachng": "/qualifications/level-3-diploma-in-coaching-and-mentoring/*",
    "comunication": "/insights/topics/communication/",
    "calderbrige": "/centres/calderbridge/",
    "coaching and mentoring": "/insights/topics/coaching/",
    "chartered manager": "/chartered-manager/",
    "how do I become a chartered manager": "/chartered-manager/",
    "CMgr": "/chartered-manager/",
    "register of chartered managers": "/register/",
    "fellow": "/membership/grades/fellow/",
    "MCMI": "/membership/grades/member/",
    "membership fees": "/membership/*",
    "which grade am I eligible for": "/membership/eligibility/*",
    "saying no": "/insights/saying-no-without-a-speech/*",
    "handover": "/insights/why-handovers-fail/",
    "handovers": "/insights/why-handovers-fail/",
    "net zero": "/about/net-zero/*",
    "net zero van": "/insights/net-zero-starts-with-the-van/",
    "rota": "/insights/a-rota-people-can-live-with/*",
    "delegating": "/insights/delegating-without-vanishing/*",
    "cash flow": "/insights/reading-a-cash-flow/",
    "apprentice": "/insights/what-an-apprentice-sees/*",
    "réading a cash flöw": "/insights/reading-a-cash-flow/",
    "Rhys Pendry": "/insights/authors/rhys-pendry/",
    "log in": "/accounts/login/",
    "newsletter": "/highlights/*",
    "contact": "/contact/",
    "which qualification is right for me": "/qualifications/choose/*",
    "privacy": "/about/policies/privacy/",
    "royal charter": "/about/royal-charter/",
}


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal with all content."""
    with portal_of(django_db_blocker, at=NOW):
        yield


def test_there_are_sixty_and_more():
    assert len(FIRST) >= 60


@pytest.mark.parametrize("typed", FIRST)
def test_what_somebody_means_comes_first(typed):
    wanted = FIRST[typed]
    keys = search(Search(typed)).keys[: 3 if wanted.endswith("*") else 1]
    found = SearchEntry.objects.filter(pk__in=keys).values_list("url", flat=True)

    assert wanted.rstrip("*") in list(found)
