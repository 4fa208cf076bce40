"""What merging offers to the rest of the house: its message and its privacy table."""

from cmiportal.registry import Entry, MergeTable, NotificationKind, PrivacyTable

MERGED = NotificationKind(
    "accounts_merged",
    label="Two accounts made one",
    subject="Your two accounts are now one",
    template="merging/mail/merged",
    reason="an account with this e-mail address was one of two that belong to one person",
    by_name=False,
    example={"closed": True, "path": "/account/"},
)
PRIVACY = PrivacyTable(
    "merge",
    model="merging.Merge",
    person="kept",
    export=("at", "reason", "moved"),
    retention="as long as the account that stays, so that it can be said where its past comes from",
)
ENTRIES: tuple[Entry, ...] = (
    MERGED,
    PRIVACY,
    # An account that took another in may go into a third; each merge goes on saying which two it was about.
    MergeTable("merging.Merge", called=("earlier merge", "earlier merges"), keeps=("closed", "kept", "by")),
    # Kept by Django's admin: who changed what there.
    MergeTable("admin.LogEntry", keeps=("user",)),
)
