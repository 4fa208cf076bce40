"""Staff take, answer and close enquiries; of two at once one is told."""

from functools import partial

import pytest

from cmiportal.enquiries.models import EnquiryAnswer
from cmiportal.enquiries.services import answering
from cmiportal.enquiries.services.sending import EnquiryRefused
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import SAID, administrator, editor, enquiry, fresh
from tests.factories.qualifications import NOW
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db


def kinds():
    return list(Notification.objects.order_by("pk").values_list("kind", flat=True))


def test_whoever_takes_it_answers_it_by_e_mail_and_the_answer_is_kept():
    ines = administrator()
    row = answering.take(enquiry=enquiry(), by=ines, at=NOW)
    answering.answer(enquiry=row, text="  On the third of May.\n", by=ines, at=NOW)

    assert (row.state, row.taken_by, row.answered_at) == ("answered", ines, NOW)
    assert list(EnquiryAnswer.objects.values_list("text", "by")) == [("On the third of May.", ines.pk)]
    message = Notification.objects.get(kind="enquiry_answered")
    assert (message.address, message.context["answer"]) == (SAID.email, "On the third of May.")
    assert chain_is_whole(row)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_answer_is_not_sent(text):
    ines = administrator()
    row = enquiry("taken", by=ines)

    with pytest.raises(EnquiryRefused, match="Write the answer"):
        answering.answer(enquiry=row, text=text, by=ines, at=NOW)
    assert kinds() == ["enquiry_received"]


def test_nobody_answers_what_another_took():
    row = enquiry("taken")

    with pytest.raises(MoveNotAllowed):
        answering.answer(enquiry=row, text="Yes.", by=administrator(), at=NOW)
    assert EnquiryAnswer.objects.count() == 0


def test_one_that_is_put_back_is_nobodys():
    row = answering.give_back(enquiry=enquiry("taken"), by=administrator(), at=NOW)

    assert (row.state, fresh(row).taken_by) == ("new", None)


def test_closing_without_an_answer_asks_why():
    ines = administrator()
    row = enquiry("taken", by=ines)
    with pytest.raises(EnquiryRefused, match="without an answer"):
        answering.close(enquiry=row, by=ines, at=NOW, note=" ")

    answering.close(enquiry=row, by=ines, at=NOW, note="Answered by telephone.")
    assert (fresh(row).state, fresh(row).note, fresh(row).ended_at) == ("closed", "Answered by telephone.", NOW)


def test_an_answered_one_is_closed_and_can_be_opened_and_answered_again():
    ines, omar = administrator(), administrator()
    row = enquiry("closed", by=ines)
    answering.reopen(enquiry=row, by=omar, at=NOW)
    assert (row.state, row.taken_by, row.ended_at) == ("taken", omar, None)

    answering.answer(enquiry=row, text="And in York on the fourth.", by=omar, at=NOW)
    assert [answer.by for answer in row.answers.all()] == [ines, omar]
    assert kinds() == ["enquiry_received", "enquiry_answered", "enquiry_answered"]


def test_spam_is_told_nothing_and_what_is_none_is_confirmed_after_all():
    row = enquiry("check")
    answering.mark_spam(enquiry=row, by=administrator(), at=NOW)
    assert (row.state, row.ended_at, kinds()) == ("spam", NOW, [])

    answering.accept(enquiry=row, by=administrator(), at=NOW)
    assert (row.state, row.ended_at, kinds()) == ("new", None, ["enquiry_received"])


def test_one_that_was_confirmed_before_it_was_marked_is_confirmed_once():
    row = answering.mark_spam(enquiry=enquiry(), by=administrator(), at=NOW)
    answering.accept(enquiry=row, by=administrator(), at=NOW)

    assert kinds() == ["enquiry_received"]


def test_editors_answer_the_media_alone():
    edda = editor()
    assert answering.take(enquiry=enquiry(kind="media"), by=edda, at=NOW).taken_by == edda

    with pytest.raises(MoveNotAllowed):
        answering.take(enquiry=enquiry(), by=edda, at=NOW)


@pytest.mark.parametrize("act", ["take", "give_back", "close", "reopen", "mark_spam", "accept", "answer"])
def test_a_page_that_is_out_of_date_changes_nothing(act):
    row = enquiry()
    more = {"text": "Yes."} if act == "answer" else {"note": "By telephone."} if act == "close" else {}

    with pytest.raises(StaleMove):
        getattr(answering, act)(enquiry=row, by=administrator(), at=NOW, moves=7, **more)
    assert fresh(row).state == "new"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told():
    row, people = enquiry(), [administrator(), administrator()]
    acts = [partial(answering.take, enquiry=fresh(row), by=person, at=NOW, moves=0) for person in people]

    results = at_once(row, *acts)

    assert refused(results) == [StaleMove]
    assert fresh(row).taken_by in people
    assert fresh(row).moves == 1


def test_staff_without_a_part_in_it_see_nothing():
    enquiry()
    row = enquiry(kind="media")
    seen = type(row).objects

    assert seen.visible_to(UserFactory()).count() == 0
    assert list(seen.visible_to(editor())) == [row]
    assert seen.visible_to(administrator()).count() == 2
    assert seen.visible_to(administrator(is_active=False)).count() == 0
