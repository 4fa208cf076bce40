"""Accounts as rows: one address one account, in any case; what staff make, and what the admin shows of them."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from cmiportal.accounts.groups import MODERATORS, STAFF_GROUPS
from cmiportal.accounts.models import User, real_time_zone
from cmiportal.accounts.services import keep_address, open_account
from cmiportal.registry import NotificationKind, PrivacyTable, every
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

# allauth's tables belong to accounts.
OURS = ("accounts.", "account.", "mfa.", "links.")


@pytest.fixture
def superuser(client):
    person = UserFactory(admin=True)
    client.force_login(person)
    return person


@pytest.fixture
def clerk(client):
    """A member of staff who may change accounts and nothing else."""
    person = UserFactory(is_staff=True)
    person.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="accounts", codename__endswith="_user")
    )
    client.force_login(person)
    return person


def admin_page(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_the_database_holds_one_account_for_an_address_in_any_case():
    UserFactory(email="amara@example.org")

    with pytest.raises(IntegrityError, match="user_email"):
        User.objects.create(email="Amara@Example.ORG", name="Amara")


def test_two_accounts_without_a_learner_number_are_fine_and_two_with_the_same_are_not():
    UserFactory.create_batch(2, uln=None)
    UserFactory(uln="1234567890")

    with pytest.raises(IntegrityError, match="user_uln"):
        UserFactory(uln="1234567890")


def test_an_account_needs_an_address():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_a_superuser_may_do_everything_in_the_admin():
    person = User.objects.create_superuser(" Root@Example.org ", PASSWORD, name="Rhea Stone")

    assert (person.email, person.is_staff, person.is_superuser) == ("root@example.org", True, True)
    assert authenticate(None, email="ROOT@example.org", password=PASSWORD) == person
    assert User.objects.get_by_natural_key("Root@example.org") == person


def test_addresses_that_are_one_in_capitals_alone_are_two_accounts():
    people = [UserFactory(email=f"{letter}an@example.org") for letter in "iı"]

    assert [User.objects.get_by_natural_key(person.email) for person in people] == people


def test_people_are_called_as_they_wish():
    person = UserFactory.build(name="Amara Whitlock", preferred_name="")
    assert (str(person), person.get_full_name(), person.get_short_name()) == ("Amara Whitlock",) * 3

    person.preferred_name = "Mara"
    assert person.get_short_name() == "Mara"
    assert str(UserFactory.build(name="", email="nobody@example.org")) == "nobody@example.org"


def test_a_moderator_is_a_member_of_the_group_whose_account_is_open(django_assert_num_queries):
    moderator = UserFactory(moderator=True)
    with django_assert_num_queries(1):
        assert moderator.is_moderator
        assert moderator.is_moderator

    assert not UserFactory().is_moderator
    assert not UserFactory(moderator=True, is_active=False).is_moderator


def test_every_database_has_the_groups_of_staff():
    assert set(Group.objects.values_list("name", flat=True)) == set(STAFF_GROUPS)
    assert MODERATORS in STAFF_GROUPS


def test_a_zone_must_be_one():
    real_time_zone("Europe/Belfast")
    with pytest.raises(ValidationError):
        real_time_zone("Mars/Olympus")


def test_an_account_that_staff_open_can_be_signed_in_to_with_its_verified_address(client):
    person = open_account(
        email="Wren@Example.org", name="Wren Holtby", password=PASSWORD, verified=True, time_zone="Europe/Dublin"
    )

    client.post(reverse("account_login"), {"login": "wren@example.org", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.time_zone == "Europe/Dublin"


def test_opening_an_account_twice_is_refused_whole():
    open_account(email="wren@example.org", name="Wren Holtby")

    with pytest.raises(IntegrityError, match="user_email"):
        open_account(email="WREN@example.org", name="Wren Holtby")


def test_a_new_address_is_the_only_one_and_is_confirmed_again():
    person = UserFactory(email="old@example.org")
    person.email = "new@example.org"
    person.save()

    keep_address(user=person)

    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", False, True)]


def test_staff_open_an_account_without_ever_seeing_a_password(client, superuser):
    assert 'name="password' not in client.get(admin_page(User, "add")).content.decode()

    client.post(
        admin_page(User, "add"),
        {"email": "Wren@Example.org", "name": "Wren  Holtby", "time_zone": "Europe/London", "is_active": "on"},
    )

    person = User.objects.get(email="wren@example.org")
    assert (person.name, person.has_usable_password()) == ("Wren Holtby", False)
    assert EmailAddress.objects.get(user=person).verified is False


def test_a_second_account_for_an_address_is_refused_with_a_sentence(client, superuser):
    UserFactory(email="wren@example.org")

    page = client.post(admin_page(User, "add"), {"email": "WREN@example.org", "name": "Wren", "time_zone": "UTC"})

    assert "An account with this e-mail address exists." in page.content.decode()


def test_an_address_that_staff_correct_is_confirmed_by_its_holder(client, superuser):
    person = UserFactory(email="wrong@example.org")
    fields = {"name": person.name, "time_zone": person.time_zone, "is_active": "on"}

    client.post(admin_page(User, "change", person.pk), {"email": "right@example.org", **fields})
    assert EmailAddress.objects.get(user=person).email == "right@example.org"

    EmailAddress.objects.filter(user=person).update(verified=True)
    client.post(admin_page(User, "change", person.pk), {"email": "right@example.org", **fields, "name": "Wren"})
    assert EmailAddress.objects.get(user=person).verified


def test_a_clerk_cannot_give_rights(client, clerk):
    fields = {"email": clerk.email, "name": clerk.name, "time_zone": clerk.time_zone, "is_active": "on"}

    client.post(admin_page(User, "change", clerk.pk), {**fields, "is_superuser": "on", "is_staff": "on"})

    clerk.refresh_from_db()
    assert not clerk.is_superuser


def test_a_clerk_can_look_at_a_superuser_and_not_take_over_their_address(client, clerk):
    boss = UserFactory(admin=True)
    url = admin_page(User, "change", boss.pk)

    assert client.get(url).status_code == 200
    assert client.post(url, {"email": clerk.email, "name": "x", "time_zone": "UTC"}).status_code == 403


@pytest.mark.parametrize("rights", [{"moderator": True}, {"is_staff": True}])
def test_a_clerk_cannot_take_over_the_address_of_anybody_with_rights(client, clerk, rights):
    url = admin_page(User, "change", UserFactory(**rights).pk)

    assert client.post(url, {"email": clerk.email, "name": "x", "time_zone": "UTC"}).status_code == 403


def test_a_clerk_corrects_the_address_of_anybody_else(client, clerk):
    person = UserFactory()

    client.post(
        admin_page(User, "change", person.pk),
        {"email": "right@example.org", "name": person.name, "time_zone": person.time_zone},
    )

    person.refresh_from_db()
    assert person.email == "right@example.org"


def test_nobody_calls_an_address_confirmed_or_adds_one_to_an_account_of_others(client, clerk):
    clerk.user_permissions.add(*Permission.objects.filter(content_type__app_label="account"))
    address = EmailAddress.objects.get(user=UserFactory(unverified=True))
    page = admin_page(EmailAddress, "changelist")

    client.post(page, {"action": "make_verified", "_selected_action": [address.pk]})

    address.refresh_from_db()
    assert not address.verified
    assert client.get(page).status_code == 200
    assert client.get(admin_page(EmailAddress, "add")).status_code == 403
    assert client.post(admin_page(EmailAddress, "change", address.pk), {"verified": "on"}).status_code == 403
    assert client.post(admin_page(EmailAddress, "delete", address.pk), {"post": "yes"}).status_code == 403


def test_a_clerk_cannot_give_a_right_to_a_group(client, clerk):
    clerk.user_permissions.add(*Permission.objects.filter(content_type__app_label="auth"))
    group = Group.objects.get(name=MODERATORS)
    right = Permission.objects.get(codename="change_award")

    refused = client.post(admin_page(Group, "change", group.pk), {"name": group.name, "permissions": [right.pk]})

    assert refused.status_code == 403
    assert client.get(admin_page(Group, "change", group.pk)).status_code == 200
    assert client.get(admin_page(Group, "add")).status_code == 403
    assert client.post(admin_page(Group, "delete", group.pk), {"post": "yes"}).status_code == 403


def test_superusers_give_rights_to_groups(client, superuser):
    group = Group.objects.get(name=MODERATORS)
    right = Permission.objects.get(codename="view_award")

    client.post(admin_page(Group, "change", group.pk), {"name": group.name, "permissions": [right.pk]})

    assert list(group.permissions.all()) == [right]
    assert client.get(admin_page(Group, "add")).status_code == 200
    assert client.get(admin_page(Group, "delete", group.pk)).status_code == 200


def test_a_clerk_takes_a_second_step_away_but_not_from_anybody_with_rights(client, clerk):
    clerk.user_permissions.add(*Permission.objects.filter(content_type__app_label="mfa"))
    totp = Authenticator.Type.TOTP
    theirs, other = (
        Authenticator.objects.create(user=person, type=totp, data={"secret": "KEY"})
        for person in (UserFactory(admin=True), UserFactory())
    )

    assert client.post(admin_page(Authenticator, "delete", theirs.pk), {"post": "yes"}).status_code == 403
    client.post(
        admin_page(Authenticator, "changelist"),
        {"action": "delete_selected", "_selected_action": [theirs.pk], "post": "yes"},
    )
    client.post(admin_page(Authenticator, "delete", other.pk), {"post": "yes"})

    assert list(Authenticator.objects.all()) == [theirs]


def test_nobody_deletes_an_account(client, superuser):
    assert client.get(admin_page(User, "delete", UserFactory().pk)).status_code == 403


def test_the_admin_lists_who_was_given_rights(client, superuser):
    history = apps.get_model("accounts", "UserHistory")
    person = UserFactory()
    person.is_staff = True
    person.save()

    page = client.get(admin_page(history, "changelist"))

    labels = [row.pgh_label for row in page.context["cl"].result_list if row.pgh_obj_id == person.pk]
    assert labels == ["update", "insert"]


def test_the_admin_shows_that_there_is_a_second_step_and_never_its_key(client, superuser):
    step = Authenticator.objects.create(user=superuser, type=Authenticator.Type.TOTP, data={"secret": "KEYKEYKEY"})

    pages = [admin_page(Authenticator, "changelist"), admin_page(Authenticator, "change", step.pk)]

    assert [(client.get(page).status_code, b"KEYKEYKEY" in client.get(page).content) for page in pages] == [
        (200, False)
    ] * 2
    assert client.get(admin_page(Authenticator, "add")).status_code == 403
    client.post(admin_page(Authenticator, "delete", step.pk), {"post": "yes"})
    assert not Authenticator.objects.exists()


def test_the_admin_s_page_for_passwords_is_the_portal_s(client, superuser):
    assert client.get(reverse("admin:password_change")).url == reverse("account_change_password")


@pytest.mark.parametrize("table", [each for each in every(PrivacyTable) if each.model.startswith(OURS)])
def test_every_privacy_table_of_people_names_columns_that_exist(table):
    model = apps.get_model(table.model)

    assert [name for name in table.export if not hasattr(model, name)] == []
    assert model.objects.filter(**{table.person: 0}).count() == 0


def test_messages_to_an_address_that_is_not_confirmed_name_nobody():
    assert [kind.key for kind in every(NotificationKind) if not kind.by_name] == [
        "account_confirm",
        "account_confirm_change",
        "accounts_merged",
        "enquiry_received",
        "enquiry_answered",
        "seat_offered",
        "booking_offered_to_you",
    ]


def test_messages_that_hold_a_link_are_secret():
    kinds = {kind.key: kind.secret for kind in every(NotificationKind) if kind.key.startswith("account_")}

    assert kinds == {
        "account_confirm": True,
        "account_confirm_change": True,
        "account_exists": False,
        "account_reset": True,
        "account_security": False,
        "account_unknown": False,
    }
