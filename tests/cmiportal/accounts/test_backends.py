"""Who somebody is, from their session."""

import pytest
from django.db.models.functions import Upper

from cmiportal import registry
from cmiportal.accounts.backends import SessionBackend
from cmiportal.accounts.models import User
from cmiportal.registry import SessionFact
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("moderator", [True, False])
def test_the_account_comes_with_whether_it_signs_results_off_in_one_query(django_assert_num_queries, moderator):
    known = UserFactory(moderator=moderator)

    with django_assert_num_queries(1):
        user = SessionBackend().get_user(known.pk)
        assert (user, user.is_moderator) == (known, moderator)


def keep_shout(user, value):
    user.shout = value


def test_the_account_comes_with_what_the_apps_ask_about_it_in_the_same_query(monkeypatch, django_assert_num_queries):
    known = UserFactory(name="Femi Ravensworth")
    shout = SessionFact(
        "shout", expression=lambda: Upper("name"), keep=lambda user, value: setattr(user, "shout", value)
    )
    monkeypatch.setattr(registry, "_entries", {SessionFact: {"shout": shout}})

    with django_assert_num_queries(1):
        assert SessionBackend().get_user(known.pk).shout == "FEMI RAVENSWORTH"


def test_a_session_of_a_closed_or_unknown_account_is_nobodys():
    closed = UserFactory(is_active=False)

    assert SessionBackend().get_user(closed.pk) is None
    assert SessionBackend().get_user(closed.pk + 1) is None


def test_whoever_was_read_otherwise_is_asked_about_when_it_matters(django_assert_num_queries):
    user = User.objects.get(pk=UserFactory(moderator=True).pk)

    with django_assert_num_queries(1):
        assert (user.is_moderator, user.is_moderator) == (True, True)
