"""What the resource library registers: the menus, a person's own shelf, journeys of units, and what visitors read."""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from cmiportal.registry import Entry, NavigationEntry, PublicTable, SessionFact, UnitPart

from ..models import Bookmark, Done
from ..services.playlists import journeys_of_units

PUBLIC = ("Resource", "Playlist", "PlaylistItem")


def ever_kept() -> ExpressionWrapper:
    """Whether an account keeps something or has done something, as a column over the accounts."""
    kept, done = (Exists(table.objects.filter(person=OuterRef("pk"))) for table in (Bookmark, Done))
    return ExpressionWrapper(Q(kept) | Q(done), output_field=BooleanField())


def keep_kept(user: Any, has: bool) -> None:
    """Put what was read with the account where ``has_kept`` looks for it."""
    user._has_kept = has


def has_kept(user: Any) -> bool:
    """Whether the page of what the person keeps has anything to say."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_has_kept"):
        own = (table.objects.filter(person=user.pk).exists() for table in (Bookmark, Done))
        keep_kept(user, any(own))
    return user._has_kept


ENTRIES: tuple[Entry, ...] = (
    SessionFact("kept", expression=ever_kept, keep=keep_kept),
    NavigationEntry(
        key="library",
        label="Resources",
        url_name="insights:resource_list",
        section="main",
        menu="membership",
        order=58,
    ),
    NavigationEntry(
        key="library_below",
        label="ManagementDirect",
        url_name="insights:resource_list",
        section="footer",
        menu="products",
        order=60,
    ),
    NavigationEntry(
        key="library_own",
        label="Your library",
        url_name="insights:resource_kept",
        section="account",
        show=has_kept,
        order=140,
    ),
    UnitPart(
        key="journeys",
        label="What to read",
        template="insights/resources/_of_unit.html",
        rows=journeys_of_units,
    ),
    *(PublicTable(key=model.lower(), model=f"insights.{model}") for model in PUBLIC),
)
