"""A page is sent while somebody else moves the work: the sentence, the work as it then is, and the words typed.

The form passes the page's own checks and waits for the row of the unit, which the other person holds and changes.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.test import Client

from qualifications.models import Judgement, Role, UnitEnrolment
from qualifications.services.allocation import reallocate
from qualifications.services.sign_off import agree
from tests.qualifications.views.desks import desk_of_today, page
from tests.races import PATIENCE, outcome, wait_until, waiting

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "You weigh the model against what happened."


def sent_while(desk, person, name, *more, form, other):
    """What the person gets who sends the form of a page while ``other()`` happens."""
    client = Client()
    client.force_login(person)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            UnitEnrolment.objects.select_for_update().get(pk=desk.unit.pk)
            sending = pool.submit(outcome, lambda: client.post(page(desk, name, *more), form))
            wait_until(lambda: waiting() == 1)
            other()
        return sending.result(PATIENCE)


def test_the_assessor_who_loses_the_work_in_the_moment_of_saving_gets_the_words_back():
    desk = desk_of_today().allocated()
    to = desk.person(Role.ASSESSOR)
    form = {"moves": desk.work.moves, "revision": 0, "met": "met", "feedback": WORDS}

    response = sent_while(
        desk,
        desk.assessor,
        "submission_mark",
        "1.1",
        form=form,
        other=lambda: reallocate(
            submission=desk.work, by=desk.coordinator, stage="marking", to=to, reason="Ill.", at=desk.at
        ),
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "This work is no longer with you" in html
    assert WORDS in html
    assert not Judgement.objects.exists()


def test_the_verifier_who_decided_in_another_tab_in_that_moment_sees_where_the_work_is():
    desk = desk_of_today().sent_on()

    response = sent_while(
        desk,
        desk.verifier,
        "submission_verify",
        form={"moves": desk.work.moves, "decision": "send_back", "reason": WORDS},
        other=lambda: agree(submission=desk.work, by=desk.verifier, at=desk.at),
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Being signed off" in html
    assert WORDS in html
    assert desk.work.state == "sign_off"
