"""The life of an evidence item: draft, kept versions, withdrawal; and who sees it."""

import hashlib
import threading
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from cmiportal.documents import services
from cmiportal.documents.models import Item, ItemDraft, ItemVersion, StoredFile
from cmiportal.documents.refusals import FileRefused, ItemRefused, StaleDraft
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, ItemVersionFactory, upload


@pytest.fixture(autouse=True)
def database(db):
    """Every test here needs it."""


def draft(item):
    """(text, name of the file, revision) of the draft as the database has it."""
    found = ItemDraft.objects.select_related("file").get(item=item)
    return found.text, found.file and found.file.name, found.revision


class TestCreating:
    def test_an_item_begins_with_a_draft(self, at):
        owner = UserFactory()

        item = services.create_item(
            owner=owner, kind="coaching_log", title=" Coaching \n Anwar ", text="One\r\ntwo", at=at
        )

        assert (item.title, item.kind, item.created_at, item.withdrawn_at) == (
            "Coaching Anwar",
            "coaching_log",
            at,
            None,
        )
        assert draft(item) == ("One\ntwo", None, 0)

    def test_one_person_cannot_add_without_end(self, settings):
        settings.EVIDENCE_ITEMS_MAX = 2
        first = ItemFactory()
        services.withdraw_item(item=ItemFactory(owner=first.owner), at=first.created_at)

        with pytest.raises(ItemRefused) as refused:
            ItemFactory(owner=first.owner)

        assert str(refused.value) == (
            "You have added 2 pieces of evidence, and we keep no more. Change one that you have."
        )
        assert ItemFactory().owner != first.owner

    def test_a_refused_file_leaves_no_item(self, at):
        with pytest.raises(FileRefused):
            ItemFactory(upload=upload("a.png", b"MZ"), file_kind="own")

        assert (Item.objects.count(), StoredFile.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("title", "sentence"),
        [
            (" \n ", "Give this evidence a title."),
            ("x" * 10_000, "The title has 10,000 characters; the longest we keep is 300. Shorten it."),
        ],
    )
    def test_a_title_is_there_and_fits(self, title, sentence):
        with pytest.raises(ItemRefused) as refused:
            ItemFactory(title=title)

        assert str(refused.value) == sentence

    def test_a_text_beyond_the_policy_is_refused(self, settings):
        settings.EVIDENCE_TEXT_MAX_CHARACTERS = 1000
        ItemFactory(text="x" * 999 + "\r\n")

        with pytest.raises(ItemRefused) as refused:
            ItemFactory(text="x" * 1001)

        assert str(refused.value) == (
            "The text has 1,001 characters; the longest we keep is 1,000. "
            "Put the rest into another piece of evidence, or add it as a file."
        )

    def test_titles_and_texts_of_every_script_are_kept(self):
        item = ItemFactory(title="قيادة 変革 🎉", text="我领导了团队 👩‍👩‍👧")

        item.refresh_from_db()
        assert (item.title, draft(item)[0]) == ("قيادة 変革 🎉", "我领导了团队 👩‍👩‍👧")


class TestDraft:
    def test_saving_counts_revisions(self, at):
        item = ItemFactory()

        saved = services.save_draft(item=item, text="More", revision=0, at=at)

        assert (saved.text, saved.revision, saved.saved_at, str(saved)) == ("More", 1, at, "Draft 1")
        assert draft(item) == ("More", None, 1)

    def test_saving_the_same_again_is_harmless(self, at):
        item = ItemFactory()
        services.save_draft(item=item, text="More", revision=0, at=at)

        again = services.save_draft(item=item, text="More", revision=0, at=at + timedelta(minutes=1))

        assert (again.revision, again.saved_at) == (1, at)

    def test_a_stale_tab_is_refused_and_both_texts_are_there(self, at):
        item = ItemFactory()
        services.save_draft(item=item, text="From the telephone", revision=0, at=at)

        with pytest.raises(StaleDraft) as stale:
            services.save_draft(item=item, text="From the desk", revision=0, at=at)

        assert (stale.value.text, stale.value.revision) == ("From the telephone", 1)
        assert str(stale.value).startswith("This evidence was changed in another tab or device.")
        assert draft(item) == ("From the telephone", None, 1)

    def test_title_and_type_can_be_changed(self, at):
        item = ItemFactory()

        changed = services.change_item(item=item, kind="meeting_record", title="Minutes of May", at=at)

        changed.refresh_from_db()
        assert (changed.kind, changed.title) == ("meeting_record", "Minutes of May")

    def test_a_file_takes_the_place_of_the_one_before(self, at, kept, django_capture_on_commit_callbacks):
        item = ItemFactory(upload=upload("first.png"), file_kind="own")

        with django_capture_on_commit_callbacks(execute=True):
            file = services.attach_file(item=item, upload=upload("second.png"), file_kind="own", at=at)

        assert draft(item)[1:] == ("second.png", 0)
        assert (file.owner, kept()) == (item.owner, [file.storage_key])

    def test_a_refused_file_leaves_the_one_before(self, at):
        item = ItemFactory(upload=upload("first.png"), file_kind="own")

        with pytest.raises(FileRefused):
            services.attach_file(item=item, upload=upload("second.png", b""), file_kind="own", at=at)

        assert draft(item)[1] == "first.png"

    def test_a_file_can_be_taken_away_and_a_kept_version_keeps_it(self, at, kept, django_capture_on_commit_callbacks):
        item = ItemFactory(upload=upload("first.png"), file_kind="own")
        version = services.keep_version(item=item, at=at)

        with django_capture_on_commit_callbacks(execute=True):
            services.detach_file(item=item, at=at)
            services.detach_file(item=item, at=at)

        assert draft(item)[1] is None
        assert kept() == [version.file.storage_key]


class TestVersions:
    def test_a_version_freezes_the_draft(self, at):
        item = ItemFactory(text="I asked each team — first.", upload=upload("minutes.png"), file_kind="own")

        version = services.keep_version(item=item, at=at)

        version.refresh_from_db()
        assert (version.number, version.owner, version.kind, version.title) == (1, item.owner, item.kind, item.title)
        assert (version.text, version.word_count, version.created_at) == ("I asked each team — first.", 5, at)
        assert bytes(version.text_sha256) == hashlib.sha256(version.text.encode()).digest()
        assert version.file == item.draft.file
        assert bytes(version.file_sha256) == bytes(item.draft.file.sha256)

    def test_an_unchanged_draft_gives_the_version_there_is(self, at):
        item = ItemFactory()
        first = services.keep_version(item=item, at=at)

        assert services.keep_version(item=item, at=at + timedelta(days=1)) == first
        assert item.versions.count() == 1

    def test_each_change_gives_the_next_version(self, at):
        item = ItemFactory()
        services.keep_version(item=item, at=at)
        services.save_draft(item=item, text="More", revision=0, at=at)
        services.keep_version(item=item, at=at)
        services.attach_file(item=item, upload=upload(), file_kind="own", at=at)
        services.keep_version(item=item, at=at)
        services.change_item(item=item, kind=item.kind, title="Another", at=at)
        services.keep_version(item=item, at=at)
        services.change_item(item=item, kind="coaching_log", title="Another", at=at)
        services.keep_version(item=item, at=at)

        assert [version.number for version in item.versions.all()] == [1, 2, 3, 4, 5]
        assert [str(version) for version in item.versions.all()][:2] == ["Version 1", "Version 2"]

    def test_an_item_with_nothing_in_it_is_refused(self, at):
        item = ItemFactory(text="")

        with pytest.raises(ItemRefused, match=r"^This evidence is empty\. Write something or add a file first\.$"):
            services.keep_version(item=item, at=at)

    def test_a_version_never_changes_and_is_never_deleted_by_its_item(self):
        version = ItemVersionFactory()

        for change in ({"text": "Better"}, {"title": "Better"}, {"number": 7}, {"word_count": 0}, {"kind": "workbook"}):
            with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
                ItemVersion.objects.filter(pk=version.pk).update(**change)

    def test_the_one_exit_is_erasure(self, at):
        version = ItemVersionFactory(item__upload=upload(), item__file_kind="own")
        mine = ItemVersion.objects.filter(pk=version.pk)

        mine.update(erased_at=at, title="", text="", file=None)

        erased = mine.get()
        assert (erased.text, erased.title, erased.file) == ("", "", None)
        assert bytes(erased.text_sha256) == bytes(version.text_sha256)
        assert bytes(erased.file_sha256) == bytes(version.file_sha256)

    def test_the_database_refuses_a_version_whose_hash_is_not_that_of_its_text(self, at):
        version = ItemVersionFactory()

        with pytest.raises(IntegrityError, match="item_version_text_hash"), transaction.atomic():
            ItemVersion(
                item=version.item, owner=version.owner, number=2, text="x", text_sha256=b"0" * 32, created_at=at
            ).save()


class TestWithdrawing:
    def test_twice_is_harmless_and_the_first_moment_stands(self, at):
        item = ItemFactory()

        services.withdraw_item(item=item, at=at)
        again = services.withdraw_item(item=item, at=at + timedelta(days=1))

        assert again.withdrawn_at == at

    def test_a_withdrawn_item_cannot_be_changed(self, at):
        item = ItemFactory()
        services.withdraw_item(item=item, at=at)

        for change in (
            lambda: services.save_draft(item=item, text="x", revision=0, at=at),
            lambda: services.change_item(item=item, kind=item.kind, title="x", at=at),
            lambda: services.attach_file(item=item, upload=upload(), file_kind="own", at=at),
            lambda: services.detach_file(item=item, at=at),
            lambda: services.keep_version(item=item, at=at),
        ):
            with pytest.raises(ItemRefused, match=r"^This evidence was withdrawn and can no longer be changed\.$"):
                change()

    def test_kept_versions_stay(self, at):
        version = ItemVersionFactory()

        services.withdraw_item(item=version.item, at=at)

        assert list(version.item.versions.all()) == [version]


def test_people_see_their_own_items_alone(at):
    item = ItemFactory()
    withdrawn = ItemFactory(owner=item.owner)
    services.withdraw_item(item=withdrawn, at=at)
    ItemFactory()

    assert set(Item.objects.visible_to(item.owner)) == {item, withdrawn}
    assert list(Item.objects.visible_to(item.owner).current()) == [item]
    assert list(Item.objects.visible_to(UserFactory(admin=True))) == []
    assert list(Item.objects.visible_to(AnonymousUser())) == []


@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Each fails when ``select_for_update()`` is taken out of ``services._lock``."""

    def together(self, *acts):
        """Do all at once; what each returned or raised."""
        start, results = threading.Barrier(len(acts)), [None] * len(acts)

        def run(number, act):
            try:
                start.wait()
                results[number] = act()
            except Exception as error:
                results[number] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    @pytest.mark.parametrize("round_", range(5))
    def test_eight_who_keep_the_same_draft_keep_one_version(self, at, round_):
        item = ItemFactory()

        results = self.together(*[lambda: services.keep_version(item=item, at=at)] * 8)

        assert {result.pk for result in results} == set(item.versions.values_list("pk", flat=True))
        assert item.versions.count() == 1

    @pytest.mark.parametrize("round_", range(5))
    def test_of_eight_tabs_that_save_seven_are_told(self, at, round_):
        item = ItemFactory()
        texts = [f"From tab {number}" for number in range(8)]

        results = self.together(
            *[partial(services.save_draft, item=item, text=text, revision=0, at=at) for text in texts]
        )

        saved = [result for result in results if isinstance(result, ItemDraft)]
        stale = [result for result in results if isinstance(result, StaleDraft)]
        assert (len(saved), len(stale)) == (1, 7)
        assert draft(item) == (saved[0].text, None, 1)
        assert {(error.text, error.revision) for error in stale} == {(saved[0].text, 1)}
