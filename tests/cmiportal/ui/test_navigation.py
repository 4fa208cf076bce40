import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cmiportal import registry
from cmiportal.accounts.models import User
from cmiportal.registry import Entry, NavigationEntry, NavigationMenu, NavigationSource, find
from cmiportal.ui.context_processors import Link, Menu, Navigation, nearest, page
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import EnrolmentFactory

LEARN = NavigationMenu("learn", "Learn", "main", 20, "How to begin.")
ABOUT = NavigationMenu("about", "About", "main", 10)
FOOT = NavigationMenu("foot", "At the foot", "footer", 10)


@pytest.fixture
def entries(monkeypatch):
    """The registry with entries of this test alone."""

    def only(*given: Entry) -> None:
        monkeypatch.setattr(registry, "_entries", {})
        registry.register(*given)

    only()
    return only


def asked(rf, path="/", user=None):
    request = rf.get(path)
    request.user = user or AnonymousUser()
    return page(request)["navigation"]


def test_without_entries_every_section_is_empty(rf, entries):
    navigation = asked(rf)

    assert [navigation.main, navigation.account, navigation.footer] == [[], [], []]


def test_entries_come_in_order_with_addresses_for_those_whom_they_concern(rf, entries):
    entries(
        LEARN,
        NavigationEntry("guide", "Style guide", "ui:style_guide", "main", "learn", order=2),
        NavigationEntry("home", "Home", "site:home", "main", "learn", order=1),
        NavigationEntry("secret", "Secret", "site:home", "main", "learn", show=lambda user: user.is_authenticated),
    )

    assert asked(rf, "/elsewhere/").main == [
        Menu("Learn", "How to begin.", [Link("Home", "/", "", 0), Link("Style guide", "/style-guide/", "", 0)])
    ]


def test_menus_come_in_order_each_with_its_own_and_without_those_that_would_be_empty(rf, entries):
    entries(
        LEARN,
        ABOUT,
        FOOT,
        NavigationMenu("empty", "Empty", "main", 5),
        NavigationEntry("guide", "Style guide", "ui:style_guide", "main", "learn"),
        NavigationEntry("home", "Home", "site:home", "main", "about"),
    )
    navigation = asked(rf, "/style-guide/")

    assert [(menu.label, menu.is_current) for menu in navigation.main] == [("About", False), ("Learn", True)]
    assert navigation.footer == []


@pytest.mark.parametrize(
    ("path", "current"), [("/style-guide/", "page"), ("/style-guide/colour/", "true"), ("/other/", "")]
)
def test_the_entry_of_this_page_or_section_is_current(rf, entries, path, current):
    entries(FOOT, NavigationEntry("guide", "Style guide", "ui:style_guide", "footer", "foot"))

    assert asked(rf, path).footer == [Menu("At the foot", "", [Link("Style guide", "/style-guide/", current, 0)])]


@pytest.mark.parametrize(
    ("entry_of_its_own", "current"), [(False, ["true", ""]), (True, ["", "true"])], ids=["without", "with"]
)
def test_a_further_page_belongs_under_an_entry_unless_another_has_it_as_its_own(rf, entries, entry_of_its_own, current):
    entries(
        FOOT,
        NavigationEntry("home", "Home", "site:home", "footer", "foot", order=1, also=("ui:style_guide", "gone:away")),
        NavigationEntry("guide", "Guide", "ui:style_guide", "footer", "foot", show=lambda user: entry_of_its_own),
        NavigationEntry("ready", "Ready", "site:readyz", "footer", "foot"),
    )

    links = asked(rf, "/style-guide/colour/").footer[0].links
    assert [link.current for link in links[:2]] == current


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "room"),
    [("/desk/0/", "Learning"), ("/accounts/2fa/totp/activate/", "Account"), ("/accounts/password/change/", "Account")],
)
def test_a_learner_knows_in_which_room_they_are(rf, path, room):
    learner = EnrolmentFactory().learner

    assert [link.label for link in asked(rf, path, learner).account if link.current] == [room]


def test_one_entry_at_most_is_current():
    assert nearest(["/learning/", "/learning/evidence/", "/"], "/learning/evidence/add/") == "/learning/evidence/"


def test_an_entry_whose_page_is_not_installed_is_left_out(rf, entries):
    entries(LEARN, NavigationEntry("gone", "Gone", "nowhere:at_all", "main", "learn"))

    assert asked(rf).main == []


@pytest.mark.django_db
def test_rooms_are_for_people_who_are_signed_in_and_say_what_is_new(rf, entries):
    new = User.objects.filter(pk__in=[UserFactory().pk, UserFactory().pk])
    entries(NavigationEntry("messages", "Messages", "site:home", "account", waiting=lambda user: new))

    assert asked(rf, "/x/").account == []
    assert asked(rf, "/x/", UserFactory()).account == [Link("Messages", "/", "", 2)]


def test_a_request_without_a_person_has_no_rooms(rf, entries):
    assert Navigation(rf.get("/")).account == []


def test_every_registered_entry_leads_to_a_page():
    pages = [entry for entry in registry.every(NavigationEntry) if not entry.url_name.startswith("https://")]
    assert [entry.key for entry in pages if not reverse(entry.url_name)] == []


def test_every_registered_entry_stands_in_the_account_bar_or_in_a_menu_of_its_section():
    for entry in registry.every(NavigationEntry):
        assert entry.section == "account" or find(NavigationMenu, entry.menu).section == entry.section, entry.key


LEARNT = NavigationSource(
    "pages",
    lambda: (
        NavigationEntry("awards", "Awards", "/learn/awards/", "main", "learn", order=3),
        NavigationEntry("student", "Student of the Year", "/learn/awards/student/", "main", "learn", under="awards"),
    ),
)


def test_what_editors_write_stands_in_its_menu_and_below_its_entry(rf, entries):
    entries(LEARN, LEARNT, NavigationEntry("guide", "Style guide", "ui:style_guide", "main", "learn", order=1))

    menu = asked(rf, "/learn/awards/student/").main[0]

    below = Link("Student of the Year", "/learn/awards/student/", "page", 0)
    assert menu.links == [Link("Style guide", "/style-guide/", "", 0), Link("Awards", "/learn/awards/", "", 0, [below])]
    assert menu.is_current


def test_a_menu_leads_to_one_page_more_where_that_is_there(rf, entries):
    def menu(leads_to):
        return NavigationMenu("learn", "Learn", "main", 20, explore="Explore learning", leads_to=leads_to)

    entries(menu("ui:style_guide"), LEARNT)
    assert asked(rf, "/style-guide/").main[0].explore == Link("Explore learning", "/style-guide/", "page", 0)
    assert asked(rf, "/style-guide/").main[0].is_current

    for leads_to, found in (("/learn/", True), ("/teach/", False), ("", False)):
        entries(menu(leads_to), LEARNT)
        assert bool(asked(rf).main[0].explore) is found, leads_to


def test_a_column_repeats_links_of_the_main_menus_in_its_order(rf, entries):
    foot = NavigationMenu("foot", "At the foot", "footer", 10, repeats=((5, "Awards"), (6, "Nothing of that name")))
    entries(
        LEARN,
        LEARNT,
        foot,
        NavigationEntry("guide", "Guide", "ui:style_guide", "footer", "foot", order=9),
        NavigationEntry("home", "Home", "site:home", "footer", "foot", order=1),
    )

    assert [link.label for link in asked(rf).footer[0].links] == ["Home", "Awards", "Guide"]


def test_a_path_is_shown_as_long_as_editors_have_it_and_an_address_elsewhere_always(rf, entries):
    entries(
        FOOT,
        LEARN,
        LEARNT,
        NavigationMenu("legal", "Legal", "legal", 10),
        NavigationEntry("awards_below", "Awards", "/learn/awards/", "footer", "foot"),
        NavigationEntry("gone", "Gone", "/learn/gone/", "footer", "foot"),
        NavigationEntry("elsewhere", "Elsewhere", "https://example.org/us", "legal", "legal"),
    )

    assert [link.url for link in asked(rf).footer[0].links] == ["/learn/awards/"]
    assert [link.url for link in asked(rf).legal] == ["https://example.org/us"]


@pytest.mark.django_db
def test_the_account_bar_says_in_which_room_a_person_is_and_how_much_is_new(rf, entries):
    new = User.objects.filter(pk=UserFactory().pk)
    entries(
        NavigationEntry("messages", "Messages", "site:home", "account", waiting=lambda user: new),
        NavigationEntry("guide", "Guide", "ui:style_guide", "account"),
    )
    navigation = asked(rf, "/style-guide/", UserFactory())

    assert (navigation.room.label, navigation.new) == ("Guide", 1)
    assert asked(rf, "/x/", UserFactory()).room is None


@pytest.mark.django_db
def test_the_menus_of_the_site_hold_the_pages_that_there_are(client):
    visitor = client.get("/style-guide/").context["navigation"]

    assert [(menu.label, [link.label for link in menu.links]) for menu in visitor.main + visitor.footer] == [
        (
            "Education & Learning",
            ["Which qualification suits you?", "Qualifications", "Find a Centre", "Career Journey"],
        ),
        (
            "Membership",
            [
                *("Become a Member", "Which grades are open to you?", "Resources", "Chartered Manager"),
                "Which route suits you?",
            ],
        ),
        ("Community", ["Events", "Regional Networks", "Community Networks"]),
        (
            "Knowledge & Insights",
            [
                *("News, Views and Updates", "Professional Practice", "Research & Thought Leadership"),
                "Campaigning & Advocacy",
            ],
        ),
        ("About CMI", ["Contact us"]),
        (
            "Interact",
            [
                *("Contact us", "Sign in", "Make an account", "Upcoming events", "Community networks"),
                "Highlights by e-mail",
            ],
        ),
        (
            "Products and services",
            ["Qualifications", "Find a centre", "Membership", "Chartered Manager", "ManagementDirect"],
        ),
        (
            "Check a person or an award",
            ["Register of Chartered Managers", "Verify Chartered status", "Verify a certificate"],
        ),
        ("Follow us", ["LinkedIn", "YouTube", "Instagram", "Facebook", "X, formerly Twitter"]),
    ]
    assert [link.label for menu in visitor.main for link in [menu.explore] if link] == [
        "Discover our Membership offer",
        "Explore Knowledge & Insights",
    ]
    client.force_login(UserFactory())
    signed_in = client.get("/style-guide/").context["navigation"]
    columns = ["Interact", "Products and services", "Check a person or an award", "Follow us"]
    assert [menu.label for menu in signed_in.footer] == columns


def test_entries_that_ask_the_same_ask_it_once(rf, entries):
    asked_of = []

    def concerns(user):
        asked_of.append(user)
        return True

    entries(
        LEARN,
        NavigationEntry("guide", "Style guide", "ui:style_guide", "main", "learn", show=concerns),
        NavigationEntry("home", "Home", "site:home", "main", "learn", show=concerns),
    )

    assert [len(menu.links) for menu in asked(rf).main] == [2]
    assert len(asked_of) == 1
