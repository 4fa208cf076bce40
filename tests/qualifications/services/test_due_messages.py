"""What a message about late or nearly late work says: one piece in sentences, several as a list."""

from datetime import UTC, datetime, timedelta

import pytest

from cmiportal.notifications.models import Notification
from cmiportal.notifications.rendering import render_mail
from qualifications.services.due_messages import LISTED, tell_due
from tests.factories.assessment import Desk
from tests.qualifications.services.due_work import another

pytestmark = pytest.mark.django_db

FRAME = {"greeting": "Marian", "reason": "r", "service": True, "preferences_url": "/", "unsubscribe_url": ""}
WEDNESDAY = datetime(2026, 11, 4, 12, tzinfo=UTC)
"""The day before work of the Monday is to be allocated."""
DAY = timedelta(days=1)


@pytest.fixture
def desk():
    desk = Desk()
    desk.place.centre.name = "Tarn College"
    desk.place.centre.save()
    desk.learner.name = "Wren Holtby"
    desk.learner.save()
    return desk


def mail(desk, *stages, at, person=None, centre=True):
    """Subject and body of what the person, or else the coordinator, is told of these stages."""
    tell_due(person or desk.coordinator, stages, centre=desk.place.centre if centre else None, at=at)
    row = Notification.objects.latest("pk")
    said = render_mail(row.kind, row.context, frame=FRAME, time_zone=UTC)
    return said.subject, said.text.removeprefix("Dear Marian,\n\n").split("\n\nChartered")[0]


def test_one_piece_nearly_late_that_nobody_has(desk):
    subject, body = mail(desk, desk.work.stage, at=WEDNESDAY)

    assert subject == "Due soon: allocation of unit 601, Wren Holtby"
    assert body == (
        "Allocation of unit 601, Leading 601, for Wren Holtby is due by Thursday\n"
        "5 November 2026. Nobody has it yet. The learner expects the result by\n"
        "Monday 14 December 2026.\n\n"
        "Choose who marks and who verifies it:\n\n"
        f"http://localhost:8000/desk/{desk.work.pk}/"
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "is late by one working day."),
        (2, "is late by one working day."),
        (3, "is late by one working day."),
        (4, "is late by two working days."),
        (14, "is late by 10 working days."),
    ],
)
def test_one_piece_that_is_late_says_by_how_many_working_days(desk, days, said):
    subject, body = mail(desk, desk.work.stage, at=WEDNESDAY + DAY + days * DAY)

    assert subject == "Late: allocation of unit 601, Wren Holtby"
    assert f"was due by Thursday 5 November 2026 and {said}" in " ".join(body.split())


def test_several_pieces_are_a_list_with_who_has_each_and_a_link_to_both_views(desk):
    first, second = another(desk, days_ago=3, learner__name="Owen Parr"), another(desk, days_ago=1).allocated()
    second.learner.name = "Amara Whitlock"
    second.learner.save()
    stages = [first.work.stage, desk.work.stage, second.work.stage]

    subject, body = mail(desk, *stages, at=WEDNESDAY + DAY)

    slug = desk.place.centre.slug
    assert subject == "One piece of work late, two nearly late: Tarn College"
    assert body == (
        "These pieces of work at Tarn College are late or nearly late, the\n"
        "soonest due first:\n\n"
        "- Owen Parr, unit 601, Leading 601: allocation, with nobody yet, was due\n"
        "  by Monday 2 November 2026 and is late by three working days.\n"
        "- Wren Holtby, unit 601, Leading 601: allocation, with nobody yet, is\n"
        "  due by Thursday 5 November 2026.\n"
        "- Amara Whitlock, unit 601, Leading 601: marking, with Dilwyn Tarrant,\n"
        "  is due by Friday 20 November 2026.\n\n"
        "The page of each says how far it is; there you can give marking or\n"
        "verification to somebody else.\n\n"
        "Open the late work:\n\n"
        f"http://localhost:8000/desk/?show=late&centre={slug}\n\n"
        "What is nearly late:\n\n"
        f"http://localhost:8000/desk/?show=soon&centre={slug}"
    )


@pytest.mark.parametrize(
    ("at", "subject", "begins", "link", "show"),
    [
        (
            datetime(2026, 11, 19, tzinfo=UTC),
            "Two pieces of work nearly late",
            "These pieces of work are nearly late, the soonest due first:",
            "Open the work that is nearly late:",
            "soon",
        ),
        (
            datetime(2026, 12, 1, tzinfo=UTC),
            "Two pieces of work late",
            "These pieces of work are late, the soonest due first:",
            "Open the late work:",
            "late",
        ),
    ],
)
def test_a_holder_is_told_of_several_pieces_without_a_centre(desk, at, subject, begins, link, show):
    stages = [one.allocated().work.stage for one in (another(desk, days_ago=1), desk)]

    said, body = mail(desk, *stages, at=at, person=desk.assessor, centre=False)

    first, *lines, last, address = body.split("\n\n")
    assert (said, first, last, address) == (subject, begins, link, f"http://localhost:8000/desk/?show={show}")
    assert ["marking, with you," in " ".join(line.split()) for line in lines] == [True]


def test_a_long_list_ends_with_how_many_more_there_are(desk):
    stages = [desk.work.stage] * (LISTED + 2)

    subject, body = mail(desk, *stages, at=WEDNESDAY)

    assert subject == "32 pieces of work nearly late: Tarn College"
    assert body.count("- Wren Holtby") == LISTED
    assert "\n- And two more.\n" in body
    assert len(Notification.objects.latest("pk").context["told"]) == LISTED + 2
