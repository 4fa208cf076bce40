"""Every entry of the site's navigation leads to a real page: of the site's own, or one of the texts brought along.

The menus are those of the site as it was described to us; further entries may stand among them.
"""

from pathlib import Path

import pytest
from django.conf import settings

from insights.services.content import import_insights
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db

DATA = Path(settings.BASE_DIR) / "insights" / "data"
AWARDS = (
    "Chartered Manager of the Year",
    "Volunteer of the Year",
    "Student of the Year",
    "Apprentice of the Year",
    "Higher Education Partner of the Year",
    "Training Provider of the Year",
)
MENUS = {
    "Our Services": (
        "Dual Accreditation",
        "Employer Accreditation",
        "CMI Recognition",
        "End Point Assessment",
        "Employability Skills Bootcamp",
        "Bitesize Courses",
    ),
    "Education & Learning": (
        "Management Apprenticeships",
        "Qualifications",
        "Sustainability Leadership Qualifications",
        "Students & Learners",
        "Employability Skills Diagnostic",
        "Partners and Centres",
        "Partner Portal and The Hub",
        "Find a Centre",
        "Professional Standards",
        "Continuing Professional Development",
    ),
    "Membership": (
        "Reasons to Join",
        "Join the CMI Community",
        "Become a Member",
        "Resources",
        "Management Diagnostics",
        "ManagementDirect",
        "CMI Magazine",
        "Chartered Manager",
        "Chartered Companions",
        "Chartered Management Consultant",
        "Corporate Membership",
    ),
    "Community": (
        "Events",
        "CMI Communities Live",
        "Awards",
        *AWARDS,
        "CMI Internationally",
        "Regional Networks",
        "Community Networks",
        "CMI Women",
        "Research Participation",
    ),
    "Knowledge & Insights": (
        "News, Views and Updates",
        "Professional Practice",
        "Features and Longer Reads",
        "Research & Thought Leadership",
        "The Workplace in Review",
        "Management Transformed",
        "Campaigning & Advocacy",
        "Gender Equality Resources",
        "Leading Issue Blog",
    ),
    "About CMI": (
        "Vision, Mission & Values",
        "Our Royal Charter",
        "Governance",
        "Become a Trustee",
        "Annual Reports",
        "Media Centre",
        "Contact us",
        "Careers with CMI",
        "Current Vacancies",
        "Net Zero at CMI",
        "Gender and Ethnicity Pay Gap at CMI",
    ),
}
LEGAL = ["Terms and conditions", "Code of conduct", "Cookie policy", "Data privacy", "Accessibility"]


@pytest.fixture
def navigation(client, django_capture_on_commit_callbacks):
    """The navigation that a visitor sees once the texts of the site are there."""
    pages = {f"pages/{path.name}": path.read_bytes() for path in (DATA / "pages").glob("*.md")}
    with django_capture_on_commit_callbacks(execute=True):
        import_insights(files=pages, at=NOW)
    return client.get("/style-guide/").context["navigation"]


def test_the_description_has_six_menus_with_sixty_one_entries():
    assert (len(MENUS), sum(map(len, MENUS.values()))) == (6, 61)


def test_each_menu_holds_its_entries_in_their_order(navigation):
    shown = {menu.label: _flat(menu.links) for menu in navigation.main}

    assert {label: _of(labels, shown[label]) for label, labels in MENUS.items()} == MENUS


def test_awards_stand_below_awards(navigation):
    (awards,) = (link for menu in navigation.main for link in menu.links if link.label == "Awards")

    assert [link.label for link in awards.below] == list(AWARDS)


def test_policies_stand_at_the_end_of_each_page(navigation):
    assert [link.label for link in navigation.legal] == LEGAL


def test_each_entry_opens(client, navigation):
    links = [one for menu in navigation.main for link in menu.links for one in (link, *link.below)]
    links += navigation.legal

    statuses = {link.url: client.get(link.url).status_code for link in links}
    assert {url: status for url, status in statuses.items() if status != 200} == {}
    assert len(statuses) == len({link.url for link in links}) >= 61 + len(LEGAL)


def _flat(links):
    return [one.label for link in links for one in (link, *link.below)]


def _of(labels, shown):
    """Those of the entries shown that belong to the menu, in the order in which they are shown."""
    return tuple(label for label in shown if label in labels)
