"""What reports register: their place in the menu, who may open their files, and the table that visitors read."""

from cmiportal.registry import DocumentKind, Entry, NavigationEntry, PublicTable

from ..services.reports import REPORT, may_open_now

ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="reports",
        label="Research & Thought Leadership",
        url_name="insights:report_list",
        section="main",
        menu="insights",
        order=40,
    ),
    DocumentKind(key=REPORT, label="Report", may_open=may_open_now),
    # Downloads are counted in a table of their own, which visitors do not read.
    PublicTable(key="report", model="insights.Report"),
)
