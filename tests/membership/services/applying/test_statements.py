"""Statements: kept over the revision that was seen, counted, backed by evidence of one's own."""

import pytest

from cmiportal.documents.services import withdraw_item
from membership.models import Statement
from membership.services.applying.statements import (
    StaleStatement,
    StatementRefused,
    add_evidence,
    criteria_to_write,
    freeze,
    keep_statement,
    remove_evidence,
)
from tests.factories.applications import begun, not_yet, submitted
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW
from tests.races import at_once

pytestmark = pytest.mark.django_db


def statement(application, key="leading"):
    return Statement.objects.select_related("application").get(application=application, criterion=key)


def keep(row, text, revision):
    return keep_statement(statement=row, text=text, revision=revision, at=NOW)


def test_words_are_counted_and_each_save_is_a_revision():
    row = keep(statement(begun()), "Two\r\nwords", 0)

    assert (row.text, row.words, row.revision, row.saved_at) == ("Two\nwords", 2, 1, NOW)


def test_a_stale_save_is_refused_with_the_newer_text_and_the_same_text_is_harmless():
    row = statement(begun())
    keep(row, "From the first tab.", 0)

    with pytest.raises(StaleStatement) as stale:
        keep(row, "From the second tab.", 0)
    assert (stale.value.text, stale.value.revision) == ("From the first tab.", 1)
    assert keep(row, "From the first tab.", 0).revision == 1


def test_a_text_that_is_too_long_is_refused(settings):
    settings.EVIDENCE_TEXT_MAX_CHARACTERS = 10

    with pytest.raises(StatementRefused, match="has 11 characters; the longest we keep is 10"):
        keep(statement(begun()), "x" * 11, 0)


def test_what_was_submitted_stays():
    row = submitted()
    assert criteria_to_write(row) == []

    with pytest.raises(StatementRefused, match="was submitted"):
        keep(statement(row), "Another text.", 1)


def test_what_was_met_stays_when_something_else_is_missing():
    row = not_yet(missing=["leading"])

    assert keep(statement(row), "Another text.", 1).revision == 2
    with pytest.raises(StatementRefused, match="was submitted"):
        keep(statement(row, "change"), "Another text.", 1)


def test_evidence_stands_behind_a_statement_once_and_can_be_taken_away():
    row = statement(begun())
    item = ItemFactory(owner=row.application.person)
    backing = add_evidence(statement=row, item=item, pointer="slide 7")
    assert (str(backing), backing.pointer) == (item.title, "slide 7")

    with pytest.raises(StatementRefused, match="already"):
        add_evidence(statement=row, item=item)
    remove_evidence(evidence=backing)
    assert not row.evidence.exists()


def test_neither_anothers_evidence_nor_withdrawn_evidence_is_taken():
    row = statement(begun())
    withdrawn = ItemFactory(owner=row.application.person)
    withdraw_item(item=withdrawn, at=NOW)

    for item in (ItemFactory(), withdrawn):
        with pytest.raises(StatementRefused, match="not yours, or it was withdrawn"):
            add_evidence(statement=row, item=item)


def test_evidence_that_was_submitted_stays():
    application = begun()
    row = statement(application)
    backing = add_evidence(statement=row, item=ItemFactory(owner=application.person))
    freeze(application, [row.criterion], at=NOW)

    with pytest.raises(StatementRefused, match="so it stays"):
        remove_evidence(evidence=backing)


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_save_at_once_one_is_told():
    application = begun()
    row = statement(application)

    done = at_once(application, lambda: keep(row, "One.", 0), lambda: keep(row, "Two.", 0))

    assert sorted(type(one).__name__ for one in done) == ["StaleStatement", "Statement"]
