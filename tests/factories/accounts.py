"""People with accounts."""

from functools import cache
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from cmiportal.accounts.groups import MODERATORS
from cmiportal.accounts.models import User

PASSWORD = "Demo-portal-2026"


@cache
def password_hash() -> str:
    """The hash of PASSWORD, computed once for the run."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in with PASSWORD: their address is verified.

    ``UserFactory(moderator=True)`` works for the awarding body, ``admin=True`` is a superuser, ``unverified=True``
    has not followed the link in the first e-mail.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    name = factory.Sequence(lambda number: f"Amara Whitlock {number}")
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    password = factory.LazyFunction(password_hash)

    @factory.post_generation
    def unverified(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Keep the address as allauth does, verified unless asked otherwise."""
        if create:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=not extracted)

    @factory.post_generation
    def groups(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Join these groups of staff, by name."""
        if create and extracted:
            self.groups.set(Group.objects.get_or_create(name=name)[0] for name in extracted)

    @factory.post_generation
    def moderator(self: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Join the group of the awarding body's moderators."""
        if create and extracted:
            self.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
