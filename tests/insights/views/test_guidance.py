"""Choosing, comparing and the career journey as pages: addresses that hold answers, and bad ones that break nothing."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from insights.rules.bodies import FACTS
from insights.rules.choosing_questions import QUESTIONS
from insights.services.guidance import facts_of, qualifications_like
from tests.factories.accounts import UserFactory
from tests.factories.grades import all_grades, grade
from tests.factories.membership import member
from tests.factories.qualifications import LevelFactory, published_unit, published_version
from tests.factories.record import ExperienceFactory, QualificationHeldFactory
from tests.factories.register import registered
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

CHOOSE = reverse("insights:choose")
COMPARE = reverse("insights:choose_compare")
JOURNEY = reverse("insights:career_journey")
ALL = {
    **{"work": "department", "chartered": "no", "assessment": "work", "hours": "8", "months": "12"},
    **{"pays": "me", "cost": "yes", "employer": "none"},
}


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def offered(level, size):
    return published_version(
        [published_unit(f"U{level}{size}")], min_credits=1, level=LevelFactory(number=level), size=size
    ).qualification


def test_without_answers_the_page_asks_and_says_what_is_compared(client):
    said = words(client.get(CHOOSE))

    assert [question.text for question in QUESTIONS if question.text not in said] == []
    assert "are missing" not in said
    assert f'href="{COMPARE}"' in said
    assert queries_of(client, CHOOSE) == 0


def test_the_address_holds_the_answers_and_the_page_the_recommendation_first(client):
    fits, other = offered(5, "diploma"), offered(3, "diploma")
    said = words(client.get(CHOOSE, ALL))

    assert said.index("A Level 5 diploma of ILM") < said.index("Your answers")
    assert "Way of assessment: By evidence from my work" in said
    assert "We do not award qualifications of ILM" in said
    assert fits.title in said
    assert other.title not in said
    assert said.count(" checked") == len(ALL) + 1


def test_where_the_answers_point_to_us_it_says_so_with_what_speaks_for_the_other(client):
    said = words(client.get(CHOOSE, {**ALL, "chartered": "yes"}))

    assert "A Level 5 diploma of CMI" in said
    assert "What speaks for the other" in said
    assert "We do not award qualifications of ILM" not in said
    assert "We have no qualification at Level 5 to show now" in said


def test_what_would_change_it_is_named(client):
    turns = client.get(CHOOSE, ALL).context["changes"]

    assert [(turn.question, turn.answers, turn.result) for turn in turns.body] == [
        ("What do you do now?", "I lead the whole organisation", "A Level 8 diploma of CMI"),
        ("Do you want to become a Chartered Manager?", "Yes", "A Level 5 diploma of CMI"),
        ("How would you rather be assessed?", "By written assignments", "A Level 5 diploma of CMI"),
        ("What does your employer ask for?", "A qualification of CMI", "A Level 5 diploma of CMI"),
        ("What does your employer ask for?", "Level 8, of either body", "A Level 8 diploma of CMI"),
    ]
    assert "Do you want a certain size?" in [turn.question for turn in turns.rest]


def test_a_size_that_we_do_not_have_is_said(client):
    offered(5, "award")

    assert "We have no diploma at Level 5 now" in words(client.get(CHOOSE, ALL))


def test_sent_without_an_answer_it_says_so(client):
    said = words(client.get(CHOOSE, {"size": ""}))

    assert "No question is answered yet" in said
    assert "are missing" not in said


def test_where_answers_are_missing_it_says_which(client):
    said = words(client.get(CHOOSE, {"work": "team"}))

    assert "For a recommendation these answers are missing" in said
    assert "<li>Who pays?</li>" in said
    assert "<li>What do you do now?</li>" not in said


@pytest.mark.parametrize(
    "query",
    [
        {**ALL, "work": "king"},
        {**ALL, "size": "huge"},
        {**ALL, "hours": "9" * 40},
        {**ALL, "employer": "<script>alert(1)</script>"},
        {**ALL, "months": "-1"},
        {**ALL, "chartered": "日本"},
    ],
)
def test_answers_that_nobody_offers_are_left_out_with_a_sentence(client, query):
    said = words(client.get(CHOOSE, query))

    assert "Some answers in this address are not ones that we offer" in said
    assert "alert(1)" not in said


def test_a_visitor_gets_both_pages_from_cache_by_their_answers(client, settings, django_assert_num_queries):
    settings.VISITORS_PAGES_SECONDS = 300
    cache.clear()
    offered(5, "diploma")
    for address, query in ((CHOOSE, ALL), (COMPARE, {}), (JOURNEY, {})):
        first = Client().get(address, query)
        with django_assert_num_queries(0):
            assert Client().get(address, query).content == first.content
        assert not first.cookies


def test_the_two_are_compared_fact_by_fact(client):
    said = words(client.get(COMPARE))

    assert [fact.about for fact in FACTS if fact.about not in said] == []
    assert "Neither is better than the other" in said
    assert queries_of(client, COMPARE) == 0


def test_of_many_that_fit_a_few_are_shown():
    found = offered(5, "diploma")

    assert qualifications_like(level=5, size="diploma", on=date(2026, 11, 2)) == ([found], True)
    assert qualifications_like(level=5, size="award", on=date(2026, 11, 2)) == ([found], False)
    assert qualifications_like(level=4, size="award", on=date(2026, 11, 2)) == ([], False)


def test_a_visitor_sees_the_map(client):
    all_grades()
    said = words(client.get(JOURNEY))

    for title in ("Aspiring Manager", "First Line Manager", "Middle Manager", "Senior Manager", "Executive"):
        assert title in said
    assert reverse("membership:grade_detail", args=["associate"]) in said
    assert "You stand at stage" not in said


def test_who_is_not_known_yet_is_asked_for_their_record(client):
    client.force_login(UserFactory())
    said = words(client.get(JOURNEY))

    assert "You stand at stage 1: Aspiring Manager" in said
    assert "We know nothing of your posts" in said
    assert "What leads on to stage 2: First Line Manager" in said


def test_a_person_sees_where_they_stand_and_why(client):
    all_grades()
    person = UserFactory()
    member(person=person, grade=grade("associate"))
    ExperienceFactory(person=person, employer="Fellgate", post="Depot manager", people_led=12)
    QualificationHeldFactory(person=person, level=5, size="diploma")
    client.force_login(person)
    said = words(client.get(JOURNEY))

    assert "You stand at stage 3: Middle Manager" in said
    assert "Depot manager, Fellgate: you lead 12 people." in said
    assert "Your grade is Associate." in said
    assert "ready for 3" in said
    assert reverse("membership:route_finder") in said
    assert reverse("membership:grade_detail", args=["member"]) in said


def test_the_last_stage_has_no_next_one(client):
    person = UserFactory()
    ExperienceFactory(person=person, people_led=200, strategic=True)
    client.force_login(person)

    assert "What is left to do here" in words(client.get(JOURNEY))


def test_posts_that_are_over_or_were_not_accepted_do_not_count():
    person, on = UserFactory(), timezone.localdate()
    ExperienceFactory(person=person, post="Now", people_led=3, until=on)
    ExperienceFactory(person=person, post="Over", people_led=300, until=on - timedelta(days=1))
    ExperienceFactory(person=person, post="Refused", people_led=300, state="refused")
    ExperienceFactory(person=UserFactory(), post="Another's")
    QualificationHeldFactory(person=person, level=7, management=False)
    QualificationHeldFactory(person=person, level=6, size="assessment")
    QualificationHeldFactory(person=person, level=4, size="award")
    facts = facts_of(person, on=on)

    assert [(post.title.partition(",")[0], post.people_led) for post in facts.posts] == [("Now", 3)]
    assert (facts.level, facts.grade, facts.status) == (4, "", "")


def test_a_status_that_is_held_counts():
    entry = registered()
    facts = facts_of(entry.status.person, on=timezone.localdate())

    assert (facts.status, facts.status_name) == (entry.status.status, entry.status.get_status_display())


def test_the_page_asks_as_many_queries_for_three_posts_as_for_one(client):
    person = UserFactory()
    client.force_login(person)
    ExperienceFactory(person=person)
    one = queries_of(client, JOURNEY)
    ExperienceFactory.create_batch(2, person=person)

    assert queries_of(client, JOURNEY) == one
