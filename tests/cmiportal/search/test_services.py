"""Entries follow their rows: at once, by the clock, and all of them anew."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command

from cmiportal.registry import SearchPage, UnknownKey, every
from cmiportal.search import tasks
from cmiportal.search.models import SearchEntry, SearchWord
from cmiportal.search.services import PAGES, count_words, rebuild, rebuild_source, reindex, reindex_due
from cmiportal.visitors import VERSION
from qualifications.models import Centre, Qualification
from tests.factories.events import EventFactory, TopicFactory
from tests.factories.insights import ArticleFactory, PlaylistItemFactory, ResourceFactory
from tests.factories.insights import TopicFactory as InsightsTopicFactory
from tests.factories.qualifications import NOW, CentreFactory, QualificationFactory, published_unit

from .entries import entry

pytestmark = pytest.mark.django_db


def found(source, row):
    return SearchEntry.objects.filter(source=source, key=str(row.pk)).first()


def test_a_row_is_found_as_soon_as_it_is_saved_as_it_is_changed_and_no_more_when_deleted():
    centre = CentreFactory(name="Moss College", town="Leeds")
    assert (found("centre", centre).title, found("centre", centre).kind) == ("Moss College", "centre")

    centre.name = "Moss Academy"
    centre.save()
    assert found("centre", centre).title == "Moss Academy"

    key = centre.pk
    centre.delete()
    assert not SearchEntry.objects.filter(source="centre", key=key).exists()


def test_a_change_of_what_a_source_watches_is_found_in_its_rows():
    unit = published_unit("605").unit
    version = unit.versions.get()

    assert (found("unit", unit).title, found("unit", unit).codes) == (version.title, ["605"])


def test_marks_of_a_text_are_no_words_of_what_is_found():
    topic = ArticleFactory(topic=InsightsTopicFactory(text="What [managers](/insights/) *do*.")).topic

    assert found("topic", topic).summary == "What managers do."


def test_what_is_tied_to_a_row_from_either_side_is_found_in_it():
    event, topic = EventFactory(), TopicFactory(title="Zeppelins")

    event.topics.add(topic)
    assert "Zeppelins" in found("event", event).words
    topic.events.remove(event)
    assert "Zeppelins" not in found("event", event).words
    event.topics.set([topic])
    event.topics.clear()
    assert "Zeppelins" not in found("event", event).words


def test_rows_that_no_signal_tells_of_are_written_down_by_who_writes_them():
    centre = CentreFactory()
    Centre.objects.update(name="Written in bulk")

    assert reindex("centre", [centre.pk], at=NOW) == 1
    assert found("centre", centre).title == "Written in bulk"


def test_what_is_as_it_was_is_not_written_again_and_publishes_nothing(django_capture_on_commit_callbacks):
    centre = CentreFactory()
    cache.set(VERSION, "before")

    with django_capture_on_commit_callbacks(execute=True):
        assert reindex("centre", [centre.pk, centre.pk], at=NOW) == 0
    assert cache.get(VERSION) == "before"
    Centre.objects.update(name="Another")
    with django_capture_on_commit_callbacks(execute=True):
        reindex("centre", [centre.pk], at=NOW)
    assert cache.get(VERSION) != "before"


def test_a_source_that_is_not_there_is_an_error():
    with pytest.raises(UnknownKey):
        reindex("nothing", [1], at=NOW)


def test_what_a_date_shows_hides_or_puts_behind_is_written_down_by_the_clock():
    ahead = ResourceFactory(published_on=(NOW + timedelta(days=1)).date())
    event = EventFactory(starts_at=NOW - timedelta(hours=2), ends_at=NOW + timedelta(hours=1))
    closing = QualificationFactory(last_registration=NOW.date())
    for source, row in (("resource", ahead), ("event", event), ("qualification", closing)):
        reindex(source, [row.pk], at=NOW)
    before = {"event": found("event", event).weight, "qualification": found("qualification", closing).weight}
    assert found("resource", ahead) is None

    assert reindex_due(at=NOW + timedelta(days=1)) == 3
    assert found("resource", ahead).audience == "members"
    assert found("event", event).weight < before["event"]
    assert found("qualification", closing).weight < before["qualification"]
    assert reindex_due(at=NOW + timedelta(days=1)) == 0


def test_a_journey_is_found_by_those_of_its_resources_that_are_published():
    resource = ResourceFactory(title="Zeppelins", published_on=None)
    journey = PlaylistItemFactory(resource=resource).playlist
    assert found("playlist", journey).text == ""

    resource.published_on = (NOW + timedelta(days=1)).date()
    resource.save()
    reindex("resource", [resource.pk], at=NOW)
    reindex("playlist", [journey.pk], at=NOW)
    assert found("playlist", journey).text == ""

    assert reindex_due(at=NOW + timedelta(days=1)) == 2
    assert found("playlist", journey).text == "Zeppelins"

    resource.published_on = None
    resource.save()
    assert found("playlist", journey).text == ""


def test_everything_is_written_anew_what_is_no_more_goes_and_a_second_time_changes_nothing():
    centre = CentreFactory()
    SearchEntry.objects.all().delete()
    entry("Of a source that is gone", source="gone")
    entry("Of a row that is gone", source="centre", key="0")
    entry("Of a page that is gone", source=PAGES, key="gone")

    assert rebuild(at=NOW) > 0
    assert found("centre", centre).title == centre.name
    assert not SearchEntry.objects.filter(title__startswith="Of a").exists()
    assert SearchEntry.objects.filter(source=PAGES).count() == len(every(SearchPage))
    assert SearchWord.objects.filter(word="qualifications").exists()
    assert rebuild(at=NOW) == 0


def test_many_rows_are_written_in_batches_of_a_few_queries_each(monkeypatch, django_assert_num_queries):
    Centre.objects.bulk_create(
        Centre(slug=f"centre-{n}", name=f"Centre {n}", nation="england", town="Leeds", help_email="a@example.org")
        for n in range(6)
    )
    monkeypatch.setattr("cmiportal.search.services.AT_A_TIME", 3)

    # The keys there are and those known; then for each part a savepoint, the lock, rows, approvals, the entries.
    with django_assert_num_queries(2 + 2 * 6):
        assert rebuild_source("centre", at=NOW) == 6


def test_words_of_texts_that_are_gated_are_never_meant():
    entry("Library", audience="members", summary="checklist", text="flamingo")
    entry("Article", text="pelican 605 a1b")
    count_words()

    assert set(SearchWord.objects.values_list("word", flat=True)) >= {"library", "checklist", "article", "pelican"}
    assert not SearchWord.objects.filter(word__in=["flamingo", "605", "a1b"]).exists()


def test_texts_are_one_line_without_what_nobody_sees():
    Qualification.objects.all().delete()
    QualificationFactory(title="A ti\u00adtle\x02 of\n two lines")

    assert SearchEntry.objects.get(source="qualification").title == "A title of two lines"


def test_the_clock_and_the_command_do_the_same(django_capture_on_commit_callbacks):
    CentreFactory()
    SearchEntry.objects.all().delete()
    assert tasks.reindex_due() == 0
    assert tasks.rebuild() > 0

    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert said.getvalue() == "Search: 0 entries changed.\n"
    call_command("rebuild_search", verbosity=0, stdout=said)
    assert said.getvalue().count("\n") == 1


def test_entries_and_words_say_what_they_are():
    assert (str(entry("Trust")), str(SearchWord(word="trust"))) == ("Trust", "trust")
