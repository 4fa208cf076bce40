"""What the catalogue registers: its two entries of the main menu."""

from cmiportal.registry import Entry, NavigationEntry

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="qualifications",
        label="Qualifications",
        url_name="qualifications:catalogue_list",
        section="main",
        order=10,
    ),
    NavigationEntry(key="centres", label="Centres", url_name="qualifications:centre_list", section="main", order=20),
)
