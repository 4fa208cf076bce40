"""Files of very many tiny parts: small to send, slow or large to decode, so refused before anything decodes them."""

import io
import struct
import zlib

import pytest

from cmiportal.documents import archives, judging, media
from cmiportal.documents.judging import TYPES, Limits, judge
from cmiportal.documents.refusals import FileRefused
from tests.cmiportal.documents import files

LIMITS = Limits(types=tuple(kind.name for kind in TYPES), size=25 * 1024**2, unpacked=200 * 1024**2)
MANY = media.PARTS_MAX


def judged(content, name):
    return judge(io.BytesIO(content), name=name, size=len(content), limits=LIMITS)


def refusal(content, name):
    """The sentence with which the file is refused."""
    with pytest.raises(FileRefused) as refused:
        judged(content, name)
    return str(refused.value)


def chunk(kind, body=b""):
    """One chunk of a PNG picture."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunks(count):
    """A PNG picture with so many chunks of text before its end."""
    picture = files.picture("PNG")
    return picture[:-12] + chunk(b"tEXt", b"a\x00b") * count + picture[-12:]


def with_segments(count, segment=b"\xff\xfe\x00\x02"):
    """A JPEG picture with so many comments behind its first two bytes."""
    picture = files.picture("JPEG")
    return picture[:2] + segment * count + picture[2:]


def with_scans(count):
    """A progressive JPEG picture that sends its last scan so many times more."""
    picture = files.picture("JPEG", progressive=True)
    return picture[:-2] + picture[picture.rindex(b"\xff\xda") : -2] * count + picture[-2:]


def test_a_film_of_countless_boxes_is_refused():
    whole = files.FTYP + files.box(b"moov") + files.box(b"mdat")

    assert judged(whole + files.box(b"free") * (MANY - 4), "film.mp4") == judging.MP4
    assert refusal(whole + files.box(b"free") * MANY, "film.mp4") == media.DAMAGED_FILM


def test_a_png_picture_of_countless_chunks_is_refused():
    assert judged(with_chunks(20), "a.png") == judging.PNG
    assert refusal(with_chunks(MANY), "a.png") == media.DAMAGED_PICTURE


def test_a_jpeg_picture_of_countless_segments_is_refused():
    assert judged(with_segments(20), "a.jpg") == judging.JPEG
    assert refusal(with_segments(MANY), "a.jpg") == media.DAMAGED_PICTURE


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\xd0", b"\x00"])
def test_a_jpeg_picture_with_much_between_its_segments_is_refused(filling):
    after_a_comment = b"\xff\xfe\x00\x02" + filling * (media.LOOSE_MAX_BYTES + 1)
    assert refusal(with_segments(1, after_a_comment), "a.jpg") == media.DAMAGED_PICTURE
    assert refusal(b"\xff\xd8\xff" + filling * 100_000, "a.jpg") == media.DAMAGED_PICTURE


def test_a_jpeg_picture_may_have_filling_bytes_before_a_segment():
    assert judged(with_segments(1, b"\xff" * 100 + b"\xff\xfe\x00\x02"), "a.jpg") == judging.JPEG


@pytest.mark.filterwarnings("ignore")
def test_a_jpeg_picture_of_countless_scans_is_refused():
    assert judged(with_scans(5), "a.jpg") == judging.JPEG
    assert refusal(with_scans(media.SCANS_MAX), "a.jpg") == media.DAMAGED_PICTURE


def test_scans_hidden_behind_a_marker_that_stands_alone_are_counted():
    picture = with_scans(media.SCANS_MAX)
    scan = picture.index(b"\xff\xda")

    assert refusal(picture[:scan] + b"\xff\x01" + picture[scan:], "a.jpg") == media.DAMAGED_PICTURE


def test_documents_in_a_document_share_one_count_of_entries():
    inner = files.office(files.EXCEL, *((f"xl/{number}", "") for number in range(archives.ENTRIES_MAX // 2)))
    one, two = (f"word/embeddings/{number}.xlsx" for number in range(2))

    assert judged(files.office(files.WORD, (one, inner)), "plan.docx") == judging.DOCX
    assert refusal(files.office(files.WORD, (one, inner), (two, inner)), "plan.docx") == archives.BOMB


def test_a_document_type_in_another_encoding_is_refused_unread():
    types = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "a">]>' + files.CONTENT_TYPES
    part, kind = files.WORD
    content = files.zipped([("[Content_Types].xml", types.format(part=part, kind=kind).encode("utf-16")), (part, "x")])

    assert refusal(content, "plan.docx") == archives.DAMAGED
