"""The application role: adds to history and reads it, and can neither rewrite it nor switch off its triggers."""

from io import StringIO

import pghistory
import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cmiportal.accounts.models import User
from cmiportal.grants import EVERYTHING, INSERT_ONLY, Grants, grants_of, privileges
from cmiportal.links.services import use_link
from cmiportal.merging.services import merge
from cmiportal.workflow import SealedPayload, WorkflowEvent, chain_is_whole, new_id
from qualifications.models import Award, AwardUnit, HandInItem
from qualifications.services.registration import register
from tests.factories.accounts import UserFactory
from tests.factories.places import asked_place, coordinator_of, link_of, registered_place
from tests.factories.portfolio import handed_in, judged, ready_unit
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

UserHistory = apps.get_model("accounts", "UserHistory")
EVENTS = [model for model in apps.get_models() if issubclass(model, WorkflowEvent)]
GUARDED = [model for model in apps.get_models() if grants_of(model) == INSERT_ONLY]


@pytest.fixture
def role(settings):
    """The name of a role that this test's transaction makes and takes back."""
    settings.APPLICATION_ROLE = f"app of {connection.settings_dict['NAME']}"[:63]
    return settings.APPLICATION_ROLE


@pytest.fixture
def as_application(role):
    """Grant, then act as the role until the test's transaction is rolled back."""

    def become():
        call_command("grant_application_role", stdout=StringIO())
        run(f"SET LOCAL ROLE {connection.ops.quote_name(role)}")

    return become


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(statement):
    """Whether PostgreSQL refuses the statement for want of a right."""
    with pytest.raises(ProgrammingError) as refusal, transaction.atomic():
        run(statement)
    return str(refusal.value).startswith(("permission denied for table", "must be owner of"))


def table(model):
    return connection.ops.quote_name(model._meta.db_table)


def test_every_event_table_takes_new_rows_only():
    assert [model for model in EVENTS if grants_of(model) != INSERT_ONLY] == []
    assert grants_of(UserHistory) == INSERT_ONLY
    assert grants_of(SealedPayload) == Grants(update=("about",))
    assert grants_of(User) == EVERYTHING


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_history_cannot_be_updated_deleted_or_truncated(model, as_application):
    as_application()
    column = connection.ops.quote_name(model._meta.pk.column)

    assert refused(f"UPDATE {table(model)} SET {column} = {column}")
    assert refused(f"DELETE FROM {table(model)}")
    assert refused(f"TRUNCATE {table(model)}")
    assert refused(f"ALTER TABLE {table(model)} DISABLE TRIGGER ALL")


def test_a_change_of_a_tracked_row_still_writes_its_history(as_application):
    person = UserFactory()
    as_application()

    person.is_active = False
    person.save()
    person.groups.add(Group.objects.get(name="events team"))

    said = UserHistory.objects.filter(pgh_obj_id=person.pk).order_by("pgh_id")
    assert list(said.values_list("pgh_label", "is_active")) == [("insert", True), ("update", False)]


def test_who_made_a_change_settles_and_cannot_be_removed(as_application):
    person = UserFactory()
    as_application()

    with pghistory.context(user=1):
        User.objects.filter(pk=person.pk).update(is_active=False)
        with pghistory.context(url="/admin/"):
            User.objects.filter(pk=person.pk).update(is_staff=True)
    made = UserHistory.objects.filter(pgh_obj_id=person.pk).latest("pgh_id").pgh_context
    assert made.metadata == {"user": 1, "url": "/admin/"}

    old = pghistory.models.Context(id=new_id())
    hours_ago = "now() - interval '2 hours'"
    run(f"INSERT INTO {table(old)} VALUES ('{old.pk}', {hours_ago}, {hours_ago}, '{{\"user\": 1}}')")
    with pytest.raises(IntegrityError, match="pghistory_context is frozen"), transaction.atomic():
        run(f"UPDATE {table(old)} SET metadata = '{{}}' WHERE id = '{old.pk}'")
    assert refused(f"UPDATE {table(old)} SET created_at = now()")
    assert refused(f"DELETE FROM {table(old)}")


def test_a_whole_walk_from_request_to_award_goes_through(as_application):
    place = asked_place()
    as_application()

    use_link(link=link_of(place), data={"decision": "approve", "reason": ""}, at=NOW)
    place.refresh_from_db()
    register(enrolment=place, by=coordinator_of(place), at=NOW)
    units = [ready_unit(place, number) for number in ("601", "602", "603")]
    passed = [judged(handed_in(unit), until="passed") for unit in units]
    run("SET CONSTRAINTS ALL IMMEDIATE")

    assert [submission.state for submission in passed] == ["passed"] * 3
    assert Award.objects.get().enrolment == place
    assert [chain_is_whole(row) for row in (place, *passed)] == [True] * 4


def test_two_accounts_are_merged_and_frozen_rows_go_along(as_application):
    place = registered_place()
    for number in ("601", "602", "603"):
        judged(handed_in(ready_unit(place, number)), until="passed")
    staying, by = UserFactory(), UserFactory(admin=True)
    as_application()

    merge(leaving=place.learner, staying=staying, by=by, reason="Both are hers.", at=NOW)
    run("SET CONSTRAINTS ALL IMMEDIATE")

    assert Award.objects.get().learner == staying
    assert {each.learner for model in (HandInItem, AwardUnit) for each in model.objects.all()} == {staying}


def test_a_sealed_payload_can_be_erased_but_not_changed(as_application):
    person = UserFactory()
    as_application()
    payload = SealedPayload.objects.create(salt=b"0" * 16, body={"name": "Amara Whitlock"}, about=person)

    assert refused(f"UPDATE {table(SealedPayload)} SET body = '{{}}'")
    assert payload.delete() == (1, {"accounts.SealedPayload": 1})


def test_the_list_of_migrations_can_be_read_and_not_written(as_application):
    as_application()

    run("SELECT * FROM django_migrations")
    assert refused("INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())")
    assert refused("DELETE FROM django_migrations")


def test_a_right_given_by_hand_is_taken_back_and_a_second_run_changes_nothing(role):
    call_command("grant_application_role", stdout=StringIO())
    quoted = connection.ops.quote_name(role)
    before = rights(role)
    run(f"GRANT ALL ON {table(UserHistory)} TO {quoted}")
    run(f"GRANT UPDATE (pgh_label) ON {table(UserHistory)} TO {quoted}")

    call_command("grant_application_role", stdout=StringIO())

    assert rights(role) == before


def rights(role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges"
            " WHERE grantee = %s UNION SELECT table_name, '', privilege_type"
            " FROM information_schema.table_privileges WHERE grantee = %s",
            [role, role],
        )
        return set(cursor.fetchall())


def test_the_command_says_what_it_did(role):
    said = StringIO()

    call_command("grant_application_role", stdout=said)

    assert said.getvalue().startswith(f"{role} may use ")


def test_a_role_that_holds_the_rights_of_the_owner_is_refused(settings):
    settings.APPLICATION_ROLE = connection.settings_dict["USER"]

    with pytest.raises(CommandError, match="no grant can hold it back"):
        call_command("grant_application_role")


def test_an_owner_who_may_not_create_roles_is_told_what_to_do(role):
    run(f"CREATE ROLE {connection.ops.quote_name('owner of ' + role[:40])}")
    run(f"SET LOCAL ROLE {connection.ops.quote_name('owner of ' + role[:40])}")

    with pytest.raises(CommandError, match="may not create it"):
        call_command("grant_application_role")


def test_named_fields_become_their_columns():
    class Frozen:
        """Not a model of its own, which every later test would find among the tables."""

        grants = Grants(update=("about", "body"), delete=False)
        _meta = SealedPayload._meta

    assert privileges(Frozen, connection) == 'SELECT, INSERT, UPDATE ("about_id", "body")'
