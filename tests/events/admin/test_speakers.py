"""Speakers in the admin: in the order of their rows, unless the team says another."""

import pytest

from events.models import Event, Speaker
from tests.events.event_forms import ADD, TYPED, a_draft, clocks, page, words

pytestmark = pytest.mark.django_db


def rows(*speakers, initial=0):
    """The rows of speakers as a browser sends them; each is (position, name)."""
    typed = {"speakers-TOTAL_FORMS": str(len(speakers)), "speakers-INITIAL_FORMS": str(initial)}
    for number, (position, name) in enumerate(speakers):
        typed |= {f"speakers-{number}-position": position, f"speakers-{number}-name": name}
    return typed


def order():
    return list(Speaker.objects.order_by("position").values_list("position", "name"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ([("", "Ines"), ("", "Kit"), ("", "Noor")], [(1, "Ines"), (2, "Kit"), (3, "Noor")]),
        ([("5", "Ines"), ("", "Kit"), ("2", "Noor")], [(2, "Noor"), (5, "Ines"), (6, "Kit")]),
        ([("", "Ines"), ("", "")], [(1, "Ines")]),
    ],
)
def test_a_speaker_without_a_place_gets_the_next_one(typed, kept, client, team):
    answer = client.post(ADD, {**TYPED, **rows(*typed)})

    assert answer.status_code == 302, answer.context["errors"]
    assert order() == kept


def test_a_new_speaker_comes_after_those_that_are_there(client, team):
    event = a_draft()
    there = Speaker.objects.create(event=event, position=3, name="Ines")
    typed = {**TYPED, "slug": event.slug, **clocks(event, "starts_at", "ends_at"), **rows(("3", "Ines"), ("", "Kit"))}
    typed |= {"speakers-INITIAL_FORMS": "1", "speakers-0-id": str(there.pk), "speakers-0-event": str(event.pk)}

    answer = client.post(page(event), typed)

    assert answer.status_code == 302, answer.context["errors"]
    assert order() == [(3, "Ines"), (4, "Kit")]


def test_the_same_place_twice_is_refused_and_an_empty_row_suggests_none(client, team):
    answer = client.post(ADD, {**TYPED, **rows(("1", "Ines"), ("1", "Kit"))})

    assert "Please correct the duplicate data for position." in words(answer)
    assert not Event.objects.exists()
    assert 'name="speakers-__prefix__-position" value' not in client.get(ADD).content.decode()
