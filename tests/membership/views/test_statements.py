"""Writing a statement: saved by the button and as it is typed, two tabs, feedback, and evidence."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.documents.services import withdraw_item
from membership.models import Statement, StatementEvidence
from membership.services.applying import statements
from tests.factories.accounts import UserFactory
from tests.factories.applications import begun, not_yet, submitted
from tests.factories.documents import ItemFactory
from tests.factories.membership import member
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PAGE = reverse("membership:statement_edit", args=["leading"])
DRAFT = reverse("membership:statement_draft", args=["leading"])
ADD = reverse("membership:statement_evidence_add", args=["leading"])


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def person(client):
    someone = member().person
    client.force_login(someone)
    return someone


def remove(pk, key="leading"):
    return reverse("membership:statement_evidence_remove", args=[key, pk])


def test_a_statement_is_saved_and_its_words_are_counted(client, person):
    begun(person)
    assert "Nothing written yet; 5 to 10 words are asked for." in text(client.get(PAGE))

    response = client.post(PAGE, {"text": "I led the move.", "revision": 0}, follow=True)

    html = text(response)
    assert "Leading people: saved." in html
    assert "Four words: 1 short of 5." in html
    assert 'data-words-from="5"' in html


def test_a_stale_page_keeps_both_texts(client, person):
    begun(person)
    client.post(PAGE, {"text": "From the first tab.", "revision": 0})

    response = client.post(PAGE, {"text": "From the second tab.", "revision": 0})

    html = text(response)
    assert "From the first tab." in html
    assert "From the second tab." in html
    client.post(PAGE, {"text": "From the second tab.", "revision": response.context["form"].data["revision"]})
    assert Statement.objects.get(criterion="leading").text == "From the second tab."


def test_a_text_that_is_too_long_is_said(client, person, settings):
    settings.EVIDENCE_TEXT_MAX_CHARACTERS = 5
    begun(person)

    html = text(client.post(PAGE, {"text": "Too long.", "revision": 0}))
    assert "the longest we keep is 5" in html
    assert "Two words: 3 short of 5." in html
    answer = client.post(DRAFT, {"text": "Too long.", "revision": 0})
    assert (answer.status_code, answer.json()["said"]) == (
        422,
        "The text has 9 characters; the longest we keep is 5. Shorten it.",
    )


def test_what_is_typed_is_saved_as_it_goes(client, person):
    begun(person)

    answer = client.post(DRAFT, {"text": "I led", "revision": 0})
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)

    stale = client.post(DRAFT, {"text": "She led", "revision": 0})
    assert (stale.status_code, stale.json()["revision"]) == (409, 1)
    assert "I led" in stale.json()["newer"]
    bad = client.post(DRAFT, {"text": "nul \0", "revision": 1})
    assert bad.status_code == 422


def test_what_is_met_or_submitted_cannot_be_opened(client, person):
    assert client.get(PAGE).status_code == 404
    now = timezone.now()
    submitted(person, at=now)

    assert client.get(PAGE).status_code == 404
    assert client.post(DRAFT, {"text": "Another", "revision": 1}).status_code == 404


def test_what_was_said_of_a_statement_stands_beside_it(client, person):
    not_yet(person, missing=["leading"])

    assert "Say which three of your skills made the difference." in text(client.get(PAGE))
    assert client.get(reverse("membership:statement_edit", args=["change"])).status_code == 404


def test_evidence_of_ones_own_is_put_behind_a_statement_and_taken_away(client, person):
    begun(person)
    assert "You have no other evidence" in text(client.get(ADD))
    item = ItemFactory(owner=person, title="Plan of the move")
    other = ItemFactory()

    assert "Choose one of those listed here" in text(client.post(ADD, {"item": other.pk, "pointer": ""}))
    html = text(client.post(ADD, {"item": item.pk, "pointer": "slide 7"}, follow=True))
    assert "“Plan of the move” stands behind Leading people." in html
    assert "slide 7" in html

    html = text(client.post(remove(StatementEvidence.objects.get().pk), follow=True))
    assert "The evidence is taken away." in html


def test_evidence_that_was_withdrawn_meanwhile_is_said(client, person):
    row = begun(person)
    item = ItemFactory(owner=person)
    statements.add_evidence(statement=row.statements.get(criterion="leading"), item=item)
    withdraw_item(item=item, at=timezone.now())

    assert "Withdrawn" in text(client.get(PAGE))


def test_evidence_is_taken_from_its_own_statement_alone(client, person):
    row = not_yet(person, missing=["leading", "change"])
    backing = statements.add_evidence(statement=row.statements.get(criterion="change"), item=ItemFactory(owner=person))
    theirs = begun(UserFactory())
    other = statements.add_evidence(
        statement=theirs.statements.get(criterion="leading"), item=ItemFactory(owner=theirs.person)
    )

    assert client.post(remove(backing.pk)).status_code == 404
    assert client.post(remove(other.pk)).status_code == 404
    assert StatementEvidence.objects.count() == 2


def test_evidence_that_was_submitted_stays(client, person):
    row = begun(person)
    statement = row.statements.select_related("criterion").get(criterion="leading")
    backing = statements.add_evidence(statement=statement, item=ItemFactory(owner=person))
    statements.freeze(row, [statement.criterion], at=timezone.now())

    html = text(client.post(remove(backing.pk), follow=True))

    assert "so it stays" in html
    assert "submitted" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, person, count):
    row = begun(person)
    for _ in range(count):
        statements.add_evidence(statement=row.statements.get(criterion="leading"), item=ItemFactory(owner=person))

    assert queries_of(client, PAGE) == 8
    assert queries_of(client, ADD) == 7
