"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import assessment, awards, catalogue, enrolment, merging, portfolio, search

ENTRIES = (
    *catalogue.ENTRIES,
    *enrolment.ENTRIES,
    *portfolio.ENTRIES,
    *assessment.ENTRIES,
    *awards.ENTRIES,
    *merging.ENTRIES,
    *search.ENTRIES,
)
