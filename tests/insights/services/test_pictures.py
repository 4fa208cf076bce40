"""Adding pictures, making their sizes, and what pages are told of them."""

import zlib
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from cmiportal.celery import app
from cmiportal.documents.models import StoredFile
from cmiportal.documents.refusals import FileRefused
from cmiportal.visitors import content_version
from cmiportal.workflow import MoveNotAllowed
from insights.kinds.pictures import may_open
from insights.models import Picture, PictureSize
from insights.rules import resizing
from insights.services.pictures import (
    PictureRefused,
    add_picture,
    describe_picture,
    facts_in,
    facts_of,
    faults_of,
    make_sizes,
    make_sizes_due,
)
from tests.factories.accounts import UserFactory
from tests.factories.documents import png
from tests.factories.insights import editor
from tests.factories.insights_pictures import LEFT, a_picture, a_sized_picture, bytes_of, drawn, photo, photograph
from tests.factories.qualifications import NOW
from tests.races import at_once

pytestmark = pytest.mark.django_db


def opened(size):
    """A size as Pillow reads it."""
    return Image.open(BytesIO(bytes_of(size)))


def saved(image, format, **options):
    """An image as bytes."""
    content = BytesIO()
    image.save(content, format, **options)
    return content.getvalue()


def test_an_editor_adds_a_picture_and_its_original_is_nobodys_own():
    picture = add_picture(file=photo(), alternative=" A desk\n by a window. ", credit=" Jo ", by=editor(), at=NOW)

    assert (picture.alternative, picture.credit) == ("A desk by a window.", "Jo")
    assert (picture.width, picture.height, picture.created_at, picture.sized_at) == (800, 400, NOW, None)
    original = picture.original
    assert (original.kind, original.owner, original.media_type) == ("picture", None, "image/jpeg")
    assert [may_open(user, original) for user in (editor(), UserFactory())] == [True, False]


@pytest.mark.parametrize("turned", [5, 6, 7, 8])
def test_the_shape_is_that_of_the_picture_as_it_was_held(turned):
    picture = a_picture(file=photo(content=photograph(turned=turned)))

    assert (picture.width, picture.height) == (400, 800)


def test_who_is_no_editor_adds_and_describes_none():
    with pytest.raises(MoveNotAllowed):
        a_picture(by=UserFactory())
    with pytest.raises(MoveNotAllowed):
        describe_picture(picture=a_picture(), alternative="A chair.", credit="", by=UserFactory())


def test_without_words_no_picture_is_kept():
    with pytest.raises(PictureRefused, match="Say in words"):
        a_picture(alternative="  ")

    assert (Picture.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_other_words_are_kept_in_one_line():
    picture = describe_picture(picture=a_picture(), alternative="A\nchair.", credit=" Wren ", by=editor())

    picture.refresh_from_db()
    assert (picture.alternative, picture.credit) == ("A chair.", "Wren")
    with pytest.raises(PictureRefused):
        describe_picture(picture=picture, alternative="", credit="", by=editor())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.7\n%%EOF", "This is a PDF document. We take PNG and JPEG files."),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "This is a WebP picture. Save it as JPEG or PNG."),
        ("a.jpg", photograph()[:2000], "This picture does not open"),
        ("a.png", png(600, 600)[:-60] + png(600, 600)[-12:], "This picture does not open"),
        ("a.png", b"", "The file a.png is empty."),
    ],
)
def test_what_is_no_whole_png_or_jpeg_is_refused_with_a_sentence(name, content, said, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(FileRefused) as refused:
        a_picture(file=photo(name, content))

    assert str(refused.value).startswith(said)
    assert Picture.objects.count() == 0


def test_a_picture_that_breaks_inside_is_refused_and_nothing_of_it_is_left(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    whole = png(600, 600)
    at = whole.index(b"IDAT")
    end = at + 4 + int.from_bytes(whole[at - 4 : at], "big")
    broken = b"IDAT" + b"\xff" * (end - at - 4)
    content = whole[:at] + broken + zlib.crc32(broken).to_bytes(4, "big") + whole[end + 4 :]

    with pytest.raises(FileRefused, match="does not open"):
        a_picture(file=photo("a.png", content))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_files_and_shapes_beyond_the_policy_are_refused(settings):
    settings.PICTURE_MAX_POINTS = 2_000_000
    with pytest.raises(FileRefused) as refused:
        a_picture(file=photo("a.png", png(2001, 1000)))
    assert str(refused.value) == (
        "This picture has 3 million points; the largest we take has 2 million. Save it in a smaller size."
    )

    settings.PICTURE_MAX_BYTES = 1000
    with pytest.raises(FileRefused, match="the largest we take is"):
        a_picture()


def test_a_picture_too_tall_for_one_of_the_formats_is_refused():
    with pytest.raises(FileRefused) as refused:
        a_picture(file=photo("a.png", png(320, 16_001)))
    assert str(refused.value) == (
        "This picture is 16,001 points high; the highest we take has 16,000. Cut it into parts, or save it in a smaller"
        " size."
    )
    assert a_picture(file=photo("a.png", png(320, 16_000))).height == 16_000


def test_sizes_are_made_in_three_formats_up_to_the_width_of_the_original():
    picture = a_picture()

    assert make_sizes(picture=picture, at=NOW) == 9
    picture.refresh_from_db()
    assert picture.sized_at == NOW
    assert list(picture.sizes.values_list("format", "width", "height").order_by("format", "width")) == [
        (name, width, width // 2) for name in ("avif", "jpg", "webp") for width in (320, 640, 800)
    ]
    types = {size.format: (size.file.media_type, size.file.kind, opened(size).format) for size in picture.sizes.all()}
    assert types == {
        "avif": ("image/avif", "picture-size", "AVIF"),
        "webp": ("image/webp", "picture-size", "WEBP"),
        "jpg": ("image/jpeg", "picture-size", "JPEG"),
    }


def test_a_wide_picture_is_made_up_to_1920_points():
    picture = a_sized_picture(file=photo(content=photograph(2400, 120)))

    assert set(picture.sizes.values_list("width", "height")) == {
        *((320, 16), (640, 32), (960, 48), (1280, 64), (1920, 96))
    }


@pytest.mark.parametrize("format", ["avif", "webp", "jpg"])
def test_a_size_holds_neither_place_nor_camera_nor_comment_and_stands_upright(format):
    picture = a_sized_picture(file=photo(content=photograph(turned=3)))

    image = opened(picture.sizes.get(format=format, width=320))
    content = bytes_of(picture.sizes.get(format=format, width=320))
    assert dict(image.getexif()) == {}
    assert (b"Wren" in content, b"Exif" in content, "icc_profile" in image.info) == (False, False, False)
    colour = image.convert("RGB").getpixel((300, 80))
    assert all(abs(one - other) < 12 for one, other in zip(colour, LEFT, strict=True))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", saved(drawn().convert("RGBA"), "PNG")),
        ("a.png", saved(drawn().convert("P"), "PNG")),
        ("a.png", saved(drawn().convert("LA"), "PNG")),
        ("a.png", saved(drawn().convert("1"), "PNG")),
        ("a.png", saved(drawn().convert("L").convert("I;16"), "PNG")),
        ("a.jpg", saved(drawn().convert("CMYK"), "JPEG", icc_profile=b"no profile")),
        ("a.jpg", saved(drawn().convert("L"), "JPEG")),
    ],
    ids=["clear", "palette", "grey", "ink", "deep", "print", "film"],
)
def test_every_kind_of_colours_is_made_into_those_of_screens(name, content):
    picture = a_sized_picture(file=photo(name, content))

    image = opened(picture.sizes.get(format="jpg", width=320))
    assert (image.mode, image.size) == ("RGB", (320, 160))
    assert image.getpixel((300, 80)) >= (240, 240, 240) or name == "a.png"


def test_what_shows_through_is_white():
    clear = drawn().convert("RGBA")
    clear.putalpha(0)
    picture = a_sized_picture(file=photo("a.png", saved(clear, "PNG")))

    assert opened(picture.sizes.get(format="jpg", width=320)).getpixel((10, 10)) == (255, 255, 255)


def test_a_broken_head_of_a_camera_is_no_reason_to_refuse(monkeypatch):
    image = Image.open(BytesIO(photograph()))
    monkeypatch.setattr(image, "getexif", lambda: 1 / 0)

    assert resizing._orientation(image) == 1


def test_a_stopped_run_goes_on_where_it_was_and_again_makes_nothing():
    picture = a_sized_picture()
    gone = picture.sizes.filter(format="avif")
    gone.delete()
    Picture.objects.update(sized_at=None)
    there = set(picture.sizes.values_list("pk", flat=True))

    assert make_sizes(picture=picture, at=NOW + timedelta(hours=1)) == 3
    assert make_sizes(picture=picture, at=NOW + timedelta(hours=2)) == 0
    assert there < set(picture.sizes.values_list("pk", flat=True))
    assert Picture.objects.get().sized_at == NOW + timedelta(hours=1)


def test_a_picture_that_fails_stops_no_other(caplog):
    broken, sound = a_picture(), a_picture(file=photo(content=photograph(320, 160)))
    default_storage.delete(broken.original.storage_key)

    assert make_sizes_due(at=NOW) == 3
    assert f"The sizes of picture {broken.pk} could not be made" in caplog.text
    assert list(Picture.objects.to_size()) == [broken]
    assert sound.sizes.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_size_once():
    picture = a_picture(file=photo(content=photograph(320, 160)))

    made = at_once(picture, *[partial(make_sizes, picture=picture, at=NOW)] * 2)

    assert (sum(made), PictureSize.objects.count()) == (3, 3)


def test_kept_pages_of_visitors_are_old_once_sizes_are_made(django_capture_on_commit_callbacks):
    picture, before = a_picture(), content_version()

    with django_capture_on_commit_callbacks(execute=True):
        make_sizes(picture=picture, at=NOW)

    assert content_version() != before


def test_adding_a_picture_wakes_a_worker_once_it_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_picture()

    with app.connection_for_read() as broker:
        message = broker.SimpleQueue("celery").get(block=False)
    assert message.headers["task"] == "insights.make_sizes"


def test_pages_learn_of_pictures_in_one_query_however_many(django_assert_num_queries):
    pictures = [a_sized_picture(file=photo(content=photograph(320, 160))) for _ in range(3)]
    waiting = a_picture()

    for some in (pictures[:1], pictures):
        with django_assert_num_queries(1):
            found = facts_of(some)
        assert list(found) == [str(picture.pk) for picture in some]
        assert {size.url for size in found[str(some[0].pk)].sizes} == {
            f"/pictures/{some[0].pk}/320.{name}" for name in ("avif", "webp", "jpg")
        }
    with django_assert_num_queries(0):
        assert facts_of([waiting])[str(waiting.pk)].sizes == ()


def test_sizes_that_are_half_made_are_not_shown():
    picture = a_sized_picture()
    picture.sized_at = None

    assert facts_of([picture])[str(picture.pk)].sizes == ()


def test_pictures_in_texts_are_looked_up_together(django_assert_num_queries):
    one, other = a_picture(), a_sized_picture()
    texts = (f"![a](picture:{one.pk})", f"![a](picture:{other.pk})\n\n![a](picture:{one.pk})", "None.")

    with django_assert_num_queries(2):
        assert set(facts_in(*texts)) == {str(one.pk), str(other.pk)}
    with django_assert_num_queries(0):
        assert facts_in("None.") == {}


def test_a_picture_that_is_not_there_is_a_fault_of_the_text(django_assert_num_queries):
    picture, nobody = a_picture(), "0193a1b2-0000-7000-8000-00000000000a"

    with django_assert_num_queries(1):
        found = faults_of(f"![a](picture:{picture.pk})\n\n![b](picture:{nobody})")
    assert found == [f"There is no picture with the id {nobody}. Copy the line of one from the list of pictures."]
    with django_assert_num_queries(0):
        assert faults_of("# Top") != []
