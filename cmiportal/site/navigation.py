"""The menus of the site and the columns of its footer; other apps name them by key and fill them."""

from typing import Any

from cmiportal.registry import Entry, NavigationEntry, NavigationMenu


def is_visitor(user: Any) -> bool:
    """Whether nobody is signed in."""
    return not user.is_authenticated


MENUS = (
    NavigationMenu(
        "services",
        label="Our Services",
        section="main",
        order=10,
        text="For universities, colleges and employers who build management learning with us.",
    ),
    NavigationMenu(
        "education",
        label="Education & Learning",
        section="main",
        order=20,
        text="Qualifications at every level, and the centres that teach and assess them.",
    ),
    NavigationMenu(
        "membership",
        label="Membership",
        section="main",
        order=30,
        text="Join people who take managing seriously, and be recognised for how well you do it.",
    ),
    NavigationMenu(
        "community",
        label="Community",
        section="main",
        order=40,
        text="Meet, learn from and celebrate other managers, near you or in your field.",
    ),
    NavigationMenu(
        "insights",
        label="Knowledge & Insights",
        section="main",
        order=50,
        text="Research, features and practical guidance on the work of managing.",
    ),
    NavigationMenu(
        "about",
        label="About CMI",
        section="main",
        order=60,
        text="Who we are, how we are governed, and what our Royal Charter asks of us.",
    ),
)
COLUMNS = (
    NavigationMenu("interact", label="Interact", section="footer", order=10),
    NavigationMenu("products", label="Products and services", section="footer", order=20),
    NavigationMenu("check", label="Check a person or an award", section="footer", order=30),
)
ENTRIES: tuple[Entry, ...] = (
    *MENUS,
    *COLUMNS,
    NavigationEntry(
        "regions",
        label="Regional Networks",
        url_name="site:region_list",
        section="main",
        menu="community",
        order=50,
    ),
    NavigationEntry(
        "communities",
        label="Community Networks",
        url_name="site:community_list",
        section="main",
        menu="community",
        order=60,
    ),
    NavigationEntry(
        "communities_below",
        label="Community networks",
        url_name="site:community_list",
        section="footer",
        menu="interact",
        order=40,
    ),
    NavigationEntry(
        "sign_in",
        label="Sign in",
        url_name="account_login",
        section="footer",
        menu="interact",
        show=is_visitor,
        order=10,
    ),
    NavigationEntry(
        "sign_up",
        label="Make an account",
        url_name="account_signup",
        section="footer",
        menu="interact",
        show=is_visitor,
        order=20,
    ),
)
