"""Two accounts of one person become one: all that the one held is the other's, and nothing is lost or signed anew."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cmiportal.accounts.models import SeenAs, User
from cmiportal.database import rule_broken
from cmiportal.documents.models import ItemVersion, StoredFile
from cmiportal.merging.models import Merge
from cmiportal.merging.services import merge, preview
from cmiportal.merging.tables import counts
from cmiportal.notifications.models import Notification, NotificationPreference
from cmiportal.workflow import SealedPayload, chain_is_whole, move
from membership.models import CpdEntry, CpdOffer, Membership, OrganisationStaff
from qualifications.models import Award, AwardUnit, Certificate, HandInItem, StageHolder, SubmissionEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.billing import order, price, things_can_be_ordered
from tests.factories.cpd import CpdEntryFactory, CpdOfferFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.membership import member
from tests.factories.places import registered_place
from tests.factories.portfolio import handed_in, judged, ready_unit
from tests.factories.qualifications import NOW
from tests.factories.seats import Corporate

pytestmark = pytest.mark.django_db

WHY = "Wrote from both addresses and knew both numbers."


def merged(leaving, staying, merger):
    return merge(leaving=leaving, staying=staying, by=merger, reason=WHY, at=NOW)


def left_behind(person):
    """Rows of tables that move and still name the person."""
    return counts(person)


@pytest.fixture
def place(leaving):
    """A place with three units passed and the award that they make."""
    place = registered_place(learner=leaving)
    for number in ("601", "602", "603"):
        judged(handed_in(ready_unit(place, number)), until="passed")
    return place


def test_all_that_the_one_held_is_the_others(leaving, staying, merger, place):
    before = counts(leaving)
    printed = place.name_as_printed

    row = merged(leaving, staying, merger)

    assert row.moved == before
    assert {"qualifications.AwardUnit.learner", "qualifications.HandInItem.learner"} < set(before)
    assert left_behind(leaving) == {}
    assert Award.objects.get().learner == staying
    assert {each.learner for each in AwardUnit.objects.all()} == {staying}
    assert {each.learner for each in StageHolder.objects.all()} == {staying}
    assert {version.owner for version in ItemVersion.objects.all()} == {staying}
    place.refresh_from_db()
    assert (place.learner, place.name_as_printed) == (staying, printed)
    assert {each.name_as_printed for each in Certificate.objects.all()} <= {printed}


def test_what_was_done_and_signed_names_the_closed_account_and_every_chain_is_whole(leaving, staying, merger, place):
    merged(leaving, staying, merger)

    events = SubmissionEvent.objects.filter(action="submit")
    assert [each.actor for each in events] == [leaving] * 3
    place.refresh_from_db()
    assert chain_is_whole(place)
    move(place, "complete", at=NOW)
    assert all(chain_is_whole(event.submission) for event in events)


def test_the_record_says_who_when_why_and_what_and_the_person_is_told_at_both_addresses(leaving, staying, merger):
    row = merged(leaving, staying, merger)

    assert Merge.objects.get() == row
    assert (row.closed, row.kept, row.by, row.reason, row.at) == (leaving, staying, merger, WHY, NOW)
    assert row.moved == {"account.EmailAddress.user": 1}
    told = Notification.objects.filter(kind="accounts_merged")
    assert {(each.to_address, each.recipient, each.context["closed"]) for each in told} == {
        ("w.ashgrove@example.org", staying, False),
        ("wren@example.org", None, True),
    }


def test_the_closed_account_cannot_sign_in_and_its_sessions_end(leaving, staying, merger):
    client, page = Client(), reverse("accounts:profile_detail")
    client.force_login(leaving)
    assert client.get(page).status_code == 200

    merged(leaving, staying, merger)

    assert client.get(page).status_code == 302
    leaving.refresh_from_db()
    assert (leaving.is_active, leaving.has_usable_password()) == (False, False)
    assert (leaving.email, leaving.name) == (f"merged-{leaving.pk}@account.invalid", "Wren Ashgrove")


@pytest.mark.parametrize("address", ["wren@example.org", "w.ashgrove@example.org"])
def test_either_address_signs_in_to_the_account_that_stays(leaving, staying, merger, address):
    merged(leaving, staying, merger)
    client = Client()

    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(staying.pk)
    assert client.get(reverse("account_email")).status_code == 200


def addresses(person):
    return set(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary"))


def test_an_address_that_nobody_confirmed_is_not_taken_along(staying, merger):
    stranger = UserFactory(email="anybody@example.org", unverified=True)

    merged(stranger, staying, merger)

    assert addresses(staying) == {("w.ashgrove@example.org", True, True)}
    assert not EmailAddress.objects.filter(email="anybody@example.org").exists()


@pytest.mark.parametrize(("theirs", "after"), [(True, True), (False, False)])
def test_an_address_of_both_is_kept_once_and_as_confirmed_as_either(leaving, staying, merger, theirs, after):
    EmailAddress.objects.create(user=leaving, email="shared@example.org", verified=theirs)
    EmailAddress.objects.create(user=staying, email="shared@example.org", verified=False)

    merged(leaving, staying, merger)

    assert ("shared@example.org", after, False) in addresses(staying)
    assert not addresses(leaving)


def test_what_the_account_that_stays_does_not_know_of_the_person_is_taken_over(leaving, staying, merger):
    User.objects.filter(pk=leaving.pk).update(uln="1234567890")
    leaving.refresh_from_db()

    merged(leaving, staying, merger)

    staying.refresh_from_db()
    assert (staying.date_of_birth, staying.uln) == (leaving.date_of_birth, "1234567890")
    assert staying.name == "Wren Ashgrove-Okafor"


def test_its_own_date_of_birth_stays(leaving, staying, merger):
    User.objects.filter(pk=staying.pk).update(date_of_birth=leaving.date_of_birth)
    User.objects.filter(pk=leaving.pk).update(date_of_birth=None)

    merged(leaving, staying, merger)

    staying.refresh_from_db()
    assert staying.date_of_birth == leaving.date_of_birth


def test_its_choice_of_messages_holds_where_both_have_chosen(leaving, staying, merger):
    for person, kind, by_mail in ((leaving, "a", False), (staying, "a", True), (leaving, "b", False)):
        NotificationPreference.objects.create(user=person, kind=kind, by_mail=by_mail)

    merged(leaving, staying, merger)

    chosen = NotificationPreference.objects.values_list("user", "kind", "by_mail")
    assert set(chosen) == {(staying.pk, "a", True), (staying.pk, "b", False)}


def test_a_membership_that_came_with_a_registration_gives_way(leaving, staying, merger):
    kept = member(person=staying)
    studying = member(person=leaving, basis="studying")

    merged(leaving, staying, merger)

    studying.refresh_from_db()
    assert (studying.person, studying.state) == (staying, "lapsed")
    assert chain_is_whole(studying)
    assert list(Membership.objects.current()) == [kept]


def test_a_membership_goes_with_its_person(leaving, staying, merger):
    kept = member(person=leaving)

    merged(leaving, staying, merger)

    kept.refresh_from_db()
    assert (kept.person, kept.state) == (staying, "active")


def test_who_acts_for_an_organisation_with_both_acts_for_it_once(leaving, staying, merger):
    both, one = Corporate(), Corporate(name="Other")
    for company, person in ((both, leaving), (both, staying), (one, leaving)):
        OrganisationStaff.objects.create(organisation=company.row, user=person)

    merged(leaving, staying, merger)

    theirs = OrganisationStaff.objects.filter(user=staying)
    assert {each.organisation for each in theirs} == {both.row, one.row}


def test_what_was_offered_to_both_is_offered_once_and_an_answer_stays(leaving, staying, merger):
    entry = CpdEntryFactory(person=leaving, source_key="unit:1")
    answered = CpdOfferFactory(person=leaving, source_key="unit:1", entry=entry)
    CpdOfferFactory(person=staying, source_key="unit:1")
    CpdOfferFactory(person=leaving, source_key="unit:2")
    second = CpdOfferFactory(person=staying, source_key="unit:2")
    alone = CpdOfferFactory(person=leaving, source_key="unit:3")

    merged(leaving, staying, merger)

    assert set(CpdOffer.objects.filter(person=staying)) == {answered, second, alone}
    assert CpdEntry.objects.get().person == staying


def test_orders_files_and_looks_of_administrators_go_along(leaving, staying, merger, monkeypatch):
    things_can_be_ordered(monkeypatch)
    price()
    order(person=leaving)
    StoredFileFactory(owner=leaving)
    SeenAs.objects.create(viewer=merger, person=leaving, reason="Why", since=NOW, until=NOW.replace(hour=23))

    merged(leaving, staying, merger)

    assert left_behind(leaving) == {}
    assert SeenAs.objects.get().person == staying


def test_an_account_that_took_one_in_may_go_into_another(leaving, staying, merger):
    third = UserFactory(email="third@example.org")
    merged(leaving, staying, merger)

    merged(staying, third, merger)

    assert {address for address, *_ in addresses(third)} == {
        "wren@example.org", "w.ashgrove@example.org", "third@example.org"
    }  # fmt: skip
    assert Merge.objects.get(closed=leaving).kept == staying


def test_a_preview_changes_nothing(leaving, staying, place):
    found = preview(leaving=leaving, staying=staying)

    assert found.against == []
    assert ("place on a qualification", 1) in found.moving
    assert ("units passed", 3) in found.moving
    assert counts(staying) == {"account.EmailAddress.user": 1}
    assert not Merge.objects.exists()


FROZEN = [
    (HandInItem, "learner", "hand_in_item_learner_by_merge"),
    (AwardUnit, "learner", "award_unit_learner_by_merge"),
    (ItemVersion, "owner", "item_version_owner_by_merge"),
    (SealedPayload, "about", "sealed_payload_about_by_merge"),
]


@pytest.mark.parametrize(("model", "column", "rule"), FROZEN, ids=lambda each: getattr(each, "__name__", each))
def test_without_a_merge_nobody_gives_a_frozen_row_to_somebody_else(model, column, rule, place, staying):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        model.objects.filter(**{f"{column}__isnull": False}).update(**{column: staying})

    assert rule_broken(refused.value) == rule


def test_nor_a_file_nor_a_look(leaving, staying, merger):
    StoredFileFactory(owner=leaving)
    begun = SeenAs.objects.create(viewer=merger, person=leaving, reason="Why", since=NOW, until=NOW.replace(hour=23))
    for rows, column, rule in (
        (StoredFile.objects.all(), "owner", "stored_file_owner_by_merge"),
        (SeenAs.objects.filter(pk=begun.pk), "person", "seen_as_person_by_merge"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            rows.update(**{column: staying})
        assert rule_broken(refused.value) == rule


def test_a_merge_gives_a_version_to_another_account_and_changes_nothing_else_of_it(leaving, staying, merger, place):
    Merge.objects.create(closed=leaving, kept=staying, by=merger, reason=WHY, at=NOW)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ItemVersion.objects.update(owner=staying, word_count=0)

    assert rule_broken(refused.value) == "item_version_frozen"
