"""Words that must not be confused: what is returned was not judged, what is referred was."""

from datetime import UTC

import pytest
from django.urls import reverse

from cmiportal.notifications.models import Notification
from cmiportal.notifications.rendering import render_mail
from qualifications.services.marking import return_to_learner
from tests.factories.assessment import Desk

pytestmark = pytest.mark.django_db

FRAME = {"greeting": "Wren", "reason": "r", "service": True, "preferences_url": "/", "unsubscribe_url": ""}


def mail(kind):
    """Subject and text of the message of that kind, the text on one line."""
    said = render_mail(kind, Notification.objects.get(kind=kind).context, frame=FRAME, time_zone=UTC)
    return said.subject, " ".join(said.text.split())


def portfolio(desk):
    """The address of the unit's portfolio."""
    return f"http://localhost:8000{reverse('qualifications:unit_portfolio', args=[desk.unit.pk])}"


def test_returned_work_was_not_judged_and_the_clock_stands_still():
    desk = Desk().allocated()
    return_to_learner(submission=desk.work, by=desk.assessor, reason="The declaration is unsigned.", at=desk.at)

    subject, text = mail("work_returned")

    assert subject == "Your work for unit 601 is returned to you for a correction"
    assert (
        "Before marking it, your assessor has returned your work for unit 601, Leading 601, for a correction. This is"
        " not a referral: nothing was judged, no resubmission is used up, and the six weeks stand still until you"
        " submit it again. What to correct: The declaration is unsigned. Correct it, then submit the unit again: "
        + portfolio(desk)
    ) in text


def test_referred_work_was_judged_and_can_be_resubmitted():
    desk = Desk().confirmed(not_yet=["1.1", "2.1"])

    subject, text = mail("outcome_referred")

    assert subject == "Unit 601 is referred: not every criterion is met yet"
    assert (
        "Your work for unit 601, Leading 601, has been marked and the result is signed off. Two criteria are not yet"
        " met, so the unit is referred. You can resubmit until Monday 30 November 2026. Not yet met: 1.1 Analyse theme"
        " 1.1 Say more about 1.1. 2.1 Analyse theme 2.1 Say more about 2.1. Met: 1.2. What is met stays met: only the"
        " others are marked again. Change or add evidence for what is not yet met, then submit the unit again by"
        f" Monday 30 November 2026: {portfolio(desk)}"
    ) in text
    assert "return" not in subject + text


def test_work_that_came_back_says_from_whom_and_why():
    desk = Desk().allocated()
    return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)
    desk.resubmitted()

    subject, text = mail("work_returned_to_you")

    assert subject == f"Unit 601 of {desk.learner} is back with you for marking"
    assert f"has come back to you from {desk.learner} for marking." in text
    assert "Why it came back: The learner has corrected the work and submitted it again." in text
