"""A person's record: claims are added, changed and removed; the membership team decides, with a reason."""

from datetime import date

import pytest

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.notifications.models import Notification
from membership.models import Experience, QualificationHeld
from membership.services.record import lines as record
from membership.services.record.lines import RecordRefused
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW
from tests.factories.record import ExperienceFactory, QualificationHeldFactory
from tests.races import in_turn, no_locking_of

pytestmark = pytest.mark.django_db

POST = {"employer": "Fellgate Logistics", "post": "Depot manager", "since": date(2020, 1, 1), "strategic": True}
DEGREE = {
    "title": "BA Business",
    "level": 6,
    "size": "degree",
    "body": "University of Calderbridge",
    "awarded_on": date(2015, 7, 1),
}
OURS = "Only the membership team decides, and nobody about their own record."
DECIDED = "Somebody here has looked at this already, so it stays as it is. Add it anew instead."


@pytest.fixture
def person():
    return UserFactory(name="Amara Whitlock")


@pytest.fixture
def team(django_user_model):
    return member_of_the_team()


def member_of_the_team():
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS])


@pytest.mark.parametrize(
    ("add", "values", "model"),
    [(record.add_experience, POST, Experience), (record.add_held, DEGREE, QualificationHeld)],
)
def test_a_line_is_added_as_a_claim(person, add, values, model):
    row = add(person=person, values=values)

    kept = model.objects.values("person", "state", *values).get(pk=row.pk)
    assert kept == {"person": person.pk, "state": "claimed", **values}


@pytest.mark.parametrize("add", [record.add_experience, record.add_held])
def test_a_full_record_takes_no_more(person, settings, add):
    settings.RECORD_LINES_MAX = 1
    ExperienceFactory(person=person)
    QualificationHeldFactory(person=person)

    with pytest.raises(RecordRefused, match="Your record holds 1 of these; remove one to add another"):
        add(person=person, values={})


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_do_not_fill_a_record_beyond_its_end(person, settings):
    settings.RECORD_LINES_MAX = 1

    def add():
        return record.add_experience(person=person, values=POST)

    found = in_turn(no_locking_of(person), add, add)

    assert [type(one) for one in found] == [Experience, RecordRefused]
    assert Experience.objects.count() == 1


def test_a_claim_is_changed_and_removed():
    row = ExperienceFactory()

    record.change(line=row, values={"post": "Area manager", "until": date(2024, 5, 31)})

    assert Experience.objects.values_list("post", "until").get() == ("Area manager", date(2024, 5, 31))
    record.remove(line=row)
    assert not Experience.objects.exists()


@pytest.mark.parametrize("state", ["confirmed", "refused"])
def test_what_was_decided_stays(state):
    row = QualificationHeldFactory(state=state)

    for act in (lambda: record.change(line=row, values={"title": "MBA"}), lambda: record.remove(line=row)):
        with pytest.raises(RecordRefused) as refused:
            act()
        assert str(refused.value) == DECIDED
    assert QualificationHeld.objects.get().title == row.title


def test_a_confirmed_line_is_proven_and_the_person_is_told(team):
    row = record.confirm(line=ExperienceFactory(post="Depot manager"), by=team, at=NOW)

    assert (row.state, row.decided_by, row.decided_at, row.because) == ("confirmed", team, NOW, "")
    [told] = Notification.objects.filter(recipient=row.person, kind="record_decided")
    assert told.context == {
        "what": "Depot manager, Fellgate Logistics",
        "is_confirmed": True,
        "reason": "",
        "path": "/membership/record/",
    }


def test_a_line_that_is_not_accepted_keeps_the_reason_and_the_person_reads_it(team):
    row = record.refuse(line=QualificationHeldFactory(), by=team, reason=" The title is another. ", at=NOW)

    assert (row.state, row.because) == ("refused", "The title is another.")
    assert Notification.objects.get(kind="record_decided").context["reason"] == "The title is another."


def test_nothing_is_refused_without_a_reason(team):
    with pytest.raises(RecordRefused, match="Say why it is not accepted; the person reads it"):
        record.refuse(line=ExperienceFactory(), by=team, reason="  ", at=NOW)


def test_nobody_decides_about_their_own_record_and_nobody_else_than_the_team(team):
    for line, by in ((ExperienceFactory(person=team), team), (ExperienceFactory(), UserFactory())):
        with pytest.raises(RecordRefused) as refused:
            record.confirm(line=line, by=by, at=NOW)
        assert str(refused.value) == OURS


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_the_first_stands():
    first, second, row = member_of_the_team(), member_of_the_team(), ExperienceFactory()

    found = in_turn(
        no_locking_of(row),
        lambda: record.confirm(line=row, by=first, at=NOW),
        lambda: record.refuse(line=row, by=second, reason="No letter.", at=NOW),
    )

    assert [type(one) for one in found] == [Experience, RecordRefused]
    assert Experience.objects.get().state == "confirmed"


@pytest.mark.parametrize(
    ("spans", "overlap"),
    [
        ([], False),
        ([("2020-01-01", "2020-12-31"), ("2021-01-01", None)], False),
        ([("2021-01-01", None), ("2020-01-01", "2021-01-01")], True),
        ([("2020-01-01", None), ("2020-02-01", "2020-03-01"), ("2020-04-01", "2020-05-01")], True),
        ([("2026-11-03", None), ("2020-01-01", None)], False),
    ],
)
def test_posts_overlap_when_a_day_is_in_two_of_them(spans, overlap):
    rows = [
        Experience(since=date.fromisoformat(since), until=until and date.fromisoformat(until)) for since, until in spans
    ]

    assert record.posts_that_overlap(rows, on=date(2026, 11, 2)) is overlap
