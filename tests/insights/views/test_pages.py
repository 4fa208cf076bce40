"""Pages of editors: under their address, beside others, and led on to from a former one."""

import pytest
from django.urls import reverse

from insights.services.pages import change_address
from tests.factories.accounts import UserFactory
from tests.factories.insights import PageFactory, editor
from tests.factories.qualifications import NOW
from tests.pages import links_of

pytestmark = pytest.mark.django_db

LONG = "\n\n".join(f"## Part {number}\n\nWords." for number in range(4))


def page_of(client, path="about/governance"):
    return client.get(reverse("pages:page_detail", args=[path]))


def labels_of(page):
    return page.context["crumbs"]


def test_a_page_says_what_editors_wrote_and_when_it_was_changed(client):
    PageFactory(path="about/governance", title="Governance", body="**Trustees** decide.")

    page = page_of(client)

    assert "<h1>Governance</h1>" in page.text
    assert "<strong>Trustees</strong> decide." in page.text
    assert "Last changed on" in page.text
    assert '<meta name="description" content="Who decides what, and how they are chosen.">' in page.text


def test_the_way_there_is_named_after_the_menu_and_the_pages_above(client):
    PageFactory(path="community", title="Community")
    PageFactory(path="community/awards", title="Our awards", label="Awards", menu="community")
    PageFactory(path="community/awards/student", title="Student of the Year")

    assert labels_of(page_of(client, "community/awards/student")) == [
        "Home",
        "/",
        "Community",
        "/community/",
        "Awards",
        "/community/awards/",
        "Student of the Year",
    ]


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("membership/reasons", ["Membership", "/membership/"]),
        ("knowledge/longer-reads", ["Knowledge & Insights", "/insights/"]),
        ("nowhere/at-all", []),
    ],
)
def test_a_section_begins_where_the_site_has_it(client, path, section):
    PageFactory(path=path, title="This page")

    assert labels_of(page_of(client, path)) == ["Home", "/", *section, "This page"]


def test_a_section_without_a_menu_goes_by_its_address(client):
    PageFactory(path="history", title="History")
    PageFactory(path="history/archive", title="The archive")

    assert labels_of(page_of(client, "history/archive")) == ["Home", "/", "History", "/history/", "The archive"]


def test_a_long_page_begins_with_its_parts_and_a_short_one_does_not(client):
    PageFactory(path="about/long", body=LONG)
    PageFactory(path="about/short", body=LONG.partition("## Part 3")[0])

    assert 'href="#part-part-0"' in page_of(client, "about/long").text
    assert 'href="#part-part-0"' not in page_of(client, "about/short").text


def test_pages_below_are_listed_and_where_there_are_none_those_beside(client):
    PageFactory(path="about")
    for position, path in enumerate(("about/governance", "about/charter", "about/governance/board")):
        PageFactory(path=path, position=position)

    def others(path):
        return [other.path for other in page_of(client, path).context["others"]]

    assert others("about") == ["about/governance", "about/charter"]
    assert others("about/governance") == ["about/governance/board"]
    assert others("about/charter") == ["about/governance"]
    assert "In this part" in page_of(client).text
    assert "Beside this page" in page_of(client, "about/charter").text


def test_a_former_address_leads_on_for_good(client):
    change_address(page=PageFactory(path="about/governance"), path="about/who-decides", at=NOW)

    answer = page_of(client)

    assert (answer.status_code, answer.url) == (301, "/about/who-decides/")
    assert answer.headers["Cache-Control"] == "no-cache"


UNKNOWN = ["/about/nothing/", "/nothing/", "/About/", "/about/a_b/", "/about/nothing", "/nothing", "/About"]


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("/about/governance", "/about/governance/"),
        ("/about/governance?from=letter", "/about/governance/?from=letter"),
        ("/about/before", "/about/before/"),
        ("/events", "/events/"),
        ("/events?word=mill", "/events/?word=mill"),
        ("/admin", "/admin/"),
    ],
)
def test_an_address_without_its_last_slash_leads_to_what_is_there(client, path, whole):
    change_address(page=PageFactory(path="about/before"), path="about/governance", at=NOW)

    answer = client.get(path)

    assert (answer.status_code, answer.url) == (301, whole)


def test_a_draft_without_its_last_slash_is_there_for_editors_alone(client):
    PageFactory(path="about/governance", is_published=False)

    assert client.get("/about/governance").status_code == 404
    client.force_login(editor())
    assert client.get("/about/governance").status_code == 301


def test_without_its_last_slash_an_unknown_address_takes_two_queries_and_another_part_none(
    client, django_assert_num_queries
):
    with django_assert_num_queries(2):
        client.get("/nothing")
    with django_assert_num_queries(0):
        client.get("/events")


def test_a_draft_is_there_for_editors_alone_under_its_former_address_too(client):
    draft = change_address(page=PageFactory(path="about/old", is_published=False), path="about/governance", at=NOW)
    for person in (None, UserFactory()):
        if person:
            client.force_login(person)
        assert [page_of(client, path).status_code for path in ("about/old", draft.path)] == [404, 404]

    client.force_login(editor())

    assert "Only editors see this page." in page_of(client).text
    assert page_of(client, "about/old").status_code == 301


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_two_queries_however_many_stand_beside_it(client, django_assert_num_queries, count):
    PageFactory(path="about/governance", body=LONG)
    PageFactory.create_batch(count)

    with django_assert_num_queries(2):
        page_of(client)


def test_menus_lead_to_pages(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PageFactory(path="about/governance", menu="about", label="Governance")
        PageFactory(path="about/policies/cookies", menu="legal", label="Cookie policy")

    page = page_of(client)

    assert {"/about/governance/", "/about/policies/cookies/"} <= set(links_of(page.text, at="/about/governance/"))
    assert [link.label for link in page.context["navigation"].legal] == ["Cookie policy"]
