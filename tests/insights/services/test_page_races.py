"""Two pages at the same instant at one address. Real threads."""

from functools import partial

import pytest

from insights.models import Page, PageAddress
from insights.services.pages import PageRefused, change_address, write
from tests.factories.insights import PageFactory
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to, refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_new_pages_of_one_address_the_second_is_refused():
    pages = [PageFactory.build(path="about/governance", title=title) for title in ("First", "Second")]

    results = in_turn(no_writing_to(Page), *[partial(write, page=page, at=NOW) for page in pages])

    assert refused(results) == [PageRefused]
    assert [Page.objects.get()] == [row for row in results if isinstance(row, Page)]


def test_of_two_pages_that_move_to_one_address_the_second_stays_where_it_is():
    first, second = PageFactory(path="about/first"), PageFactory(path="about/second")
    before = {page.pk: page.path for page in (first, second)}

    results = in_turn(
        no_writing_to(Page),
        *[partial(change_address, page=page, path="about/governance", at=NOW) for page in (first, second)],
    )

    assert refused(results) == [PageRefused]
    moved = Page.objects.get(path="about/governance")
    stayed = Page.objects.exclude(pk=moved.pk).get()
    assert {moved, stayed} == {first, second}
    assert {(row.path, row.page) for row in PageAddress.objects.all()} == {(before[moved.pk], moved)}
    assert stayed.path == before[stayed.pk]
