"""After a merge the person finds what is theirs, and whoever knows the former address finds the person."""

import pytest
from django.urls import reverse

from cmiportal.accounts.services import accounts_of, is_own_address, second_addresses
from cmiportal.merging.services import merge
from cmiportal.notifications.unsubscribing import BadToken, read_token, unsubscribe_url
from membership.services.holders import IS_REFEREE, refusals
from membership.services.members import last_of
from membership.services.seat_rows import account_of
from tests.factories.accounts import UserFactory
from tests.factories.applications import ready
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
