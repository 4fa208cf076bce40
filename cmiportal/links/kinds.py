"""What links offer to the rest of the house: their privacy tables."""

from cmiportal.registry import MergeTable, PrivacyTable

PRIVACY = (
    PrivacyTable(
        "outside_person",
        model="links.OutsidePerson",
        person="user",
        export=("email", "name", "organisation"),
        retention="as long as an enrolment or statement that they answered for is kept",
    ),
    PrivacyTable(
        "link",
        model="links.Link",
        person="person__user",
        export=("purpose", "created_at", "expires_at", "used_at", "revoked_at"),
        retention="as long as what was answered by it is kept",
    ),
)
MERGING = (
    MergeTable(
        "links.OutsidePerson", called=("role as an outside person", "roles as an outside person"), moves=("user",)
    ),
    MergeTable("links.Link", keeps=("created_by",)),
)
