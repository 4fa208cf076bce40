"""Qualifications side by side: facts in rows, and a sentence for what cannot be shown."""

import pytest
from django.urls import reverse

from tests.factories.qualifications import LevelFactory, QualificationFactory, published_unit, published_version

pytestmark = pytest.mark.django_db

COMPARE = reverse("qualifications:qualification_compare")


@pytest.fixture
def shelf():
    """Four qualifications of a level; the award has no rule yet."""
    units = [published_unit(number, credits=7) for number in ("601", "602")]
    six = LevelFactory(number=6)
    published_version(units, slug="certificate", title="Certificate", level=six, size="certificate", min_credits=7)
    published_version(units, slug="diploma", title="Diploma", level=six, size="diploma", size_rank=3, min_credits=14)
    published_version(units, slug="other", title="Other diploma", level=six, size="diploma", size_rank=3)
    QualificationFactory(slug="award", title="Award", level=six, size="award", audience="For beginners.")


def cells(response, label):
    return next([cell["text"] for cell in row["cells"]] for row in response.context["rows"] if row["label"] == label)


def test_two_stand_side_by_side_in_the_order_asked_for(client, shelf):
    response = client.get(COMPARE, {"q": ["diploma", "award"]})

    assert response.context["names"] == ["Level 6 Diploma", "Level 6 Award"]
    assert cells(response, "Credits, at least") == [14, "Not published yet"]
    assert cells(response, "Units, at least") == [2, "Not published yet"]
    assert cells(response, "Who it is for") == ["–", "For beginners."]
    assert cells(response, "Registration") == ["Open", "Not open"]
    assert f'<a href="{COMPARE}?q=award">Remove' in response.text


def test_two_of_one_level_and_size_are_told_apart_by_their_titles(client, shelf):
    assert client.get(COMPARE, {"q": ["diploma", "other"]}).context["names"] == ["Diploma", "Other diploma"]


def test_what_nobody_has_takes_no_row(client, shelf):
    labels = [row["label"] for row in client.get(COMPARE, {"q": ["diploma"]}).context["rows"]]

    assert "Who it is for" not in labels
    assert "Words a unit" in labels


def test_one_more_can_be_added_until_there_are_three(client, shelf):
    one = client.get(COMPARE, {"q": "diploma"})
    three = client.get(COMPARE, {"q": ["diploma", "award", "other"]})

    assert '<input type="hidden" name="q" value="diploma">' in one.text
    assert [slug for slug, _ in one.context["form"].fields["q"].choices[1][1]] == ["award", "certificate", "other"]
    assert three.context["form"] is None


def test_filters_that_come_along_lead_to_the_address_without_them(client, shelf):
    response = client.get(COMPARE, {"word": "", "level": "6", "q": ["diploma", "award"]})

    assert (response.status_code, response.url) == (302, f"{COMPARE}?q=diploma&q=award")
    assert client.get(COMPARE, {"level": "6"}).url == COMPARE


@pytest.mark.parametrize("query", ["", "?q=", "?q=nowhere", "?q=%FF", "?q=" + "9" * 3000])
def test_with_nothing_known_the_page_says_how_to_choose(client, shelf, query):
    response = client.get(COMPARE + query)

    assert response.status_code == 200
    assert "Choose the first one here" in response.text
    assert response.context["chosen"] == []


def test_more_than_three_are_answered_with_a_sentence(client, shelf):
    response = client.get(COMPARE, {"q": ["diploma", "award", "other", "certificate"]})

    assert "At most three can be compared; the first three are shown." in response.text
    assert len(response.context["chosen"]) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_a_comparison_takes_four_queries(client, django_assert_num_queries, count):
    units = [published_unit(f"60{number}") for number in range(count)]
    slugs = [published_version(units).qualification.slug for _ in range(count)]

    with django_assert_num_queries(4):
        client.get(COMPARE, {"q": slugs})
