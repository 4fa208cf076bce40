"""Which sizes a picture has, and the markup that offers them."""

import pytest

from insights.rules.pictures import PictureFacts, SizeFacts, height_for, is_too_tall, markup, widths_for


def facts(*sizes, **fields):
    """A picture with these (format, width)."""
    found = tuple(SizeFacts(name, width, width // 2, f"/p/{width}.{name}") for name, width in sizes)
    return PictureFacts(
        **{"id": "1", "alternative": "A <desk>", "credit": "", "width": 1200, "height": 600, **fields}, sizes=found
    )


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (100, [100]),
        (320, [320]),
        (700, [320, 640, 700]),
        (1280, [320, 640, 960, 1280]),
        (1920, [320, 640, 960, 1280, 1920]),
        (5000, [320, 640, 960, 1280, 1920]),
    ],
)
def test_a_picture_is_made_no_wider_than_it_is(width, widths):
    assert widths_for(width) == widths


@pytest.mark.parametrize(
    ("width", "of", "height"), [(320, (1600, 900), 180), (320, (3000, 1), 1), (640, (640, 99), 99)]
)
def test_the_height_keeps_the_shape(width, of, height):
    assert height_for(width, of=of) == height


def test_sizes_are_offered_from_the_narrowest_on():
    picture = facts(("jpg", 640), ("jpg", 320), ("avif", 320))

    assert (picture.srcset("jpg"), picture.srcset("webp")) == ("/p/320.jpg 320w, /p/640.jpg 640w", "")


@pytest.mark.parametrize(
    ("widths", "chosen"), [((320, 960, 1280), 960), ((1280, 1920), 1280), ((320,), 320), ((), None)]
)
def test_who_chooses_nothing_gets_a_jpeg_of_middle_width(widths, chosen):
    fallback = facts(*(("jpg", width) for width in widths), ("avif", 100)).fallback

    assert (fallback and fallback.width) == chosen


def test_the_markup_offers_formats_in_order_and_keeps_words_and_shape():
    html = markup(facts(("avif", 320), ("webp", 320), ("jpg", 320)), sizes="50vw")

    assert html == (
        '<picture><source type="image/avif" srcset="/p/320.avif 320w" sizes="50vw">'
        '<source type="image/webp" srcset="/p/320.webp 320w" sizes="50vw">'
        '<img src="/p/320.jpg" srcset="/p/320.jpg 320w" sizes="50vw" alt="A &lt;desk&gt;" width="1200" height="600"'
        ' loading="lazy" decoding="async"></picture>'
    )


def test_the_first_picture_is_fetched_at_once_and_a_decoration_has_no_words():
    html = markup(facts(("jpg", 320)), eager=True, alternative="")

    assert ('fetchpriority="high"' in html, "lazy" in html, 'alt=""' in html, "<source" in html) == (
        True,
        False,
        True,
        False,
    )


def test_until_it_is_made_its_place_has_its_words_and_a_decoration_none():
    assert markup(facts()) == '<span class="picture-place">Picture: A &lt;desk&gt;</span>'
    assert markup(facts(), alternative="") == ""


@pytest.mark.parametrize(
    ("shape", "too_tall"),
    [((320, 16_000), False), ((320, 16_001), True), ((3840, 32_000), False), ((3840, 32_002), True)],
)
def test_a_picture_is_too_tall_by_the_widest_size_that_is_made_of_it(shape, too_tall):
    assert is_too_tall(*shape) is too_tall
