"""Files that people should not send, through each form that takes one: a sentence, and nothing typed is lost."""

from email.message import Message
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cmiportal.documents.models import Item, StoredFile
from tests.cmiportal.documents.files import WORD, office, zipped
from tests.factories.documents import ItemFactory, png
from tests.factories.qualifications import chosen_unit
from tests.qualifications.filled_forms import EVIDENCE, fields_of
from tests.qualifications.views.places import place_of_today

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024


@cache
def bomb():
    """A Word document of a fifth of a megabyte that unpacks to 201."""
    return office(WORD, ("word/media/image1.png", bytes(201 * MEGABYTE)))


REFUSED = {
    "a program called a document": ("plan.pdf", lambda: b"MZ\x90\x00" + bytes(60), "This is a Windows program"),
    "nothing": ("plan.pdf", lambda: b"", "The file is empty."),
    "26 MB": ("plan.png", lambda: png() + bytes(26 * MEGABYTE), "The file must be 25 MB or smaller"),
    "a ZIP bomb": ("plan.docx", bomb, "Unpacked, this file holds far more than a document needs."),
    "a ZIP of programs": (
        "plan.docx",
        lambda: zipped([("run.exe", b"MZ" + bytes(60))]),
        "This is a ZIP archive, not a Word document.",
    ),
}


@pytest.fixture
def unit(client):
    """A unit of the learner who sends the forms."""
    unit = chosen_unit(place_of_today(), "601")
    client.force_login(unit.learner)
    return unit


@pytest.fixture(params=["add", "add to a criterion", "change"])
def address(request, unit):
    """A form that takes a file."""
    if request.param == "add":
        return reverse("qualifications:item_add")
    if request.param == "add to a criterion":
        return reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.1"])
    return reverse("qualifications:item_edit", args=[ItemFactory(owner=unit.learner).pk])


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_refused_says_why_and_loses_nothing(client, address, what):
    name, content, sentence = REFUSED[what]
    items = Item.objects.count()
    response = client.post(
        address, {**EVIDENCE, "pointer": "Page 3", "revision": 0, "file": SimpleUploadedFile(name, content())}
    )

    assert response.status_code == 200
    assert sentence in " ".join(response.context["form"].errors["file"])
    fields = fields_of(response.text).values
    assert {name: fields[name] for name in EVIDENCE} == {name: [typed] for name, typed in EVIDENCE.items()}
    assert fields.get("pointer", ["Page 3"]) == ["Page 3"]
    assert (Item.objects.count(), StoredFile.objects.count()) == (items, 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/cron.d/minutes.png", "minutes.png"),
        ("C:\\Users\\Amara\\minutes.png", "minutes.png"),
        ("minutes\u202egnp.exe.png", "minutesgnp.exe.png"),
        ("\u2066../\u2069minutes.png", "minutes.png"),
        ("محضر الاجتماع.png", "محضر الاجتماع.png"),
        ("会议记录 🎓.png", "会议记录 🎓.png"),
        ("a" * 400 + ".png", "a" * 236 + ".png"),
    ],
)
def test_a_file_keeps_what_of_its_name_does_no_harm(client, unit, settings, given, kept):
    content = png()
    client.post(reverse("qualifications:item_add"), {**EVIDENCE, "file": SimpleUploadedFile(given, content)})
    file = StoredFile.objects.get()
    answer = client.get(reverse("documents:document_open", args=[file.pk]))

    assert file.name == kept
    assert attached_name(answer) == kept
    assert answer.getvalue() == content
    assert Path(settings.MEDIA_ROOT, file.storage_key).resolve().is_relative_to(settings.MEDIA_ROOT)


def attached_name(response):
    """The name under which a browser saves the answer."""
    header = Message()
    header["Content-Disposition"] = response["Content-Disposition"]
    return header.get_filename()
