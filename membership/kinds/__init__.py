"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import grades, members, privacy

ENTRIES = (
    *grades.ENTRIES,
    *members.ENTRIES,
    *privacy.ENTRIES,
)
