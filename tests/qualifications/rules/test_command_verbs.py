"""What command verbs ask: every verb of our own catalogue is explained, once, and as deep as its level goes."""

import json

import pytest
from django.conf import settings

from qualifications.rules.command_verbs import CRITICALLY, VERBS, depth, explained

CATALOGUE = json.loads((settings.BASE_DIR / "qualifications/data/catalogue.json").read_text())


def test_every_verb_of_the_catalogue_is_explained():
    verbs = {
        criterion["verb"] for unit in CATALOGUE["units"] for each in unit["outcomes"] for criterion in each["criteria"]
    }

    assert [verb for verb, _ in explained(verbs)] == sorted(verbs)


def test_verbs_come_once_by_the_alphabet_and_unknown_ones_not_at_all():
    assert explained(["explain", "Analyse", "analyse ", "frobnicate"]) == [
        ("analyse", VERBS["analyse"]),
        ("explain", VERBS["explain"]),
    ]
    assert explained([]) == []


def test_critically_asks_what_the_verb_asks_and_more():
    assert explained(["reflect critically on"]) == [("reflect critically on", f"{VERBS['reflect on']} {CRITICALLY}")]


@pytest.mark.parametrize(("level", "like"), [(2, 3), (4, 5), (7, 8)])
def test_neighbouring_levels_go_equally_deep(level, like):
    assert depth(level) == depth(like)


def test_the_levels_go_into_four_depths():
    assert len({depth(level) for level in range(2, 9)}) == 4
