"""Changing and withdrawing evidence: all or nothing, and never under work that is judged."""

import pytest

from cmiportal.documents.models import Item, ItemVersion, StoredFile
from cmiportal.documents.services import FileRefused, ItemRefused, StaleDraft
from qualifications.models import Mapping
from qualifications.services.evidence import EvidenceRefused, change_evidence, remove_file, withdraw_evidence
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, judged, map_evidence, ready_unit
from tests.factories.qualifications import NOW, chosen_unit

pytestmark = pytest.mark.django_db


def changed(item, **given):
    values = {"kind": "coaching_log", "title": "A new title", "text": "A new text."}
    values |= {"dated_on": None, "revision": 0, "upload": None}
    return change_evidence(item=item, at=NOW, **{**values, **given})


def test_text_title_type_and_file_are_saved_together():
    item = ItemFactory(upload=upload("before.png"))

    changed(item, upload=upload("after.png"))

    item = Item.objects.get()
    assert (item.kind, item.title, item.draft.text, item.draft.revision) == (
        "coaching_log",
        "A new title",
        "A new text.",
        2,
    )
    assert [file.name for file in StoredFile.objects.all()] == ["after.png"]


def test_a_refused_file_leaves_everything_as_it_was():
    item = ItemFactory()

    with pytest.raises(FileRefused):
        changed(item, upload=upload("minutes.pdf", b"MZ\x90\x00 not a document at all"))

    assert (Item.objects.get().title, Item.objects.get().draft.text) == (item.title, item.draft.text)


def test_a_stale_text_leaves_everything_as_it_was_and_carries_the_newer_one():
    item = ItemFactory()
    changed(item, text="Saved in the other tab.", title="Saved there")

    with pytest.raises(StaleDraft) as stale:
        changed(item, text="Typed in this one.", title="Typed here")

    assert (stale.value.text, stale.value.revision) == ("Saved in the other tab.", 2)
    assert (Item.objects.get().title, Item.objects.get().draft.text) == ("Saved there", "Saved in the other tab.")


def test_a_title_that_was_changed_elsewhere_is_not_taken_back_unseen():
    item = ItemFactory()
    changed(item, text=item.draft.text, title="Saved there")

    with pytest.raises(StaleDraft):
        changed(item, text=item.draft.text, title=item.title)

    assert Item.objects.get().title == "Saved there"
    changed(item, text=item.draft.text, title="Saved there")


def test_a_file_is_removed_where_text_is_left():
    item = ItemFactory(upload=upload())

    remove_file(item=item, at=NOW)

    assert Item.objects.get().draft.file is None
    assert not StoredFile.objects.exists()


def test_the_file_that_is_all_there_is_stays():
    item = ItemFactory(text=" \n", upload=upload())

    with pytest.raises(EvidenceRefused, match="This file is all there is"):
        remove_file(item=item, at=NOW)

    assert Item.objects.get().draft.file is not None


def test_withdrawn_evidence_leaves_its_criteria_and_cannot_be_changed():
    unit = ready_unit()
    item = Mapping.objects.first().item
    other = map_evidence(unit, "1.1")

    withdraw_evidence(item=item, at=NOW)

    assert list(Mapping.objects.values_list("item", flat=True)) == [other.pk]
    assert Item.objects.get(pk=item.pk).withdrawn_at == NOW
    with pytest.raises(ItemRefused):
        changed(item)
    with pytest.raises(ItemRefused):
        remove_file(item=item, at=NOW)


def test_evidence_in_work_that_is_judged_is_not_withdrawn():
    unit = ready_unit()
    item = Mapping.objects.get(criterion__code="1.1").item
    second = chosen_unit(unit.enrolment, "602")
    map_evidence(second, item=item)
    handed_in(unit)

    with pytest.raises(EvidenceRefused, match=r"being judged \(unit 601\)"):
        withdraw_evidence(item=item, at=NOW)
    handed_in(second)
    with pytest.raises(EvidenceRefused, match=r"being judged \(unit 601 and 602\)"):
        withdraw_evidence(item=item, at=NOW)

    assert Item.objects.get().withdrawn_at is None


def test_after_the_result_evidence_is_withdrawn_and_what_was_handed_in_stays():
    unit = ready_unit()
    made = handed_in(unit)
    judged(made)
    item = Mapping.objects.first().item

    withdraw_evidence(item=item, at=NOW)

    assert made.items.count() == 3
    assert ItemVersion.objects.get().text == ItemFactory.text
