"""Evidence that is not added yet: its text is kept from the first words on, by script or by the button."""

import pytest
from django.urls import reverse

from cmiportal.documents.models import Item, ItemVersion
from cmiportal.posts.keys import FIELD, make_key
from qualifications.models import Mapping
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, map_evidence
from tests.factories.qualifications import chosen_unit

from .places import place_of_today

pytestmark = pytest.mark.django_db
ADD, DRAFT = reverse("qualifications:item_add"), reverse("qualifications:item_draft_new")
WHOLE = {"kind": "work_product", "title": "Minutes of May", "dated_on_0": 2, "dated_on_1": 5, "dated_on_2": 2026}


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def key(person):
    """The key of the page that is open."""
    return make_key(person)


def types(client, key, text, revision=0, **more):
    return client.post(DRAFT, {"text": text, "revision": revision, FIELD: key, **more})


def pieces():
    return list(Item.objects.values_list("kind", "title", "draft__text", "draft__revision"))


def test_the_first_words_are_kept_under_a_name_that_says_so(client, person, key):
    answer = types(client, key, "I asked ").json()

    item = Item.objects.get(owner=person)
    assert pieces() == [("written_answer", "Untitled evidence", "I asked ", 1)]
    assert (answer["draft"], answer["revision"], len(answer["saved"])) == (str(item.pk), 1, 5)
    assert "I asked " in client.get(answer["page"]).text


def test_what_is_typed_on_goes_to_the_same_piece_with_its_title_and_type(client, key):
    types(client, key, "I asked ")

    answer = types(client, key, "I asked both.", 1, title="Minutes", kind="meeting_record")

    assert pieces() == [("meeting_record", "Minutes", "I asked both.", answer.json()["revision"])]


def test_a_title_that_cannot_be_kept_holds_up_no_text(client, key):
    types(client, key, "I asked both.", title="x" * 301, kind="no type")

    assert pieces() == [("written_answer", "Untitled evidence", "I asked both.", 1)]


def test_a_request_that_is_repeated_makes_no_second_piece(client, key):
    answers = [types(client, key, "I asked ").json()["revision"] for _ in range(2)]

    assert (answers, len(pieces())) == ([1, 1], 1)


def test_a_second_tab_at_the_draft_overwrites_nothing_and_sees_the_text(client, key):
    page = types(client, key, "First tab.").json()["page"]
    client.post(f"{page}draft/", {"text": "Second tab.", "revision": 1})

    answer = types(client, key, "First tab, more.", 1)

    assert (answer.status_code, answer.json()["revision"]) == (409, 2)
    assert "Second tab." in answer.json()["newer"]
    assert [text for _, _, text, _ in pieces()] == ["Second tab."]


def test_a_title_given_in_another_tab_is_not_taken_back(client, key):
    page = types(client, key, "I asked.", title="First").json()["page"]
    client.post(page, {**WHOLE, "title": "Second", "text": "I asked.", "revision": 1})

    assert types(client, key, "I asked.", 1, title="First").status_code == 409
    assert [title for _, title, _, _ in pieces()] == ["Second"]


@pytest.mark.parametrize("of", ["nobody", "somebody else"])
def test_a_page_of_somebody_else_saves_nothing_here(client, person, of):
    answer = types(client, make_key(UserFactory()) if of == "somebody else" else "forged", "Lost?")

    assert (answer.status_code, "signed in as somebody else" in answer.json()["said"]) == (422, True)
    assert pieces() == []


def test_a_text_that_is_too_long_leaves_no_empty_piece(client, key, settings):
    settings.EVIDENCE_TEXT_MAX_CHARACTERS = 10

    answer = types(client, key, "Eleven char")

    assert (answer.status_code, "longest we keep is 10" in answer.json()["said"], pieces()) == (422, True, [])


def test_who_has_as_many_pieces_as_we_keep_goes_on_with_a_draft_and_begins_none(client, person, key, settings):
    types(client, key, "I asked ")
    settings.EVIDENCE_ITEMS_MAX = 1

    assert types(client, key, "I asked both.", 1).status_code == 200
    assert types(client, make_key(person), "Another").status_code == 422


def test_the_button_adds_the_draft_that_was_begun_and_no_second_piece(client, key):
    begun = types(client, key, "I asked ").json()
    form = {**WHOLE, "text": "I asked both.", "draft": begun["draft"], "revision": 1, "file": upload("May.png")}

    page = client.post(ADD, {**form, FIELD: key}, follow=True)

    assert "“Minutes of May” is added." in page.text
    item = Item.objects.get()
    assert (item.kind, item.title, item.draft.text) == ("work_product", "Minutes of May", "I asked both.")
    assert (str(item.dated_on), item.draft.file.name) == ("2026-05-02", "May.png")
    assert list(ItemVersion.objects.values_list("text", flat=True)) == ["I asked ", "I asked both."]


def test_the_button_of_an_old_page_shows_both_texts_and_goes_on_with_the_draft(client, key):
    begun = types(client, key, "Typed first.").json()
    types(client, key, "Typed elsewhere.", 1)

    page = client.post(ADD, {**WHOLE, "text": "Typed here.", "draft": begun["draft"], "revision": 1, FIELD: key})

    assert page.context["form"]["revision"].value() == "2"
    assert f'data-draft="{reverse("qualifications:item_draft", args=[begun["draft"]])}"' in page.text
    assert "Typed elsewhere." in page.text
    assert "Typed here." in page.text
    assert [text for _, _, text, _ in pieces()] == ["Typed elsewhere."]


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's", "no id"])
def test_a_draft_that_is_not_ones_own_is_not_touched(client, person, whose):
    others = ItemFactory(text="Mine.")
    draft = {"somebody else's": others.pk, "nobody's": person.pk, "no id": "x"}[whose]

    client.post(ADD, {**WHOLE, "text": "Yours.", "draft": draft, "revision": 0})

    assert Item.objects.get(pk=others.pk).draft.text == "Mine."


def test_without_script_the_button_saves_a_draft_that_says_no_more_than_its_text(client, person):
    page = client.post(ADD, {"text": "I asked", "revision": 0, "save_draft": "1"}, follow=True)

    assert page.redirect_chain == [(reverse("qualifications:item_edit", args=[Item.objects.get().pk]), 302)]
    assert "“Untitled evidence” is saved as a draft." in page.text
    assert "Last saved" in page.text
    assert pieces() == [("written_answer", "Untitled evidence", "I asked", 0)]


def test_a_draft_of_nothing_is_refused(client, person):
    page = client.post(ADD, {"title": "Minutes", "save_draft": "1"})

    assert (list(page.context["form"].errors), pieces()) == (["text"], [])


def test_a_draft_for_a_criterion_is_mapped_by_the_button_alone(client):
    unit = chosen_unit(place_of_today(), "601")
    client.force_login(unit.learner)
    begun = types(client, make_key(unit.learner), "I asked ").json()
    assert not Mapping.objects.exists()

    address = reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.2"])
    form = {"text": "I asked ", "draft": begun["draft"], "revision": 1, "pointer": "page 3", "save_draft": "1"}
    page = client.post(address, form, follow=True)

    assert "“Untitled evidence” is saved as a draft and mapped to 1.2." in page.text
    assert page.redirect_chain[-1][0] == begun["page"]
    assert list(Mapping.objects.values_list("item", "criterion__code", "pointer")) == [
        (Item.objects.get().pk, "1.2", "page 3")
    ]


def test_a_draft_for_work_that_is_judged_is_kept_unmapped(client):
    unit = chosen_unit(place_of_today(), "601")
    client.force_login(unit.learner)
    map_evidence(unit)
    handed_in(unit)

    address = reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.2"])
    page = client.post(address, {"text": "I asked ", "save_draft": "1"}, follow=True)

    assert "is saved as a draft, but not mapped to 1.2. This work is submitted." in page.text
    assert Item.objects.filter(title="Untitled evidence").exists()
