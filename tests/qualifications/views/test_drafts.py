"""What is typed for a piece of evidence: saved as the person goes, refused when stale, earlier versions restored."""

import pytest
from django.urls import reverse

from cmiportal.documents import services
from cmiportal.documents.models import ItemDraft, ItemVersion
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(client):
    item = ItemFactory(text="I asked the team.")
    client.force_login(item.owner)
    return item


def address(item, name="item_draft", *more):
    return reverse(f"qualifications:{name}", args=[item.pk, *more])


def save(client, item, text, revision=0):
    """Choose the button Save."""
    day = item.dated_on
    given = {"kind": item.kind, "title": item.title, "text": text, "revision": revision}
    given |= {"dated_on_0": day.day, "dated_on_1": day.month, "dated_on_2": day.year}
    return client.post(address(item, "item_edit"), given, follow=True)


def texts(item):
    return list(ItemVersion.objects.filter(item=item).values_list("number", "text"))


def test_the_text_is_saved_as_it_is_typed_and_no_version_is_made_of_it(client, item):
    answer = client.post(address(item), {"text": "I asked both ", "revision": 0})

    assert (answer.status_code, answer.json()["revision"], len(answer.json()["saved"])) == (200, 1, 5)
    assert (ItemDraft.objects.get().text, texts(item)) == ("I asked both ", [])


def test_a_second_tab_does_not_overwrite_the_first_and_sees_its_text(client, item):
    client.post(address(item), {"text": "First <tab>.", "revision": 0})

    answer = client.post(address(item), {"text": "Second tab.", "revision": 0})

    assert (answer.status_code, answer.json()["revision"]) == (409, 1)
    assert "First &lt;tab&gt;." in answer.json()["newer"]
    assert ItemDraft.objects.get().text == "First <tab>."


def test_a_text_that_is_too_long_is_refused_with_the_reason(client, item, settings):
    settings.EVIDENCE_TEXT_MAX_CHARACTERS = 10

    answer = client.post(address(item), {"text": "Eleven char", "revision": 0})

    assert (answer.status_code, "longest we keep is 10" in answer.json()["said"]) == (422, True)


def test_a_text_with_a_character_that_is_none_is_refused(client, item):
    answer = client.post(address(item), {"text": "a\x00b", "revision": 0})

    assert (answer.status_code, ItemDraft.objects.get().text) == (422, "I asked the team.")


def test_a_draft_saved_without_a_session_is_answered_by_the_way_to_sign_in(client, item):
    client.logout()

    assert client.post(address(item), {"text": "Lost?", "revision": 0}).status_code == 302


@pytest.mark.parametrize("name", ["item_draft", "item_version", "item_restore"])
def test_nobody_else_reaches_a_draft_or_its_versions(client, item, name):
    services.keep_text(item=item, at=item.created_at)
    client.force_login(UserFactory())
    more = [] if name == "item_draft" else [1]

    method = client.get if name == "item_version" else client.post
    assert method(address(item, name, *more)).status_code == 404


def test_the_button_keeps_versions_and_the_page_lists_them(client, item):
    page = save(client, item, "I asked both supervisors.")

    assert texts(item) == [(1, "I asked the team."), (2, "I asked both supervisors.")]
    assert "Earlier versions" in page.text
    assert [version.number for version in page.context["versions"]] == [2, 1]


def test_coming_back_to_a_draft_that_is_newer_than_the_version_says_so(client, item):
    save(client, item, "I asked both.")
    assert "You typed on" not in client.get(address(item, "item_edit")).text

    client.post(address(item), {"text": "I asked both, twice.", "revision": 1})

    assert "You typed on" in client.get(address(item, "item_edit")).text


def test_an_earlier_version_is_shown_with_the_differences_and_restored_without_losing_anything(client, item):
    save(client, item, "I asked both.")
    client.post(address(item), {"text": "Something else.", "revision": 1})
    assert "<del>" in client.get(address(item, "item_version", 1)).text

    client.post(address(item, "item_restore", 1), {"revision": 2})

    assert ItemDraft.objects.get().text == "I asked the team."
    assert texts(item)[2:] == [(3, "Something else."), (4, "I asked the team.")]


def test_a_restore_from_an_old_page_is_refused(client, item):
    save(client, item, "I asked both.")

    page = client.post(address(item, "item_restore", 1), {"revision": 0}, follow=True)

    assert "changed in another tab" in page.text
    assert ItemDraft.objects.get().text == "I asked both."


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_piece_takes_the_same_queries_for_any_number_of_versions(
    client, item, django_assert_num_queries, count
):
    for number in range(count):
        save(client, item, f"Text {number}.", number)

    with django_assert_num_queries(6):
        client.get(address(item, "item_edit"))
