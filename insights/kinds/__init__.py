"""Everything that this app registers with the ground floor and the roof, one file per noun."""

from . import (
    articles,
    campaigns,
    guidance,
    headings,
    highlights,
    merging,
    pages,
    pictures,
    privacy,
    reports,
    resources,
    search,
    search_pages,
)

ENTRIES = (
    *articles.ENTRIES,
    *campaigns.ENTRIES,
    *guidance.ENTRIES,
    *headings.ENTRIES,
    *highlights.ENTRIES,
    *merging.ENTRIES,
    *pages.ENTRIES,
    *pictures.ENTRIES,
    *privacy.ENTRIES,
    *reports.ENTRIES,
    *resources.ENTRIES,
    *search.ENTRIES,
    *search_pages.ENTRIES,
)
