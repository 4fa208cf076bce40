"""What the public register registers: its place in the footer. It stands in no search and in no map of the site."""

from cmiportal.registry import Entry, NavigationEntry

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="register",
        label="Register of Chartered Managers",
        url_name="membership:register_search",
        section="footer",
        menu="check",
        order=10,
    ),
)
