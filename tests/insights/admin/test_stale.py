"""Two editors with the same row open: the second is told, and neither loses what they wrote."""

import pytest
from django.urls import reverse

from insights.models import CampaignDefinition, PlaylistItem
from tests.factories.accounts import UserFactory
from tests.factories.insights import (
    ArticleSeriesFactory,
    CampaignFactory,
    PageFactory,
    PlaylistFactory,
    PlaylistItemFactory,
    ReportFactory,
    ResourceFactory,
    TopicFactory,
    editor,
)
from tests.insights.admin.forms import address, sent

pytestmark = pytest.mark.django_db

ROWS = {
    "page": (PageFactory, "standfirst"),
    "report": (ReportFactory, "standfirst"),
    "campaign": (CampaignFactory, "standfirst"),
    "resource": (ResourceFactory, "summary"),
    "topic": (TopicFactory, "text"),
    "series": (ArticleSeriesFactory, "text"),
}


@pytest.fixture(autouse=True)
def writer(client):
    """An editor, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


def save(client, row, form):
    return client.post(address(row), form)


def change(row, **values):
    """What somebody else saves meanwhile."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize("kind", ROWS)
def test_the_second_is_told_what_changed_and_saves_again(client, kind):
    factory, lead = ROWS[kind]
    row = factory(title="As it was")
    form = sent(client, row)
    change(row, title="Theirs")

    answer = save(client, row, {**form, "title": "Mine"})

    assert (
        "Somebody else saved this while you had it open, and changed: Title. Nothing of yours is saved yet."
        in answer.text
    )
    assert 'value="Mine"' in answer.text
    assert "Theirs" in answer.text
    row.refresh_from_db()
    assert row.title == "Theirs"

    assert save(client, row, sent(client, row, answer)).status_code == 302

    row.refresh_from_db()
    assert (row.title, getattr(row, lead)) == ("Mine", form[lead])


def test_what_was_not_touched_is_brought_up_to_date(client):
    row = PageFactory(body="Before", position=10, is_published=True)
    form = sent(client, row)
    change(row, body="Theirs\n\nand more", position=20, is_published=False)

    answer = save(client, row, {**form, "title": "Mine"})
    again = sent(client, row, answer)

    assert "and changed: Text, Position, Published." in answer.text
    assert "What is saved and what you typed" not in answer.text
    assert (again["title"], again["body"], again["position"]) == ("Mine", "Theirs\n\nand more", "20")
    assert save(client, row, again).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.body, row.position, row.is_published) == ("Mine", "Theirs\n\nand more", 20, False)


def test_what_is_published_meanwhile_stays_published(client):
    row = PageFactory(is_published=False)
    form = sent(client, row)
    change(row, is_published=True)

    save(client, row, sent(client, row, save(client, row, {**form, "title": "Mine"})))

    row.refresh_from_db()
    assert (row.title, row.is_published) == ("Mine", True)


def test_levels_and_topics_are_told_and_compared_in_words(client):
    change_of, people, work = (TopicFactory(title=title) for title in ("Change", "People", "Work"))
    row = ResourceFactory(levels=[3], topic=change_of)
    form = sent(client, row)
    change(row, levels=[3, 4], topic=people)

    answer = save(client, row, {**form, "topic": work.pk})
    again = sent(client, row, answer)

    assert "and changed: Topic, Levels." in answer.text
    assert [label for label, _ in answer.context["compared"]] == ["Topic"]
    assert {piece.text.strip() for _, pieces in answer.context["compared"] for piece in pieces} == {"People", "Work"}
    assert (again["levels"], again["topic"]) == (["3", "4"], work.pk)


def test_what_cannot_be_read_counts_as_typed(client):
    row = ReportFactory(published_on=None)
    form = sent(client, row)
    change(row, pages=12, published_on="2026-10-05")

    answer = save(client, row, {**form, "pages": "twelve", "published_on": "soon"})

    again = sent(client, row, answer)
    assert again["pages"] == "twelve"
    assert "12" in [piece.text for _, pieces in answer.context["compared"] for piece in pieces]


def test_a_form_without_a_stamp_was_never_shown(client):
    row = PageFactory(title="As it was")

    answer = save(client, row, {**sent(client, row), "seen": "", "title": "Mine"})

    assert "Somebody else saved this while you had it open" in answer.text
    row.refresh_from_db()
    assert row.title == "As it was"


def test_rows_below_are_told_and_shown_as_they_stand(client):
    row = CampaignFactory()
    CampaignDefinition.objects.create(campaign=row, term="Background", text="Where one comes from.")
    form = sent(client, row)
    CampaignDefinition.objects.update(text="What one brings along.")

    answer = save(client, row, {**form, "title": "Mine"})

    assert "and changed: Campaign definitions." in answer.text
    assert "1, Background, What one brings along." in answer.text
    assert save(client, row, sent(client, row, answer)).status_code == 302


def test_a_learning_journey_is_watched_with_its_resources(client):
    row = PlaylistFactory()
    item = PlaylistItemFactory(playlist=row, position=1)
    form = sent(client, row)
    PlaylistItem.objects.filter(pk=item.pk).update(why="For the start.")

    answer = save(client, row, {**form, "text": "Mine"})

    assert "and changed: Resources." in answer.text
    assert f"{item.resource}, 1, For the start." in " ".join(answer.text.split())


def test_saving_alone_is_not_disturbed_and_not_noted_as_a_change_of_the_stamp(client):
    row = PageFactory(title="As it was")

    assert save(client, row, {**sent(client, row), "title": "Mine"}).status_code == 302

    assert "Changed Title." in client.get(reverse("admin:insights_page_history", args=[row.pk])).text


def test_who_only_looks_has_no_stamp(client):
    row = PageFactory()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert 'name="seen"' not in client.get(address(row)).text


def test_what_was_typed_into_rows_below_stands_in_the_form_that_goes_back(client):
    row = CampaignFactory()
    CampaignDefinition.objects.create(campaign=row, term="Background", text="Where one comes from.")
    form = sent(client, row)
    CampaignDefinition.objects.update(text="What one brings along.")

    answer = save(client, row, {**form, "definitions-0-text": "Mine."})

    assert sent(client, row, answer)["definitions-0-text"] == "Mine."
    assert "What one brings along." in answer.text


def test_a_row_below_that_somebody_took_away_goes_back_as_a_new_one(client):
    row = CampaignFactory()
    for term in ("Background", "Ladder"):
        CampaignDefinition.objects.create(campaign=row, term=term, text="As it was.")
    form = sent(client, row)
    CampaignDefinition.objects.get(term="Background").delete()
    added = {"definitions-2-position": 9, "definitions-2-term": "Class", "definitions-2-text": "Mine, too."}

    answer = save(client, row, {**form, **added, "definitions-0-text": "Mine.", "definitions-TOTAL_FORMS": 3})

    assert "and changed: Campaign definitions." in answer.text
    assert save(client, row, sent(client, row, answer)).status_code == 302
    found = set(CampaignDefinition.objects.values_list("term", "text"))
    assert found == {("Background", "Mine."), ("Ladder", "As it was."), ("Class", "Mine, too.")}


def test_a_form_that_does_not_count_its_rows_is_refused_as_everywhere(client):
    row = CampaignFactory()
    CampaignDefinition.objects.create(campaign=row, term="Background", text="As it was.")

    answer = save(client, row, {**sent(client, row), "definitions-INITIAL_FORMS": "x", "definitions-0-id": "77"})

    assert (answer.status_code, CampaignDefinition.objects.get().text) == (200, "As it was.")
