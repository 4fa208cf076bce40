"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import applications, grades, members, privacy

ENTRIES = (
    *applications.ENTRIES,
    *grades.ENTRIES,
    *members.ENTRIES,
    *privacy.ENTRIES,
)
