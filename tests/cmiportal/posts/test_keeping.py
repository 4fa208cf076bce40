"""What is kept of a form that was sent without a session, for whom, and for how long."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from cmiportal.posts.keeping import Typed, erase_old, keep, key_of, typed
from cmiportal.posts.keys import FIELD, make_key, read_key
from cmiportal.posts.models import KeptForm, SentPost
from tests.factories.accounts import UserFactory
from tests.factories.posts import SENT_AT, KeptFormFactory, SentPostFactory

pytestmark = pytest.mark.django_db
PATH = "/learning/evidence/add/"


def sent(key, path=PATH, **fields):
    request = RequestFactory().post(path, {"csrfmiddlewaretoken": "token", FIELD: key, **fields})
    request.user = AnonymousUser()
    return request


def test_it_keeps_every_value_and_neither_token_nor_key():
    person = UserFactory()
    key = make_key(person)

    files = [SimpleUploadedFile(name, b"words") for name in ("notes.pdf", "plan.pdf")]

    kept = keep(sent(key, units=["601", "602"], text=["Ä\n"], files=files), at=SENT_AT)

    kept.refresh_from_db()
    assert (kept.person, kept.path, kept.files, kept.created_at) == (person, PATH, ["notes.pdf", "plan.pdf"], SENT_AT)
    assert kept.fields == [["units", ["601", "602"]], ["text", ["Ä\n"]]]
    assert read_key(key_of(kept)) == read_key(key)


def test_the_same_form_sent_again_is_kept_as_it_was_last():
    key = make_key(UserFactory())
    for text in ("first", "second"):
        keep(sent(key, text=[text]), at=SENT_AT)

    assert [kept.fields for kept in KeptForm.objects.all()] == [[["text", ["second"]]]]


def test_the_latest_of_a_person_are_kept_and_those_of_others_stay(settings):
    settings.KEPT_FORMS_MAX = 2
    person, other = UserFactory(), UserFactory()
    keep(sent(make_key(other), text=["theirs"]), at=SENT_AT)
    for number in range(3):
        keep(sent(make_key(person), text=[f"form {number}"]), at=SENT_AT + timedelta(minutes=number))

    kept = KeptForm.objects.order_by("created_at").values_list("fields", flat=True)
    assert [fields[0][1] for fields in kept] == [["theirs"], ["form 1"], ["form 2"]]


def test_nothing_of_a_form_without_a_key_of_ours_is_kept():
    assert keep(sent("forged", text=["words"]), at=SENT_AT) is None


@pytest.mark.parametrize("fields", [{"text": "a\0b"}, {"a\0b": "text"}])
def test_a_form_with_a_nul_is_not_kept(fields):
    assert keep(sent(make_key(UserFactory()), **fields), at=SENT_AT) is None


def test_nothing_is_kept_for_another_person_than_the_one_signed_in():
    form = sent(make_key(UserFactory()), text=["words"])
    form.user = UserFactory()

    assert keep(form, at=SENT_AT) is None
    assert not KeptForm.objects.exists()


def test_no_password_is_kept():
    form = sent(make_key(UserFactory()), oldpassword=["secret"])

    assert keep(form, at=SENT_AT) is None


@pytest.mark.parametrize(("size", "kept"), [(80, True), (81, False)])
def test_a_form_beyond_the_measure_is_not_kept(settings, size, kept):
    settings.KEPT_FORM_MAX_BYTES = len('[["text", [""]]]') + 80

    assert bool(keep(sent(make_key(UserFactory()), text=["x" * size]), at=SENT_AT)) is kept


@pytest.mark.parametrize(("length", "kept"), [(1000, True), (1001, False)])
def test_an_address_that_is_too_long_keeps_nothing(length, kept):
    form = sent(make_key(UserFactory()), path="/".ljust(length, "a"), text=["words"])

    assert bool(keep(form, at=SENT_AT)) is kept


def test_what_was_typed_is_shown_without_the_forms_own_numbers():
    fields = [["form-place_of_work", ["Leeds"]], ["revision", ["3"]], ["item", [str(SentPostFactory().person_id)]]]
    fields += [["unit", ["01938a3c-5c3e-7000-8000-000000000000"]], ["note", ["  "]], ["tick", ["on", "off"]]]
    fields += [["met", ["not_yet_met"]], ["name", ["snake_Case"]]]
    fields += [["seal", [signing.dumps(["words"] * size, compress=True)]] for size in (1, 50)]

    assert typed(KeptForm(fields=fields)) == [
        Typed("Place of work", "Leeds"),
        Typed("Tick", "on"),
        Typed("Tick", "off"),
        Typed("Met", "not yet met"),
        Typed("Name", "snake_Case"),
    ]


def test_both_are_erased_when_their_time_is_over(settings):
    settings.KEPT_FORM_HOURS, settings.POST_KEY_DAYS = 24, 7
    hours, days = timedelta(hours=1), timedelta(days=1)
    KeptFormFactory(created_at=SENT_AT - 24 * hours)
    young = KeptFormFactory(created_at=SENT_AT - 23 * hours)
    SentPostFactory(created_at=SENT_AT - 8 * days)
    known = SentPostFactory(created_at=SENT_AT - 7 * days)

    erase_old(at=SENT_AT)

    assert (list(KeptForm.objects.all()), list(SentPost.objects.all())) == ([young], [known])
