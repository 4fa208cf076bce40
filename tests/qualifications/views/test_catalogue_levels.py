"""The page of a level: its qualifications by size, its units, and the way to the levels beside it."""

import pytest
from django.urls import reverse

from tests.factories.qualifications import LevelFactory, QualificationFactory, published_unit, published_version

pytestmark = pytest.mark.django_db


def page_of(client, level):
    return client.get(reverse("qualifications:level_detail", args=[level]))


def test_a_level_shows_its_sizes_its_units_and_the_levels_beside_it(client):
    six, seven = LevelFactory(number=6, audience="For senior managers."), LevelFactory(number=7)
    units = [published_unit("602"), published_unit("601")]
    published_unit("701", level=seven)
    published_version(units, title="Diploma", level=six, size="diploma", size_rank=3, min_credits=37)
    published_version(units, title="Smaller diploma", level=six, size="diploma", size_rank=3, min_credits=31)
    QualificationFactory(title="Award", level=six, size="award")
    QualificationFactory(title="Elsewhere", level=seven)

    response = page_of(client, 6)

    assert "For senior managers." in response.text
    assert [each.title for each in response.context["qualifications"]] == ["Award", "Diploma", "Smaller diploma"]
    assert [(size["label"], size["credits"], size["count"]) for size in response.context["sizes"]] == [
        ("Award", None, 1),
        ("Diploma", 31, 2),
    ]
    assert [version.unit.number for version in response.context["units"]] == ["601", "602"]
    assert "One level up: Level 7" in response.text
    assert "One level down" not in response.text


def test_a_unit_stands_once_however_many_versions_it_has(client):
    published_unit("601")
    latest = published_unit("601")
    latest.unit.versions.create(number=3, title="Draft", credits=6)

    assert list(page_of(client, 6).context["units"]) == [latest]


def test_a_level_without_qualifications_says_so(client):
    LevelFactory(number=8)

    assert "No qualification of this level takes learners today." in page_of(client, 8).text


@pytest.mark.parametrize("level", [0, 1, 9, 10**20])
def test_a_level_that_is_none_is_404(client, level):
    assert page_of(client, level).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_level_takes_five_queries(client, django_assert_num_queries, count):
    units = [published_unit(f"60{number}") for number in range(count)]
    for _ in range(count):
        published_version(units)

    with django_assert_num_queries(5):
        page_of(client, 6)
