"""20,000 articles and 20,000 resources: whatever is looked for, the database is asked little and answers quickly."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cmiportal.database import by_index
from cmiportal.search.finding import RANKED, Search, extracts, search, suggestions
from cmiportal.search.models import SearchEntry, SearchWord
from tests.factories.many_entries import EACH, many_entries
from tests.timing import milliseconds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MILLISECONDS = 50
EVERYBODY, SIGNED_IN, MEMBERS = frozenset(), frozenset({"registered"}), frozenset({"registered", "members"})
# In every text, and in every fifth title; in two words; in few; in nearly none; a phrase; without; a number; a slip.
ASKED = (
    *("management", "management leadership", "rarely1a2", "rarely7", '"team and change"', "trust -coaching"),
    *("people 19999", "managment", "leadreship", "nothing of that name", "team or trust or people or strategy"),
)


@pytest.fixture(scope="module", autouse=True)
def crowded(django_db_setup, django_db_blocker):
    """The table as it is at its limit."""
    with django_db_blocker.unblock(), transaction.atomic():
        many_entries()
        yield
        transaction.set_rollback(True)


def by_index_in(sql):
    """The milliseconds of a query that is read by its indexes, as searches are."""
    with by_index():
        return milliseconds(sql)


def asked_of(act):
    """The queries of an act that read what can be found."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if 'FROM "search_' in query["sql"]]


def slow_ones(acts):
    """Which acts ask a query that takes too long, and how long."""
    taken = {name: max(map(by_index_in, asked_of(act)), default=0) for name, act in acts.items()}
    return {name: time for name, time in taken.items() if time >= MILLISECONDS}


def test_the_table_is_at_its_limit_and_its_words_are_counted():
    assert SearchEntry.objects.count() == 2 * EACH
    assert SearchWord.objects.filter(word="leadership").exists()


@pytest.mark.parametrize("audiences", [EVERYBODY, SIGNED_IN, MEMBERS], ids=["everybody", "signed in", "members"])
def test_the_slowest_query_of_a_search_is_quick_whatever_is_asked(audiences):
    acts = {
        (text, kind): (lambda text=text, kind=kind: search(Search(text, kind, audiences)))
        for text, kind in [*((text, "") for text in ASKED), ("management", "resource"), ("rarely7", "article")]
    }

    assert slow_ones(acts) == {}


def test_extracts_and_suggestions_are_quick():
    found = search(Search("management", audiences=MEMBERS))
    acts = {"extracts": lambda: extracts(found.keys[:20], found, MEMBERS)}
    acts |= {typed: (lambda typed=typed: suggestions(typed)) for typed in ("ma", "management le", "leadreship", "qq")}

    assert slow_ones(acts) == {}


def test_a_word_of_every_text_is_counted_and_only_the_first_are_put_in_order():
    found = search(Search("management", audiences=MEMBERS))

    assert (found.total, len(found.keys)) == (2 * EACH, RANKED)


@pytest.mark.parametrize("text", ["management", "rarely7", "leadreship", "nothing of that name"])
def test_a_search_takes_a_few_queries(text):
    assert len(asked_of(lambda: search(Search(text, audiences=MEMBERS)))) <= 8
