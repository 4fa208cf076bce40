"""Pages in the admin: written, moved and looked at by editors alone."""

import pytest
from django.urls import reverse

from insights.models import Page, PageAddress
from tests.factories.accounts import UserFactory
from tests.factories.insights import PageFactory, editor
from tests.insights.admin.forms import stamp

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Governance",
    "path": "/about/governance/",
    "standfirst": "Who decides what.",
    "body": "## The board\r\n\r\nTrustees decide.",
    "menu": "about",
    "label": "Governance",
    "position": "30",
    "is_published": "on",
}


def page(name, *args):
    return reverse(f"admin:insights_page_{name}", args=args)


def change(row, **fields):
    return {**TYPED, "path": row.path, "addresses-TOTAL_FORMS": 0, "addresses-INITIAL_FORMS": 0, **fields}


@pytest.fixture
def writer(client):
    """An editor, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


def test_an_editor_adds_a_page_by_its_address_as_it_is_copied(client, writer):
    assert client.post(page("add"), TYPED).status_code == 302

    row = Page.objects.get()
    assert (row.path, row.menu, row.position, row.is_published) == ("about/governance", "about", 30, True)
    assert row.body == "## The board\n\nTrustees decide."


def test_menus_that_may_be_chosen_are_those_of_the_site_and_the_line_at_the_end(client, writer):
    form = client.get(page("add")).context["adminform"].form

    keys = [key for key, _ in form.fields["menu"].choices]
    assert (keys[0], set(keys[1:])) == (
        "",
        {"services", "education", "membership", "community", "insights", "about", "legal"},
    )


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("", [("Board", "About CMI, 30"), ("Terms", "Legal, 10"), ("Thanks", "")]),
        ("legal", [("Terms", "Legal, 10")]),
        ("none", [("Thanks", "")]),
    ],
)
def test_the_list_names_menus_as_readers_see_them_and_is_narrowed_by_them(client, writer, asked, rows):
    PageFactory(path="board", title="Board", menu="about", label="Board", position=30)
    PageFactory(path="terms", title="Terms", menu="legal", label="Terms", position=10)
    PageFactory(path="thanks", title="Thanks", menu="", label="")

    shown = client.get(page("changelist"), {"menu": asked} if asked else {}).context["cl"]

    assert [(row.title, shown.model_admin.menu_in_words(row)) for row in shown.result_list] == rows


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"path": "events"}, "This is the address of another part of the site."),
        ({"path": "desk/for-you/today"}, "Addresses that begin with desk/ belong to another part of the site."),
        ({"path": "About/Us"}, "Small letters, figures, hyphens and slashes, such as about/governance."),
        ({"label": ""}, "Say with which words it stands in the menu."),
        ({"menu": ""}, "Choose the menu in which these words stand, or take them away."),
        ({"body": "![](picture:0190a5b2-0000-7000-8000-000000000000)"}, "0190a5b2-0000-7000-8000-000000000000"),
    ],
)
def test_what_does_not_fit_is_said(client, writer, typed, said):
    answer = client.post(page("add"), {**TYPED, **typed})

    assert said in answer.text
    assert not Page.objects.exists()


def test_the_address_of_another_page_is_refused(client, writer):
    PageFactory(path="about/governance")

    assert "already exists" in client.post(page("add"), TYPED).text


def test_another_address_leads_on_and_the_editor_is_told(client, writer):
    row = PageFactory(path="about/old")

    answer = client.post(page("change", row.pk), change(row, path="about/new", **stamp(client, row)), follow=True)

    assert "The address about/old leads on to about/new from now on." in answer.text
    assert list(PageAddress.objects.values_list("path", "page")) == [("about/old", row.pk)]
    assert "about/old" in client.get(page("change", row.pk)).text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("About us/../x", "Small letters, figures, hyphens and slashes, such as about/governance."),
        ("/", "This field cannot be blank."),
    ],
)
def test_an_address_that_cannot_be_is_refused_of_a_page_that_is_there(client, writer, path, said):
    row = PageFactory(path="about/old")

    answer = client.post(page("change", row.pk), {**change(row, **stamp(client, row)), "path": path})

    assert (answer.status_code, said in answer.text) == (200, True)
    row.refresh_from_db()
    assert row.path == "about/old"


def test_the_same_address_says_nothing(client, writer):
    row = PageFactory(path="about/old")

    answer = client.post(page("change", row.pk), change(row, **stamp(client, row)), follow=True)

    assert "was changed successfully" in answer.text
    assert "leads on to about" not in answer.text


def test_a_page_is_looked_at_without_being_saved(client, writer):
    answer = client.post(page("preview"), TYPED)

    assert "<h1>Governance</h1>" in answer.text
    assert "Trustees decide." in answer.text
    assert "Nothing of this is saved yet." in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert not Page.objects.exists()


def test_the_look_says_what_is_to_be_mended_and_runs_nothing(client, writer):
    answer = client.post(page("preview"), {"body": "# Top\n\n<script>alert(1)</script>"})

    assert "To be mended before it is published" in answer.text
    assert "<h1>Without a title</h1>" in answer.text
    assert "<script>alert" not in answer.text


def test_asked_for_without_a_form_the_look_leads_to_the_list(client, writer):
    assert client.get(page("preview")).url == page("changelist")


def test_the_list_shows_pages_and_leaves_as_a_file(client, writer):
    PageFactory(title="Governance")

    assert "Governance" in client.get(page("changelist")).text


def test_nobody_takes_a_page_away(client, writer):
    row = PageFactory()

    assert client.post(page("delete", row.pk), {"post": "yes"}).status_code == 403


def test_others_see_pages_and_write_none(client):
    row = PageFactory()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert client.get(page("change", row.pk)).status_code == 200
    assert client.get(page("add")).status_code == 403
    assert client.post(page("preview"), TYPED).status_code == 403
    assert client.post(page("change", row.pk), change(row, title="Mine")).status_code == 403
