"""What becomes of the tables of this app and of allauth when two accounts of one person are made one."""

from cmiportal.registry import Entry, MergeHindrance, MergeTable

from .models import User
from .services import hand_over_addresses


def born_on_two_days(leaving: User, staying: User) -> str:
    """Two dates of birth are two people, or a slip."""
    days = {person.date_of_birth for person in (leaving, staying)} - {None}
    return "The accounts give different dates of birth. Put the wrong one right first." if len(days) > 1 else ""


def two_learner_numbers(leaving: User, staying: User) -> str:
    """A unique learner number is one person's for life."""
    if leaving.uln and staying.uln:
        return "The accounts give different unique learner numbers. Take the wrong one out first."
    return ""


ENTRIES: tuple[Entry, ...] = (
    MergeHindrance("born_on_two_days", found=born_on_two_days),
    MergeHindrance("two_learner_numbers", found=two_learner_numbers),
    MergeTable(
        "account.EmailAddress",
        called=("confirmed e-mail address, as another way to sign in", "confirmed e-mail addresses, to sign in with"),
        moves=("user",),
        settle=hand_over_addresses,
        settles=("unique_primary_email", "user_email"),
    ),
    MergeTable("mfa.Authenticator", ends=("user",)),  # the second step of the account that stays holds
    MergeTable("accounts.CalendarKey", ends=("person",)),  # the address of the account that stays holds
    # An account with rights is refused before: staff are not merged.
    MergeTable("accounts.User_groups", keeps=("user",)),
    MergeTable("accounts.User_user_permissions", keeps=("user",)),
    MergeTable(
        "accounts.SeenAs",
        called=("look by an administrator", "looks by administrators"),
        moves=("person",),
        keeps=("viewer",),
        apart=(("viewer", "person"),),
    ),
    MergeTable(
        "accounts.SealedPayload", called=("detail of what happened", "details of what happened"), moves=("about",)
    ),
)
