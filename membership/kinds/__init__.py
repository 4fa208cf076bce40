"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import applications, cpd, grades, members, privacy

ENTRIES = (
    *applications.ENTRIES,
    *cpd.ENTRIES,
    *grades.ENTRIES,
    *members.ENTRIES,
    *privacy.ENTRIES,
)
