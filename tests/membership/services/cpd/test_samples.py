"""The yearly sample: who is drawn from, who may draw, once a year, and again with the same result."""

from datetime import date, timedelta

import pytest

from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed
from membership.models import CharteredStatus, CpdReview, CpdSample
from membership.services.cpd.entries import CpdRefused
from membership.services.cpd.samples import chartered_on, draw_sample, drawn_again
from tests.factories.accounts import UserFactory
from tests.factories.cpd import CharteredStatusFactory, chartered, reviewer
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to, refused

TODAY = NOW.date()
DAY = timedelta(days=1)


def people(keys):
    return {int(key) for key in keys}


@pytest.mark.django_db
def test_the_drawn_are_asked_for_their_record_and_told():
    chartered(5)
    officer = reviewer()

    sample = draw_sample(year=2026, size=3, by=officer, at=NOW)

    reviews = list(CpdReview.objects.all())
    assert (len(reviews), {row.state for row in reviews}) == (3, {"requested"})
    assert {row.due_on for row in reviews} == {date(2026, 11, 30)}
    assert [row.events.get().actor for row in reviews] == [officer] * 3
    assert (sample.size, sample.drawn_from, sample.drawn_by, sample.closed_at) == (3, 5, officer, None)
    assert len(sample.seed) == 64
    told = Notification.objects.filter(kind="cpd_record_asked")
    assert {row.recipient_id for row in told} == {row.person_id for row in reviews}
    assert {(row.context["year"], row.context["due_on"]) for row in told} == {(2026, "2026-11-30")}


@pytest.mark.django_db
def test_a_seed_draws_the_same_people_again_whatever_happens_on_the_day_or_after():
    first, *_ = chartered(8)
    sample = draw_sample(year=2026, size=4, by=reviewer(), at=NOW)
    assert drawn_again(sample)

    chartered(3, since=TODAY)
    chartered(3, since=TODAY + DAY)
    CharteredStatus.objects.filter(person=first).update(ended_on=TODAY, ended_because="Resigned.")
    assert drawn_again(sample)

    CpdReview.objects.filter(pk=sample.reviews.first().pk).update(person=UserFactory())
    assert not drawn_again(sample)


@pytest.mark.django_db
def test_drawn_from_are_those_who_hold_chartered_status_when_the_day_begins():
    before = CharteredStatusFactory(since=TODAY - DAY).person
    ends_today = CharteredStatusFactory(ended_on=TODAY, ended_because="Resigned.").person
    CharteredStatusFactory(since=TODAY)
    CharteredStatusFactory(ended_on=TODAY - DAY, ended_because="Resigned.")
    CharteredStatusFactory(status="fcmgr")
    risen = CharteredStatusFactory(ended_on=TODAY, ended_because="Fellow now.").person
    CharteredStatusFactory(person=risen, status="cmgr_fcmi", since=TODAY - DAY)

    assert people(chartered_on(TODAY)) == {before.pk, ends_today.pk, risen.pk}
    assert len(chartered_on(TODAY)) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "size", "said"),
    [(2027, 1, "has not begun"), (2026, 0, "are 2 Chartered"), (2026, 3, "are 2 Chartered")],
)
def test_what_cannot_be_drawn_is_refused(year, size, said):
    chartered(2)

    with pytest.raises(CpdRefused, match=said):
        draw_sample(year=year, size=size, by=reviewer(), at=NOW)

    assert not CpdSample.objects.exists()


@pytest.mark.django_db
def test_a_year_is_drawn_once_and_each_has_a_seed_of_its_own():
    chartered(2)
    first = draw_sample(year=2026, size=1, by=reviewer(), at=NOW)

    with pytest.raises(CpdRefused, match="drawn already"):
        draw_sample(year=2026, size=2, by=reviewer(), at=NOW)

    second = draw_sample(year=2025, size=1, by=reviewer(), at=NOW)
    assert first.seed != second.seed
    assert CpdReview.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("person", [{}, {"moderator": True}])
def test_nobody_but_the_membership_team_draws(person):
    chartered(2)

    with pytest.raises(MoveNotAllowed):
        draw_sample(year=2026, size=1, by=UserFactory(**person), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_drawn_by_two_at_once_it_is_one_sample():
    chartered(2)
    officer = reviewer()

    results = in_turn(
        no_writing_to(CpdSample),
        lambda: draw_sample(year=2026, size=1, by=officer, at=NOW),
        lambda: draw_sample(year=2026, size=1, by=officer, at=NOW),
    )

    assert refused(results) == [CpdRefused]
    assert CpdReview.objects.count() == 1
