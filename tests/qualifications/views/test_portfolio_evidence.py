"""A learner's pieces of evidence: what is refused says why and loses nothing, what is others' does not exist."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cmiportal.documents import services as documents
from cmiportal.documents.models import Item, StoredFile
from qualifications.models import Mapping
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, png, upload
from tests.factories.portfolio import handed_in, map_evidence, ready_unit
from tests.factories.qualifications import NOW, chosen_unit

from .places import place_of_today

pytestmark = pytest.mark.django_db

LIST, ADD = "qualifications:item_list", "qualifications:item_add"


@pytest.fixture
def unit():
    return chosen_unit(place_of_today(), "601")


@pytest.fixture
def learner(unit, client):
    client.force_login(unit.learner)
    return unit.learner


def program():
    return SimpleUploadedFile("plan.pdf", b"MZ\x90\x00" + bytes(60))


def edit(item):
    return reverse("qualifications:item_edit", args=[item.pk])


def typed(**given):
    return {"kind": "reflective_account", "title": "Minutes of May", "text": "What we decided.", **given}


def test_the_list_holds_ones_own_evidence_and_where_it_is_mapped(client, learner, unit):
    map_evidence(unit, "1.1", "2.1", title="Minutes of May", upload=upload("May.png"))
    documents.withdraw_item(item=ItemFactory(owner=learner, title="Taken out"), at=NOW)
    ItemFactory(title="Somebody else's")

    response = client.get(reverse(LIST))

    (piece,) = response.context["pieces"]
    assert (piece.item.title, piece.words) == ("Minutes of May", 15)
    assert [(place.unit.unit.number, place.codes) for place in piece.places] == [("601", "1.1 and 2.1")]
    assert "May.png" in response.text
    assert "One piece of evidence" in response.text


def test_an_empty_list_says_what_will_stand_there(client, learner):
    response = client.get(reverse(LIST))

    assert "No evidence yet. Add the first piece" in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(client, learner, unit, django_assert_num_queries, count):
    for _ in range(count):
        map_evidence(unit, upload=upload())
    client.get(reverse(LIST))

    with django_assert_num_queries(6):
        response = client.get(reverse(LIST))

    assert len(response.context["pieces"]) == count


def test_a_long_list_comes_in_pages(client, learner):
    ItemFactory.create_batch(21, owner=learner)

    assert len(client.get(reverse(LIST)).context["pieces"]) == 20
    assert len(client.get(reverse(LIST), {"page": 2}).context["pieces"]) == 1


def test_text_and_file_are_added_with_the_limits_said_beforehand(client, learner):
    page = client.get(reverse(ADD))
    assert "PDF, DOCX, ODT, XLSX, PPTX, PNG, JPEG, MP3 or MP4, to 25 MB." in page.text

    response = client.post(reverse(ADD), typed(file=upload("May.png")), follow=True)

    item = Item.objects.get()
    assert (item.owner, item.kind, item.title, item.draft.text) == (
        learner,
        "reflective_account",
        "Minutes of May",
        "What we decided.",
    )
    assert (item.draft.file.name, item.draft.file.kind) == ("May.png", "evidence")
    assert "“Minutes of May” is added." in response.text


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (program, "This is a Windows program, not a PDF document."),
        (lambda: SimpleUploadedFile("empty.pdf", b""), "The file is empty. Choose another"),
        (lambda: upload("big.png", png() + bytes(25 * 1024 * 1024)), "The file must be 25 MB or smaller"),
    ],
)
def test_a_refused_file_says_why_at_its_field_and_keeps_what_was_typed(client, learner, file, sentence):
    response = client.post(reverse(ADD), typed(file=file()))

    assert sentence in str(response.context["form"].errors["file"])
    assert response.text.count("What we decided.") == 1
    assert 'value="Minutes of May"' in response.text
    assert response.text.startswith("<!doctype html>")
    assert "<title>Error: Add evidence" in response.text
    assert (Item.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"title": "x" * 10_000}, "title", "Use 300 characters or fewer; you used 10000."),
        ({"title": "Report \u202efdp.exe"}, "title", "Take out the hidden characters that change the direction"),
        ({"title": " "}, "title", "This field is required."),
        ({"kind": ""}, "kind", "This field is required."),
        ({"text": "  "}, "text", "Write something here, or choose a file below."),
        ({"text": "x" * 100_001}, "text", "The text has 100,001 characters; the longest we keep is 100,000."),
    ],
)
def test_what_is_typed_wrong_comes_back_with_the_repair(client, learner, given, field, sentence):
    response = client.post(reverse(ADD), typed(**given))

    assert sentence in str(response.context["form"].errors[field])
    assert given.get("title", "Minutes of May").strip() in response.text
    assert not Item.objects.exists()


def test_a_good_file_beside_a_wrong_title_is_asked_for_again(client, learner):
    response = client.post(reverse(ADD), typed(title="", file=upload("May.png")))

    assert response.context["form"].lost_file == "May.png"
    assert "Choose your file again" in response.text


@pytest.mark.parametrize("title", ["تقرير القيادة", "变革管理的反思", "Plan 🎓 für Übergänge"])
def test_titles_of_any_script_are_kept_as_written(client, learner, title):
    client.post(reverse(ADD), typed(title=title, file=upload(f"{title}.png")))

    item = Item.objects.get()
    assert (item.title, item.draft.file.name) == (title, f"{title}.png")


def test_new_evidence_goes_straight_to_a_criterion(client, learner, unit):
    address = reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.2"])
    assert "Add evidence for 1.2" in client.get(address).text

    response = client.post(address, typed(pointer="page 3"))

    mapping = Mapping.objects.get()
    assert (mapping.item.title, mapping.criterion.code, mapping.pointer) == ("Minutes of May", "1.2", "page 3")
    assert response.url == reverse("qualifications:unit_portfolio", args=[unit.pk]) + "#c1-2"


def test_evidence_added_while_the_work_was_handed_in_elsewhere_is_kept(client, learner, unit):
    map_evidence(unit)
    handed_in(unit)

    response = client.post(reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.2"]), typed(), follow=True)

    assert Item.objects.filter(title="Minutes of May").exists()
    assert "is added, but not mapped to 1.2. This work is submitted." in response.text


def test_a_refused_file_for_a_criterion_leaves_nothing(client, learner, unit):
    address = reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.2"])

    response = client.post(address, typed(file=program()))

    assert "file" in response.context["form"].errors
    assert not Item.objects.exists()


def test_evidence_is_changed_on_its_page(client, learner):
    item = ItemFactory(owner=learner, upload=upload("before.png"))
    page = client.get(edit(item))
    assert page.context["form"]["revision"].value() == 0

    response = client.post(edit(item), typed(revision=0, file=upload("after.png")), follow=True)

    item = Item.objects.get()
    assert (item.title, item.draft.text, item.draft.revision, item.draft.file.name) == (
        "Minutes of May",
        "What we decided.",
        2,
        "after.png",
    )
    assert "“Minutes of May” is saved." in response.text


def test_text_may_go_where_a_file_stays(client, learner):
    item = ItemFactory(owner=learner, upload=upload())

    client.post(edit(item), typed(revision=0, text=""))

    assert Item.objects.get().draft.text == ""


def test_a_stale_text_shows_both_and_is_saved_over_the_other_only_when_asked_again(client, learner):
    item = ItemFactory(owner=learner)
    client.post(edit(item), typed(revision=0, text="Saved in the other tab."))

    response = client.post(edit(item), typed(revision=0, text="Typed in this one."))

    assert Item.objects.get().draft.text == "Saved in the other tab."
    assert "Saved in the other tab." in response.text
    assert "Typed in this one." in response.text
    assert response.context["form"]["revision"].value() == "2"

    client.post(edit(item), typed(revision=2, text="Typed in this one."))
    assert Item.objects.get().draft.text == "Typed in this one."


def test_a_refused_file_leaves_the_evidence_as_it_was(client, learner):
    item = ItemFactory(owner=learner, upload=upload("before.png"))

    response = client.post(edit(item), typed(revision=0, file=program()))

    assert "This is a Windows program" in str(response.context["form"].errors["file"])
    assert Item.objects.get().draft.text == ItemFactory.text
    assert Item.objects.get().draft.file.name == "before.png"


def test_a_file_is_removed_unless_it_is_all_there_is(client, learner):
    item, bare = ItemFactory(owner=learner, upload=upload()), ItemFactory(owner=learner, text="", upload=upload())

    gone = client.post(reverse("qualifications:item_remove_file", args=[item.pk]), follow=True)
    kept = client.post(reverse("qualifications:item_remove_file", args=[bare.pk]), follow=True)

    assert "The file is removed." in gone.text
    assert "This file is all there is." in kept.text
    assert [Item.objects.get(pk=each.pk).draft.file_id is None for each in (item, bare)] == [True, False]


def test_withdrawing_asks_first_and_names_the_criteria(client, learner, unit):
    item = map_evidence(unit, "1.1", "2.1")
    address = reverse("qualifications:item_withdraw", args=[item.pk])

    page = client.get(address)
    assert "Unit 601, 1.1 and 2.1" in page.text
    assert Item.objects.get().withdrawn_at is None

    client.post(address)
    assert Item.objects.get().withdrawn_at is not None
    assert client.get(edit(item)).status_code == 404


def test_evidence_under_judgement_is_not_withdrawn(client, learner, unit):
    item = map_evidence(unit)
    handed_in(unit)

    response = client.post(reverse("qualifications:item_withdraw", args=[item.pk]), follow=True)

    assert "being judged" in response.text
    assert Item.objects.get().withdrawn_at is None


@pytest.mark.parametrize("name", ["item_edit", "item_remove_file", "item_withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_evidence_of_others_does_not_exist(client, name, method):
    item = map_evidence(ready_unit(place_of_today()), upload=upload())
    client.force_login(UserFactory())

    response = getattr(client, method)(reverse(f"qualifications:{name}", args=[item.pk]), typed(revision=0))

    assert response.status_code == (405 if (name, method) == ("item_remove_file", "get") else 404)
    assert Item.objects.get(pk=item.pk).title == item.title


@pytest.mark.parametrize("name", ["item_list", "item_add"])
def test_visitors_sign_in_first(client, name):
    address = reverse(f"qualifications:{name}")

    assert client.get(address).url == f"/accounts/login/?next={address}"
