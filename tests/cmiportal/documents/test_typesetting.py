"""Printed documents, read back from the PDF."""

import io
import re
import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import segno
import typst
from pypdf import PdfReader

from cmiportal.documents.typesetting import PLAIN, QUESTIONS_MAX, Asking, printable, qr_code, typeset

AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
FAMILY = "👩\u200d👩\u200d👧"
CERTIFICATE = {
    "name": "Sunniva Okell",
    "qualification": "Level 6 Diploma in Professional Management and Leadership Practice",
    "level": 6,
    "size": "Diploma",
    "ofqual_number": "603/2911/6",
    "number": "AW0003190754",
    "code": "C6D4-71KQ-90XM",
    "verify_url": "https://portal.example.org/verify/C6D4-71KQ-90XM/",
    "issued_on": "3 March 2026",
    "centre": "Calderbridge Business School",
    "replaces": "",
    "units": [
        {"number": "603", "title": "Organisational Culture", "credits": 6},
        {"number": "605", "title": "Innovation and Change", "credits": 7},
    ],
}


def certificate(**changes):
    return typeset("certificate", CERTIFICATE | changes, at=AT, title="Certificate AW0003190754")


def read(pdf):
    """The reader and the text of all pages in one line."""
    reader = PdfReader(io.BytesIO(pdf))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_certificate_says_what_was_awarded():
    _, text = read(certificate())

    for part in (
        "This is to certify that Sunniva Okell has been awarded the Level 6 Diploma in Professional Management and "
        "Leadership Practice",
        "Unit Title Credits 603 Organisational Culture 6 605 Innovation and Change 7",
        "Awarded on 3 March 2026",
        "Centre Calderbridge Business School",
        "Certificate number AW0003190754",
        "Level, size and credits Level 6, Diploma, 13 credits",
        "C6D4-71KQ-90XM",
        "Regulated by Ofqual under number 603/2911/6. Check that this award still stands: "
        "https://portal.example.org/verify/C6D4-71KQ-90XM/.",
    ):
        assert part in text


def test_a_certificate_leaves_out_what_does_not_apply():
    one = [{"number": "501", "title": "Being a manager", "credits": 1}]
    _, text = read(certificate(ofqual_number="", replaces="Replaces the certificate of 4 May 2025.", units=one))

    assert "Ofqual" not in text
    assert "Replaces the certificate of 4 May 2025. Check that this award still stands" in text
    assert "Level 6, Diploma, 1 credit" in text
    assert "1 credits" not in text


def test_a_certificate_is_tagged_for_screen_readers():
    reader, _ = read(certificate())
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == "Certificate AW0003190754"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    tags = {tag for tag, _ in elements(root["/StructTreeRoot"])}
    assert {"/H1", "/Table", "/TH", "/Figure", "/Link"} <= tags
    assert [alternative for tag, alternative in elements(root["/StructTreeRoot"]) if tag == "/Figure"] == [
        "QR code that opens the verification page"
    ]


def elements(node):
    """(tag, alternative text) of every element of the tree of tags, top down."""
    if "/S" in node:
        yield node["/S"], node.get("/Alt")
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()
        if hasattr(kid, "keys"):
            yield from elements(kid)


def test_the_same_words_at_the_same_moment_are_the_same_bytes():
    in_tokyo = typeset(
        "certificate", CERTIFICATE, at=AT.astimezone(ZoneInfo("Asia/Tokyo")), title="Certificate AW0003190754"
    )

    assert certificate() == certificate() == in_tokyo
    assert certificate() != certificate(name="Sunniva  Okell ")


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Đặng Nguyễn",
        "Ελένη Олександр",
        "محمد عبد الله",
        "پروین ٹھاکر",
        "שירה לוי",
        "प्रिया शर्मा",
        "প্রিয়া সেন",
        "ਪ੍ਰੀਤ કૌર",
        "தமிழ்ச்செல்வி",
        "ప్రియ ಪ್ರಿಯಾ പ്രിയ",
        "ප්‍රියා",
        "สมชาย ສົມຊາຍ សុខា အောင်ဆန်း",
        "ནོར་བུ",
        "አበበ ნინო Արամ",
        "ޙައްމަދު ߒߞߏ ⵣ",
        "欧阳娜娜",
        "張偉",
        "山田 さくら タロウ 﨑",
        "김민준 뷁",
        "Wm. O’Neill-Smith III",
    ],
)
def test_names_of_the_worlds_scripts_print_whole(name):
    assert printable(name) == (name, "")
    reader, _ = read(certificate(name=name))
    assert len(reader.pages) == 1


def test_a_name_in_chinese_can_be_read_back():
    assert "欧阳娜娜" in read(certificate(name="欧阳娜娜"))[1]


@pytest.mark.parametrize(
    ("text", "kept", "left_out"),
    [
        ("Ann 🎉 Lee", "Ann Lee", "🎉"),
        (f"Ann {FAMILY}🎉 and 🎉", "Ann and", f"{FAMILY} 🎉"),
        ("👍🏽", "", "👍🏽"),
        ("𠮷野", "野", "𠮷"),
        ("Ann\ufeff\u0301 Lee", "Ann\u0301 Lee", "\ufeff"),
        ("A\x01nn", "Ann", "\x01"),
        ("\ud800", "", "\ud800"),
        ("first\nsecond 🎉", "first\nsecond", "🎉"),
        ("", "", ""),
    ],
)
def test_what_no_font_has_is_left_out_and_named(text, kept, left_out):
    assert printable(text) == (kept, left_out)


def test_every_letter_that_is_not_asked_about_prints():
    plain = "".join(sign for sign in map(chr, range(0x2100)) if PLAIN.fullmatch(sign))

    assert len(plain) > 290
    assert typeset("probe", {"text": plain}, at=AT, title="Probe")


def test_a_page_of_letters_that_nothing_has_is_asked_about_so_often_and_no_more():
    tangut = "".join(map(chr, range(0x17000, 0x17000 + 3_000)))
    asking = Asking()

    asking.learn([*tangut, "野"])

    assert asking.left == 0
    assert printable(["欧阳娜娜", tangut])[0] == ["欧阳娜娜", ""]


def test_few_questions_find_the_one_letter_that_does_not_print_among_very_many():
    kanji = [chr(code) for code in range(0x4E00, 0x4E00 + 1_000)]
    asking = Asking()

    asking.learn([*kanji, "🎉"])

    assert QUESTIONS_MAX - asking.left < 30
    assert [letter for letter in (*kanji, "🎉") if not asking.prints(letter)] == ["🎉"]


def test_all_that_a_document_says_is_made_printable_at_once():
    words = CERTIFICATE | {"name": "Ann 🎉", "units": [{"number": "601", "title": "Leading 🚀", "credits": 5}]}

    clean, left_out = printable(words)

    assert left_out == "🎉 🚀"
    assert clean == CERTIFICATE | {"name": "Ann", "units": [{"number": "601", "title": "Leading", "credits": 5}]}
    assert "to certify that Ann has been awarded" in read(certificate(**clean))[1]


def test_a_certificate_appears_even_when_nothing_of_a_name_prints():
    assert "to certify that the person named on the page below has been" in read(certificate(name=""))[1]


def test_a_letter_that_no_font_has_is_refused_where_it_was_not_left_out():
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        certificate(name="Ann 🎉")


LONG_TITLE = "Developing, Leading and Evaluating a Strategic Approach to Organisational Transformation and Inclusion"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ("Wolfeschlegelsteinhausenbergerdorff " * 9)[:300]},
        {"name": "W" * 300, "qualification": "W" * 300, "centre": "W" * 300, "number": "W" * 60},
        {"name": "欧" * 300, "qualification": "Professional Management and Leadership " * 7, "centre": "Calder " * 40},
        {"units": [{"number": f"8{n:02}", "title": LONG_TITLE * 2, "credits": 10} for n in range(14)]},
        {
            "name": "W" * 300,
            "qualification": "W" * 300,
            "units": [{"number": f"8{n:02}", "title": LONG_TITLE, "credits": 10} for n in range(14)],
            "replaces": "Replaces the certificate of 4 May 2025.",
        },
        {"units": [], "level": 2},
    ],
)
def test_everything_fits_on_one_page(changes):
    reader, text = read(certificate(**changes))

    assert len(reader.pages) == 1
    words = {**CERTIFICATE, **changes}
    squeezed = "".join(text.split()).replace("\u200b", "")
    for part in (words["name"], words["qualification"], words["centre"], *(unit["title"] for unit in words["units"])):
        assert "".join(part.split()) in squeezed
    assert all(0 <= x <= 595 and 0 <= y <= 842 for x, y in places(reader.pages[0]))


def places(page):
    """Where each run of text begins, in points."""
    found = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: (
            found.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5])) if text.strip() else None
        )
    )
    return found


def test_words_are_never_markup():
    hostile = '#panic("x") *bold* _it_ <label> @ref $x$ \\ [ ] // `raw` = Heading'

    assert (
        hostile.split() == [word for word in read(certificate(name=hostile))[1].split() if word in hostile.split()][:15]
    )


def test_the_qr_code_is_svg_that_scales():
    drawing = qr_code("https://portal.example.org/verify/C6D4-71KQ-90XM/")

    assert drawing.startswith("<svg")
    assert "https" not in drawing


def modules(drawing):
    """The dark and light modules that an SVG path of horizontal strokes draws, row by row, as 1 and 0."""
    size = int(re.search(r'width="(\d+)"', drawing)[1])
    rows = [[0] * size for _ in range(size)]
    x = y = 0
    for step, numbers in re.findall(r"([Mmh])(-?[\d. -]+)", re.search(r' d="([^"]+)"', drawing)[1]):
        across, *down = (float(number) for number in re.findall(r"-?\d*\.?\d+", numbers))
        if step == "h":
            rows[int(y)][int(x) : int(x + across)] = [1] * int(across)
        x, y = (across if step == "M" else x + across), (y + down[0] if down else y)
    return rows


def test_the_qr_code_holds_the_address_whole():
    for address in (CERTIFICATE["verify_url"], "https://portal.example.org/verify/7Q4K-M2ZD-90PX/"):
        assert modules(qr_code(address)) == [list(row) for row in segno.make(address, error="m").matrix]


def test_a_letter_has_pages_that_are_numbered():
    words = {"to": ["Amara Whitlock", "1 Mill Lane"], "reference": "AP-7", "dated": "3 March 2026"}
    pdf = typeset("letter", words | {"paragraphs": ["All is well. " * 60] * 12}, at=AT, title="Your appeal")

    reader, text = read(pdf)
    assert len(reader.pages) > 1
    assert "Amara Whitlock 1 Mill Lane 3 March 2026 Your appeal All is well." in text
    assert f"AP-7 Page 1 of {len(reader.pages)}" in text


def test_threads_print_at_once_without_each_others_words():
    made = {}

    def print_ten(number):
        for turn in range(10):
            made[number, turn] = certificate(name=f"Person {number}")

    threads = [threading.Thread(target=print_ten, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    expected = [certificate(name=f"Person {number}") for number in range(4)]
    assert [made[number, turn] for number in range(4) for turn in range(10)] == [
        pdf for pdf in expected for _ in range(10)
    ]
