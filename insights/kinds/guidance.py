"""What guidance registers: its entries in the menus."""

from cmiportal.registry import Entry, NavigationEntry

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        "choose",
        label="Which qualification suits you?",
        url_name="insights:choose",
        section="main",
        menu="education",
        order=15,
    ),
    NavigationEntry(
        "career_journey",
        label="Career Journey",
        url_name="insights:career_journey",
        section="main",
        menu="education",
        order=85,
    ),
)
