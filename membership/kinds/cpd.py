"""What CPD registers: its messages, its place in the navigation, and the reviews that wait."""

from cmiportal.registry import Entry, NavigationEntry

from .grades import is_signed_in

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="cpd",
        label="Your CPD",
        url_name="membership:cpd_list",
        section="main",
        menu="membership",
        show=is_signed_in,
        order=55,
    ),
)
