"""Two who merge the same accounts at once, and somebody who works in one of them meanwhile. Real threads."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from cmiportal.accounts.models import User
from cmiportal.documents.models import Item
from cmiportal.merging.models import Merge
from cmiportal.merging.services import BUSY, MergeRefused, merge
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW
from tests.races import PATIENCE, at_once, in_turn, no_locking_of, outcome

pytestmark = pytest.mark.django_db(transaction=True)


def merging(leaving, staying, by):
    return partial(merge, leaving=leaving, staying=staying, by=by, reason="Both are hers.", at=NOW)


def refusal_of(results):
    (refused,) = [result for result in results if isinstance(result, MergeRefused)]
    return str(refused)


def test_of_two_staff_who_merge_the_same_accounts_one_does(leaving, staying, merger):
    ItemFactory(owner=leaving)
    other = UserFactory(admin=True)

    results = at_once(leaving, merging(leaving, staying, merger), merging(leaving, staying, other))

    assert refusal_of(results).endswith("is closed.")
    assert Merge.objects.get().moved["documents.Item.owner"] == 1
    assert Item.objects.get().owner == staying


def test_of_two_who_merge_them_into_each_other_one_does(leaving, staying, merger):
    first = min(leaving, staying, key=lambda person: person.pk)

    results = at_once(first, merging(leaving, staying, merger), merging(staying, leaving, merger))

    assert refusal_of(results).endswith("is closed.")
    assert User.objects.filter(pk__in=[leaving.pk, staying.pk], is_active=True).count() == 1


def test_somebody_who_works_in_an_account_goes_first(leaving, staying, merger):
    item = ItemFactory(owner=leaving)

    with ThreadPoolExecutor(1) as pool, no_locking_of(item):
        result = pool.submit(outcome, merging(leaving, staying, merger)).result(timeout=PATIENCE)

    assert str(result) == BUSY
    assert not Merge.objects.exists()


def test_what_is_added_while_the_merge_waits_moves_too(leaving, staying, merger):
    in_turn(no_locking_of(leaving), partial(ItemFactory, owner=leaving), merging(leaving, staying, merger))

    assert Item.objects.get().owner == staying
