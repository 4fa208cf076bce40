"""People who sign in. Names and e-mail addresses are Unicode; addresses are compared without regard to case."""

from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from cmiportal.grants import Grants
from cmiportal.history import tracked
from cmiportal.workflow import SealedPayload, new_id

from .groups import MODERATORS

__all__ = ["CalendarKey", "SealedPayload", "SeenAs", "User", "UserManager"]

NAME_LENGTH = 300
EMAIL_TAKEN = "An account with this e-mail address exists."


def real_time_zone(value: str) -> None:
    """Refuse a time zone that this machine's zone data does not know."""
    if value not in available_timezones():
        raise ValidationError("Choose a time zone from the list, like Europe/London.")


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with that address, in any case; compared as ``user_email`` does, not in capitals (ı, ſ)."""
        return self.alias(lower=Lower("email")).get(lower=Lower(Value(username)))

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A new account; raises ValueError without an address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        # allauth looks for addresses in lower case; the constraint keeps other cases of one address out.
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A new account that may do everything in the admin."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


@tracked(name="UserHistory", fields=("is_active", "is_staff", "is_superuser", "erased_at"))
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; one full name, as the person writes it."""

    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField("full name", max_length=NAME_LENGTH)
    preferred_name = models.CharField(
        max_length=NAME_LENGTH, blank=True, help_text="What we call you, if not by your full name."
    )
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[real_time_zone])
    date_of_birth = models.DateField(null=True, blank=True)
    uln = models.CharField("unique learner number", max_length=10, null=True, blank=True)  # noqa: DJ001 - unique
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email", violation_error_message=EMAIL_TAKEN),
            models.UniqueConstraint(fields=["uln"], condition=models.Q(uln__isnull=False), name="user_uln"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The full name, as written by the person."""
        return self.name

    def get_short_name(self) -> str:
        """What the portal calls this person."""
        return self.preferred_name or self.name

    @cached_property
    def group_names(self) -> frozenset[str]:
        """The groups of the account; read with the account where it is that of a session."""
        return frozenset(self.groups.values_list("name", flat=True))

    def serves_as(self, group: str) -> bool:
        """Whether this person is staff of that group and may sign in; asked of the database once at most."""
        return self.is_active and group in self.group_names

    @property
    def is_moderator(self) -> bool:
        """Whether this person signs off results for the awarding body."""
        return self.serves_as(MODERATORS)


class SeenAs(models.Model):
    """That an administrator saw the portal as somebody else: why, and until when at most. Written once, for good.

    The person alone changes, with a merge of their two accounts.
    """

    grants = Grants(update=("person",), delete=False)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    viewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seen_by")
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField("at most until")

    class Meta:
        ordering = ["-since", "pk"]
        verbose_name = "look as somebody else"
        verbose_name_plural = "looks as somebody else"
        constraints = [
            models.CheckConstraint(condition=~models.Q(viewer=models.F("person")), name="seen_as_somebody_else"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="seen_as_has_reason"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="seen_as_has_end"),
        ]

    def __str__(self) -> str:
        return f"{self.viewer} as {self.person}"


class CalendarKey(models.Model):
    """The address of a person's calendar, which a calendar program opens without signing in: whoever has it reads it.

    There is one of each person, from when they first ask for it; another one makes the former stop at once.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="calendar_key")
    secret = models.CharField(max_length=43, unique=True)
    renewed_at = models.DateTimeField()

    class Meta:
        ordering = ["person"]
        verbose_name = "address of a calendar"
        verbose_name_plural = "addresses of calendars"

    def __str__(self) -> str:
        return str(self.person)
