"""The catalogue in the admin: columns without a query each, search, and versions that are only looked at."""

from datetime import date

import pytest
from django.urls import reverse

from qualifications.models import Qualification, Unit
from tests.factories.qualifications import LevelFactory, QualificationFactory, published_unit, published_version

pytestmark = pytest.mark.django_db

TABLES = ["level", "qualification", "qualificationversion", "unit", "unitversion"]


def changelist(table):
    return reverse(f"admin:qualifications_{table}_changelist")


def change(row):
    return reverse(f"admin:qualifications_{row._meta.model_name}_change", args=[row.pk])


def shelf(count):
    units = [published_unit(f"60{number}", credits=7) for number in range(3)]
    for number in range(count):
        published_version(
            units,
            level=LevelFactory(number=6 - number),
            mandatory=["600"],
            groups=[("Group A", 7, None, ["600", "601"])],
            barred=[("601", "602")],
        )
    for number in range(1, count):
        published_unit(f"61{number}")


def queries_of(client, django_assert_max_num_queries, address):
    client.get(address)
    with django_assert_max_num_queries(100) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("table", TABLES)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(admin_client, django_assert_max_num_queries, table):
    shelf(1)
    one = queries_of(admin_client, django_assert_max_num_queries, changelist(table))
    shelf(3)

    assert queries_of(admin_client, django_assert_max_num_queries, changelist(table)) == one


@pytest.mark.parametrize("table", TABLES)
def test_the_page_of_a_row_opens_with_a_bounded_number_of_queries(admin_client, django_assert_max_num_queries, table):
    shelf(3)
    model = {model._meta.model_name: model for model in (Qualification, Unit)}.get(table)
    row = model.objects.first() if model else LevelFactory()
    address = change(row if table in ("qualification", "unit", "level") else row_of(table))

    assert queries_of(admin_client, django_assert_max_num_queries, address) <= 16


def row_of(table):
    if table == "unitversion":
        return Unit.objects.first().versions.get()
    return Qualification.objects.first().versions.get()


def test_a_qualification_shows_whether_it_takes_learners_today(admin_client):
    unit = published_unit("601")
    published_version([unit], title="Open")
    QualificationFactory(title="Closed")

    results = admin_client.get(changelist("qualification")).context["cl"].queryset

    assert {row.title: row.open_today for row in results} == {"Open": True, "Closed": False}
    assert LevelFactory(number=6).qualifications.count() == 2
    levels = admin_client.get(changelist("level")).context["cl"].queryset
    assert [(level.number, level.open_count) for level in levels] == [(6, 1)]


@pytest.mark.parametrize(
    ("table", "words", "found"),
    [("unit", "Leading 602", "Unit 602"), ("unit", "602", "Unit 602"), ("qualification", "6D30", "Diploma")],
)
def test_units_are_found_by_title_and_qualifications_by_code(admin_client, table, words, found):
    published_unit("601")
    published_unit("602")
    published_unit("602", credits=7)
    QualificationFactory(title="Diploma", code="6D30")
    QualificationFactory(title="Certificate")

    results = admin_client.get(changelist(table), {"q": words}).context["cl"].queryset

    assert [str(row) for row in results] == [found]


def test_a_unit_shows_its_latest_published_version(admin_client):
    unit = published_unit("601").unit
    published_unit("601", credits=9)
    unit.versions.create(number=3, title="Draft", credits=1)

    (row,) = admin_client.get(changelist("unit")).context["cl"].queryset

    assert (row.latest_title, row.latest_credits) == ("Leading 601", 9)


def test_what_staff_correct_is_saved_and_the_size_ranks_it(admin_client):
    qualification = QualificationFactory(size="certificate")
    address = change(qualification)
    form = admin_client.get(address).context["adminform"].form
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    inline = {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}

    response = admin_client.post(
        address,
        {**data, **inline, "level": 6, "size": "diploma", "fee_pence": 31_000, "last_registration": "2030-08-31"},
    )

    assert response.status_code == 302, response.context["errors"]
    qualification.refresh_from_db()
    assert (qualification.size, qualification.size_rank, qualification.fee_pence) == ("diploma", 3, 31_000)
    assert qualification.last_registration == date(2030, 8, 31)


def test_a_new_level_is_given_its_number_once(admin_client):
    assert (
        "number" not in admin_client.get(reverse("admin:qualifications_level_add")).context["adminform"].readonly_fields
    )
    level = LevelFactory()
    assert "number" in admin_client.get(change(level)).context["adminform"].readonly_fields


@pytest.mark.parametrize("table", ["qualificationversion", "unitversion"])
def test_versions_are_looked_at_and_not_touched(admin_client, table):
    shelf(1)
    row = row_of(table)

    page = admin_client.get(change(row))

    assert not any(page.context[f"has_{right}_permission"] for right in ("add", "change", "delete"))
    assert admin_client.post(change(row), {"number": 9}).status_code == 403
    assert admin_client.get(reverse(f"admin:qualifications_{table}_add")).status_code == 403
    assert admin_client.post(reverse(f"admin:qualifications_{table}_delete", args=[row.pk])).status_code == 403


def test_a_version_shows_its_rule_in_words_with_groups_and_pairs(admin_client):
    shelf(1)

    text = admin_client.get(change(row_of("qualificationversion"))).text

    assert "Unit 600 is mandatory." in text
    assert "600 and 601" in text
    assert "Unit 601 cannot be combined with 602." in text
