"""What is wrong with a long form of the admin is listed at its top, and each line leads to its box."""

import re

import pytest

from tests.events.event_forms import ADD, TYPED

pytestmark = pytest.mark.django_db


def test_errors_are_listed_at_the_top_and_tied_to_their_boxes(client, team):
    price = {"prices-TOTAL_FORMS": "1", "prices-0-audience": "", "prices-0-pence": "25,00"}

    shown = client.post(ADD, {**TYPED, **price, "title": "", "starts_at_1": "", "prices-0-vat_basis_points": "20"}).text

    listed = re.search(r'<ul class="errorlist to-repair">(.*?)</ul>', shown, re.DOTALL).group(1)
    links = re.findall(r'<a href="#(.*?)">(.*?): ', listed)
    assert links == [
        ("id_title_error", "Title"),
        ("id_starts_at_error", "Begins"),
        ("id_prices-0-pence_error", "Price in pounds, before VAT"),
    ]
    for anchor, _ in links:
        assert f'class="field-error" id="{anchor}"' in shown
    assert 'aria-describedby="id_title_error"' in shown


def test_a_form_that_is_not_sent_yet_lists_nothing(client, team):
    assert "to-repair" not in client.get(ADD).text
