"""The menus of the site, the columns of its footer and the line below; other apps name them by key and fill them."""

from typing import Any

from cmiportal.registry import Entry, NavigationEntry, NavigationMenu

# Where others read of the Institute: plain links, and nothing of theirs in our pages.
SOCIAL = {
    "LinkedIn": "https://www.linkedin.com/company/chartered-management-institute",
    "YouTube": "https://www.youtube.com/user/managersorguk",
    "Instagram": "https://www.instagram.com/cmi_managers",
    "Facebook": "https://www.facebook.com/bettermanagers",
    "X, formerly Twitter": "https://twitter.com/cmi_managers",
}


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
        explore="Discover what we can offer",
        leads_to="/services/",
    ),
    NavigationMenu(
        "education",
        label="Education & Learning",
        section="main",
        order=20,
        text="Qualifications and apprenticeships at every level, and the centres that teach and assess them.",
        explore="Explore our Education & Learning",
        leads_to="/education/",
    ),
    NavigationMenu(
        "membership",
        label="Membership",
        section="main",
        order=30,
        text="Join people who take managing seriously, and be recognised for how well you do it.",
        explore="Discover our Membership offer",
        leads_to="membership:grade_list",
    ),
    NavigationMenu(
        "community",
        label="Community",
        section="main",
        order=40,
        text="Meet, learn from and celebrate other managers, near you or in your field.",
        explore="Explore the Community",
        leads_to="/community/",
    ),
    NavigationMenu(
        "insights",
        label="Knowledge & Insights",
        section="main",
        order=50,
        text="Research, features and practical guidance on the work of managing.",
        explore="Explore Knowledge & Insights",
        leads_to="insights:article_list",
    ),
    NavigationMenu(
        "about",
        label="About CMI",
        section="main",
        order=60,
        text="Who we are, how we are governed, and what our Royal Charter asks of us.",
        explore="Discover our mission",
        leads_to="/about/",
    ),
)
COLUMNS = (
    NavigationMenu(
        "interact",
        label="Interact",
        section="footer",
        order=10,
        repeats=((2, "Contact us"), (4, "Media Centre"), (50, "Careers with CMI")),
    ),
    NavigationMenu(
        "products",
        label="Products and services",
        section="footer",
        order=20,
        repeats=(
            (32, "Management Apprenticeships"),
            (34, "End Point Assessment"),
            (50, "Chartered Management Consultant"),
            (60, "ManagementDirect"),
            (70, "CMI Magazine"),
        ),
    ),
    NavigationMenu("check", label="Check a person or an award", section="footer", order=30),
    NavigationMenu("follow", label="Follow us", section="footer", order=40),
    NavigationMenu("legal", label="Legal", section="legal", order=10),
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
    *(
        NavigationEntry(f"follow_{label}", label=label, url_name=href, section="footer", menu="follow", order=order)
        for order, (label, href) in enumerate(SOCIAL.items())
    ),
)
