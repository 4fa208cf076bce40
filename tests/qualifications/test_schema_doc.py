"""docs/schema.md says what the tables are: columns, classes, constraints, keys, triggers, indexes."""

import re
from collections import defaultdict
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection, models

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
HEADING = re.compile(r"^### `([\w.]+)`$", re.M)
COLUMN = re.compile(r"^\| `(\w+)` \| .* \| ([TNS]) \|$", re.M)
NAMES = re.compile(r"^(Constraints|Composite keys|Triggers|Indexes): (.*)\.\s*$", re.M)
CORE = (
    *("accounts", "billing", "documents", "enquiries", "links", "merging", "notifications", "posts"),
    "search",
    *("membership", "qualifications", "events", "insights"),
)


def documented():
    """What the page says: model label -> (columns with class, names by kind)."""
    parts = HEADING.split(PAGE.read_text())[1:]
    return {
        label: (
            dict(COLUMN.findall(text)),
            {kind: set(re.findall(r"`(\w+)`", names)) for kind, names in NAMES.findall(text)},
        )
        for label, text in zip(parts[::2], parts[1::2], strict=True)
    }


def models_of(*labels):
    return {
        model._meta.label: model
        for app in labels
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, pghistory.models.Event) and not model._meta.proxy
    }


def in_database(query):
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(query)
        for table, name in cursor.fetchall():
            found[table].add(name)
    return found


@pytest.fixture
def keys(db):
    return in_database(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) > 1"
    )


@pytest.fixture
def triggers(db):
    return in_database(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE 'pgtrigger%'"
    )


def test_every_table_of_the_core_stands_on_the_page():
    assert set(documented()) == set(models_of(*CORE))


@pytest.mark.parametrize("label", sorted(documented()))
def test_the_page_names_every_column_constraint_key_and_trigger(label, keys, triggers):
    model = models_of(*CORE)[label]
    columns, names = documented()[label]

    assert sorted(columns) == sorted(field.column for field in model._meta.concrete_fields)
    assert names == {
        kind: found
        for kind, found in {
            "Constraints": {rule.name for rule in model._meta.constraints},
            "Composite keys": keys.get(model._meta.db_table, set()),
            "Triggers": triggers.get(model._meta.db_table, set()),
            "Indexes": {index.name for index in model._meta.indexes},
        }.items()
        if found
    }


def test_no_history_table_holds_a_column_that_is_never_tracked_or_sealed():
    page = documented()
    histories = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    documented_histories = [model for model in histories if model.pgh_tracked_model._meta.label in page]
    assert sorted(model._meta.label for model in documented_histories) == [
        "accounts.UserHistory",
        "billing.DiscountHistory",
        "billing.PriceHistory",
        "events.CommunityHistory",
        "events.EventHistory",
        "events.EventPriceHistory",
        "events.RegionHistory",
        "events.SeriesHistory",
        "events.TopicHistory",
        "insights.ArticleSeriesHistory",
        "insights.AuthorHistory",
        "insights.CampaignHistory",
        "insights.PageAddressHistory",
        "insights.PageHistory",
        "insights.PlaylistHistory",
        "insights.ReportHistory",
        "insights.ResourceHistory",
        "insights.TopicHistory",
        "membership.AreaHistory",
        "membership.CharteredCriterionHistory",
        "membership.GradeHistory",
        "membership.RouteHistory",
        "qualifications.ApprovalHistory",
        "qualifications.CentreHistory",
        "qualifications.CentreStaffHistory",
        "qualifications.QualificationHistory",
        "qualifications.UnitHistory",
    ]
    for model in documented_histories:
        tracked = model.pgh_tracked_model
        classes = page[tracked._meta.label][0]
        kept = {field.column for field in model._meta.concrete_fields} & set(classes)
        assert {column for column in kept if classes[column] != "T"} == set()


def test_every_text_column_that_people_type_is_not_tracked_openly():
    page = documented()
    typed = [
        (label, field.column)
        for label, model in models_of(*CORE).items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField)
    ]
    public = {"qualifications.LearningOutcome", "qualifications.Criterion"}
    assert [(label, column) for label, column in typed if page[label][0][column] == "T" and label not in public] == []
