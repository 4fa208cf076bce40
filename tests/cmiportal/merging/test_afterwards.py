"""After a merge the person finds what is theirs, and whoever knows the former address finds the person."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cmiportal.accounts.services import accounts_of, is_own_address, second_addresses
from cmiportal.merging.models import Merge
from cmiportal.merging.services import MergeRefused, fetch_late, merge
from cmiportal.notifications.unsubscribing import BadToken, read_token, unsubscribe_url
from membership.models import CpdEntry
from membership.services.assessing.holders import IS_REFEREE, refusals
from membership.services.corporate.rows import account_of
from membership.services.members.memberships import last_of
from tests.factories.accounts import UserFactory
from tests.factories.applications import ready
from tests.factories.cpd import CpdEntryFactory
from tests.factories.documents import ItemFactory
from tests.factories.membership import member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

FORMER = "wren@example.org"


@pytest.fixture
def one(leaving, staying, merger):
    """The account that stays, after the merge."""
    merge(leaving=leaving, staying=staying, by=merger, reason="Both are hers.", at=NOW)
    staying.refresh_from_db()
    return staying


def test_the_account_says_by_which_addresses_its_person_signs_in(client, one):
    client.force_login(one)

    page = client.get(reverse("accounts:profile_detail")).content.decode()

    assert second_addresses(one) == [FORMER]
    assert "You also sign in with" in page
    assert FORMER in page


def test_an_account_of_one_address_says_nothing_of_others(client, staying):
    client.force_login(staying)

    assert "You also sign in with" not in client.get(reverse("accounts:profile_detail")).content.decode()


def test_the_account_is_found_by_either_address_in_any_case(one):
    found = accounts_of(["WREN@example.org", one.email, "nobody@example.org"])

    assert found == {FORMER: one, one.email: one}
    assert (account_of("Wren@example.org"), account_of("nobody@example.org")) == (one, None)


def test_a_closed_account_is_nobodys():
    closed = UserFactory(is_active=False)

    assert account_of(closed.email) is None


def test_the_former_address_is_their_own(one):
    assert is_own_address(one, "WREN@example.org")
    assert not is_own_address(one, "somebody@example.org")


def test_a_referee_is_known_by_the_former_address(one):
    application = ready(member().person)
    application.referee.person.email = FORMER
    application.referee.person.save()

    assert refusals(application, "assessment")[one.pk] == IS_REFEREE


def test_mail_to_the_closed_account_can_no_longer_be_stopped_by_it(leaving, one):
    with pytest.raises(BadToken):
        read_token(unsubscribe_url(leaving, "any").rstrip("/").rpartition("/")[2])


def test_of_two_memberships_the_current_one_is_theirs(client, leaving, staying, merger):
    kept = member(person=staying)
    member(person=leaving, basis="studying")
    merge(leaving=leaving, staying=staying, by=merger, reason="Both are hers.", at=NOW)
    client.force_login(staying)

    page = client.get(reverse("membership:membership_detail")).content.decode()

    assert last_of(staying) == kept
    assert kept.number in page


LIST = reverse("admin:merging_merge_changelist")


def fetch(client):
    chosen = {"action": "fetch", "_selected_action": [str(Merge.objects.get().pk)]}
    return " ".join(client.post(LIST, chosen, follow=True).content.decode().split())


def test_what_came_late_is_seen_and_moved(client, leaving, one, merger):
    item = ItemFactory(owner=leaving)
    client.force_login(merger)
    record = reverse("admin:merging_merge_change", args=[Merge.objects.get().pk])
    assert "1 piece of evidence" in client.get(record).content.decode()

    assert "moved 1 piece of evidence." in fetch(client)

    item.refresh_from_db()
    assert item.owner == one
    assert "1 piece of evidence" not in client.get(record).content.decode()
    assert "nothing had come late" in fetch(client)


def test_what_came_late_and_is_in_the_way_stays_and_is_said(client, leaving, one, merger):
    for person in (leaving, one):
        CpdEntryFactory(person=person, source_key="pass:1")
    client.force_login(merger)

    assert "Both have recorded the same thing as CPD." in fetch(client)
    assert set(CpdEntry.objects.values_list("person", flat=True)) == {leaving.pk, one.pk}


def test_who_only_looks_at_merges_moves_nothing(client, leaving, one):
    viewer = UserFactory(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_merge"))
    item = ItemFactory(owner=leaving)
    client.force_login(viewer)

    fetch(client)

    item.refresh_from_db()
    assert item.owner == leaving
    with pytest.raises(MergeRefused, match="You may not merge accounts"):
        fetch_late(row=Merge.objects.get(), by=viewer, at=NOW)
