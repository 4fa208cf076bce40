"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import (
    applications,
    applying,
    chartered,
    companions,
    corporate,
    cpd,
    grades,
    members,
    merging,
    privacy,
    register,
    search,
    waiting,
)

ENTRIES = (
    *applications.ENTRIES,
    *applying.ENTRIES,
    *chartered.ENTRIES,
    *companions.ENTRIES,
    *corporate.ENTRIES,
    *cpd.ENTRIES,
    *grades.ENTRIES,
    *members.ENTRIES,
    *merging.ENTRIES,
    *privacy.ENTRIES,
    *register.ENTRIES,
    *search.ENTRIES,
    *waiting.ENTRIES,
)
