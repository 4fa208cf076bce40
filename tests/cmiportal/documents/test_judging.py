"""What an upload is, by its content; each refusal by its sentence."""

import contextlib
import io
import tempfile
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmiportal.documents import archives, judging, media
from cmiportal.documents.judging import TYPES, Limits, judge, megabytes
from cmiportal.documents.refusals import FileRefused
from tests.cmiportal.documents import files

MB = 1024 * 1024
LIMITS = Limits(types=tuple(kind.name for kind in TYPES), size=25 * MB, unpacked=200 * MB)
WE_TAKE = "We take PDF, DOCX, ODT, XLSX, PPTX, PNG, JPEG, MP3 and MP4 files."


def judged(content, name, limits=LIMITS):
    return judge(io.BytesIO(content), name=name, size=len(content), limits=limits)


def refusal(content, name, limits=LIMITS):
    """The sentence with which the file is refused."""
    with pytest.raises(FileRefused) as refused:
        judged(content, name, limits)
    return str(refused.value)


@pytest.mark.parametrize("name", ["pdf", "docx", "odt", "xlsx", "pptx", "png", "jpg", "mp3", "mp4"])
def test_every_type_of_the_policy_is_taken_with_its_ending_in_any_case_and_without_one(made, name):
    content = getattr(made, name)
    kind = judging.BY_ENDING[f".{name}"]

    assert judged(content, f"file.{name}") == kind
    assert judged(content, f"FILE.{name.upper()}") == kind
    assert judged(content, "file") == kind


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.picture("JPEG"), "photo.jpeg"),
        (files.picture("JPEG", progressive=True), "photo.jpg"),
        (files.FRAME * 3, "talk.mp3"),
        (files.PROTECTED_FRAME * 3, "talk.mp3"),
        (files.SLOW_FRAME * 3, "talk.mp3"),
        (files.tagged(b"\x00" * 50 + files.FRAME * 4), "talk.mp3"),
        (files.box(b"ftyp", b"M4V \x00\x00\x00\x00M4V ") + files.box(b"moov") + files.box(b"mdat"), "film.m4v"),
        (files.FTYP + files.box(b"moov") + files.box(b"moof"), "film.mp4"),
        (files.FTYP + files.box(b"moov") + b"\x00\x00\x00\x00mdat to the end", "film.mp4"),
        (files.FTYP + files.box(b"moov") + b"\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x14long", "film.mp4"),
    ],
)
def test_less_common_forms_of_a_type_are_taken(content, name):
    assert judged(content, name) == judging.BY_ENDING[f".{name.partition('.')[2]}"]


def test_an_empty_file_is_refused():
    assert refusal(b"", "minutes.pdf") == (
        "The file minutes.pdf is empty. Look at it in its own program, then add it again."
    )


def test_a_file_over_the_limit_is_refused_with_its_size_and_the_limit():
    with pytest.raises(FileRefused) as refused:
        judge(io.BytesIO(), name="film.mp4", size=26 * MB, limits=LIMITS)
    assert (
        str(refused.value) == "The file film.mp4 is 26 MB; the largest we take is 25 MB. Make it smaller or split it."
    )

    with pytest.raises(FileRefused) as refused:
        judge(io.BytesIO(), name="film.mp4", size=25 * MB + 1, limits=LIMITS)
    assert str(refused.value) == (
        "The file film.mp4 is 25.1 MB; the largest we take is 25 MB. Make it smaller or split it."
    )


def test_of_a_far_larger_file_the_size_is_not_known():
    with pytest.raises(FileRefused) as refused:
        judge(io.BytesIO(), name="film.mp4", size=50 * MB, limits=LIMITS)
    assert str(refused.value) == (
        "The file film.mp4 is more than 50 MB; the largest we take is 25 MB. Make it smaller or split it."
    )


@pytest.mark.parametrize(
    ("size", "up", "expected"), [(25 * MB, False, "25"), (1_600_000, False, "1.5"), (1, True, "0.1"), (0, False, "0")]
)
def test_sizes_are_said_in_megabytes(size, up, expected):
    assert megabytes(size, up=up) == expected


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "a Windows program, not a PDF document."),
        (b"\x7fELF" + b"\x00" * 200, "a Linux program, not a PDF document."),
        (b"GIF89a" + b"\x00" * 20, "a GIF picture, not a PDF document. Save it as JPEG or PNG."),
        (
            b"Rar!\x1a\x07\x01\x00" + b"\x00" * 20,
            "a RAR archive, not a PDF document. Unpack it and add the files one by one.",
        ),
        (files.box(b"ftyp", b"qt  \x00\x00\x00\x00qt  "), "a QuickTime film, not a PDF document. Save it as MP4."),
        (b"{\\rtf1\\ansi}", "an RTF document, not a PDF document. Save it as PDF or DOCX."),
        (b"<?xml version='1.0'?><svg xmlns='x'/>", "an SVG picture, not a PDF document. Save it as JPEG or PNG."),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "a web page, not a PDF document. Save it as PDF."),
        (b"<?xml version='1.0'?><html/>", "a web page, not a PDF document. Save it as PDF."),
        (b"#!/bin/sh\nrm -r /", "a program, not a PDF document."),
        (
            "Élan ".encode() * 3000,
            "plain text, not a PDF document. Write it into the evidence itself, or save it as PDF.",
        ),
        (
            b"Elan" + "é".encode() * 5000,
            "plain text, not a PDF document. Write it into the evidence itself, or save it as PDF.",
        ),
        (b"text with \x00 in it", "a file of a kind that we do not know, not a PDF document."),
        (b"\x01\x02\xff\xfe", "a file of a kind that we do not know, not a PDF document."),
        (files.zipped([("a.txt", "a")]), "a ZIP archive, not a PDF document. Unpack it and add the files one by one."),
        (files.zipped([]), "a ZIP archive, not a PDF document. Unpack it and add the files one by one."),
        (
            files.office(files.WORD_TEMPLATE),
            "an Office file of another kind, not a PDF document. Save it as DOCX, XLSX or PPTX.",
        ),
        (
            files.opendocument("spreadsheet"),
            "an OpenDocument file of another kind, not a PDF document. Save it as PDF or ODT.",
        ),
        (judging.OLE + b"\x00" * 600, "an older Office file, not a PDF document. Save it as DOCX, XLSX or PPTX."),
    ],
)
def test_what_is_not_taken_is_named_beside_what_its_name_claims(content, found):
    assert refusal(content, "report.pdf") == f"This is {found} {WE_TAKE}"


def test_a_program_under_its_own_name_is_refused_without_a_contrast():
    assert refusal(b"MZ" + b"\x00" * 200, "setup.exe") == f"This is a Windows program. {WE_TAKE}"


def test_a_name_that_contradicts_the_content_is_refused_with_both(made):
    assert refusal(made.docx, "report.pdf") == (
        "The name ends in .pdf, but this is a Word document. Change the ending to .docx, "
        "or save the file again in the type you want."
    )
    assert refusal(made.pdf, "report.exe") == (
        "The name ends in .exe, but this is a PDF document. Change the ending to .pdf, "
        "or save the file again in the type you want."
    )


def test_a_type_that_the_policy_leaves_out_is_refused(made):
    narrow = Limits(types=("PDF",), size=MB, unpacked=MB)

    assert refusal(made.mp4, "film.mp4", narrow) == "This is an MP4 film. We take PDF files."
    assert refusal(made.mp4, "film.pdf", narrow) == "This is an MP4 film, not a PDF document. We take PDF files."


@pytest.mark.parametrize("name", ["png", "jpg", "mp3"])
def test_an_archive_behind_another_file_is_refused(made, name):
    content = getattr(made, name) + files.zipped([("Main.class", "x")])

    assert refusal(content, f"file.{name}") == judging.ARCHIVE_BEHIND


def test_an_archive_behind_a_pdf_document_whose_end_is_its_comment_is_refused(made):
    content = made.pdf + commented(files.zipped([("Main.class", "x")]), b"%%EOF")

    assert refusal(content, "report.pdf") == judging.ARCHIVE_BEHIND


def commented(archive, comment):
    """The archive with a comment after its end record."""
    return archive[:-2] + len(comment).to_bytes(2, "little") + comment


def test_a_pdf_document_that_was_cut_off_is_refused(made):
    assert refusal(made.pdf[: len(made.pdf) // 2], "report.pdf") == judging.TRUNCATED_PDF


WHOLE = files.Made()
CONTENTS = [
    WHOLE.pdf[-3000:],
    *(value for name, value in vars(WHOLE).items() if name != "pdf"),
    files.office(files.WORD, ("word/embeddings/a.xlsx", WHOLE.xlsx)),
    files.picture("JPEG", progressive=True),
]


@settings(max_examples=300)
@given(content=st.sampled_from(CONTENTS), data=st.data())
def test_whatever_happened_to_a_file_it_is_taken_or_refused(content, data):
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(0, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    changed = bytes(changed[: data.draw(st.integers(len(changed) // 2, len(changed)))])

    with contextlib.suppress(FileRefused):
        assert judged(changed, "file") in TYPES


class TestPictures:
    @pytest.mark.parametrize(("format_name", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
    def test_one_that_was_cut_off_is_refused(self, format_name, name):
        content = files.picture(format_name)

        assert refusal(content[: len(content) // 2], name) == media.DAMAGED_PICTURE
        assert refusal(content[:12], name) == media.DAMAGED_PICTURE

    def test_one_with_a_wrong_checksum_is_refused(self):
        content = bytearray(files.picture("PNG"))
        content[-20] ^= 0xFF

        assert refusal(bytes(content), "a.png") == media.DAMAGED_PICTURE

    def test_one_with_too_many_points_is_refused_without_unpacking_it(self):
        for side in (10_000, 40_000):  # above Pillow's warning, and above what Pillow itself refuses
            header = bytearray(files.picture("PNG"))
            header[16:24] = side.to_bytes(4, "big") * 2
            assert refusal(with_checksum(header), "a.png") == media.HUGE_PICTURE

    def test_one_with_too_many_points_is_refused_where_warnings_are_not_errors(self):
        header = bytearray(files.picture("PNG"))
        header[16:24] = (10_000).to_bytes(4, "big") * 2

        with pytest.warns(match="could be decompression bomb"):
            assert refusal(with_checksum(header), "a.png") == media.HUGE_PICTURE

    def test_a_progressive_one_has_a_lower_limit_since_its_decoder_holds_it_whole(self):
        small, large = (files.picture("JPEG", progressive=True) for _ in range(2))
        frame = large.index(b"\xff\xc2")
        large = large[: frame + 5] + (6000).to_bytes(2, "big") * 2 + large[frame + 9 :]

        assert judged(small, "a.jpg") == judging.JPEG
        assert refusal(large, "a.jpg") == media.HUGE_PICTURE
        assert refusal(first_scan_of(large), "a.jpg") == media.HUGE_PICTURE


def first_scan_of(progressive):
    """The picture as its first scan alone shows it, without what makes it sharper."""
    return progressive[: progressive.index(b"\xff\xc4", progressive.index(b"\xff\xda"))] + b"\xff\xd9"


def with_checksum(png):
    """The picture with the right checksum behind its changed header."""
    png[29:33] = zlib.crc32(png[12:29]).to_bytes(4, "big")
    return bytes(png)


class TestRecordings:
    @pytest.mark.parametrize(
        "content",
        [
            b"ID3",
            files.tagged(b""),
            files.tagged(b"no frames here at all"),
            files.FRAME * 2,
            files.FRAME + b"\xff\xfb\xf0\x00" + b"\x00" * 900,  # a bit rate that does not exist
            files.FRAME + b"\xff\xfb\x9c\x00" + b"\x00" * 900,  # a sample rate that does not exist
            files.FRAME + b"\xff\xeb\x90\x00" + b"\x00" * 900,  # a version that does not exist
            files.FRAME + b"\xff\xfd\x90\x00" + b"\x00" * 900,  # layer II
        ],
    )
    def test_what_only_begins_like_one_is_refused(self, content):
        assert refusal(content, "talk.mp3") == media.DAMAGED_SOUND

    @pytest.mark.parametrize(
        "content",
        [
            files.FTYP,
            files.FTYP + files.box(b"moov"),
            files.FTYP + files.box(b"mdat"),
            files.FTYP + files.box(b"moov") + files.box(b"mdat", b"x" * 100)[:-1],
            files.FTYP + files.box(b"moov") + files.box(b"mdat") + b"\x00\x00\x00\x03free",
            files.FTYP + files.box(b"moov") + files.box(b"mdat") + b"\x00\x00",
        ],
    )
    def test_a_film_that_is_not_whole_is_refused(self, content):
        assert refusal(content, "film.mp4") == media.DAMAGED_FILM


class TestContainers:
    @pytest.mark.parametrize(
        "content",
        [
            files.office(files.WORD, ("word/vbaProject.bin", b"x")),
            files.office(files.WORD, ("word/VBAPROJECT.BIN", b"x")),
            files.office(files.WORD_MACROS),
            files.opendocument("text", ("Basic/Standard/Module1.xml", "<x/>")),
            files.opendocument("text", ("Scripts/python/a.py", "print()")),
            files.office(
                files.WORD, ("word/embeddings/a.xlsx", files.office(files.EXCEL, ("xl/vbaProject.bin", b"x")))
            ),
        ],
    )
    def test_macros_are_refused(self, content):
        assert refusal(content, "plan.docx") == archives.MACROS

    def test_a_locked_one_is_refused(self):
        content = bytearray(files.office(files.WORD))
        for at in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
            content[at] |= 1
        older = judging.OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
        open_document = files.opendocument(manifest="<manifest:encryption-data/>")

        assert refusal(bytes(content), "plan.docx") == archives.LOCKED
        assert refusal(older, "plan.docx") == archives.LOCKED
        assert refusal(open_document, "plan.odt") == archives.LOCKED

    def test_one_that_was_cut_off_is_refused(self):
        content = files.office(files.WORD)

        assert refusal(content[: len(content) // 2], "plan.docx") == archives.DAMAGED
        assert refusal(content[:-1], "plan.docx") == archives.DAMAGED
        assert refusal(content + b"\x00", "plan.docx") == archives.DAMAGED

    def test_one_with_a_changed_byte_is_refused(self):
        content = bytearray(files.office(files.WORD, ("word/media/a.bin", bytes(range(256)) * 40)))
        content[content.index(b"word/media/a.bin") + 40] ^= 0xFF

        assert refusal(bytes(content), "plan.docx") == archives.DAMAGED

    @pytest.mark.parametrize("offset", [10**9, 2**32 - 2])
    def test_one_whose_directory_points_nowhere_is_refused(self, offset, tmp_path):
        content = bytearray(files.office(files.WORD))
        content[-6:-2] = offset.to_bytes(4, "little")

        assert refusal(bytes(content), "plan.docx") == archives.DAMAGED
        on_disk = tmp_path / "plan.docx"
        on_disk.write_bytes(content)
        with on_disk.open("rb") as opened, pytest.raises(FileRefused) as refused:
            judge(opened, name="plan.docx", size=len(content), limits=LIMITS)
        assert str(refused.value) == archives.DAMAGED

    @pytest.mark.parametrize(
        "content",
        [
            files.zipped([("[Content_Types].xml", "<Types")]),
            files.office(files.WORD, types='<!DOCTYPE x [<!ENTITY a "a">]>' + files.CONTENT_TYPES),
            files.opendocument(manifest=""),
            files.zipped([("a", "1"), ("A", "2")]),
            files.zipped([("[Content_Types].xml", "<x/>")], method=zipfile.ZIP_LZMA),
        ],
    )
    def test_one_that_contradicts_itself_is_refused(self, content):
        assert refusal(content, "plan.docx") == archives.DAMAGED

    def test_one_that_names_a_main_part_it_does_not_hold_is_no_word_document(self):
        kind = files.CONTENT_TYPES.format(part=files.WORD[0], kind=files.WORD[1])

        assert refusal(files.zipped([("[Content_Types].xml", kind)]), "plan.docx").startswith(
            "This is an Office file of another kind, not a Word document."
        )

    def test_one_whose_first_entry_only_looks_like_an_opendocument_is_an_archive(self):
        content = files.zipped([("mimetype", "application/epub+zip"), ("a", "b")])

        assert refusal(content, "plan.odt").startswith("This is a ZIP archive, not an OpenDocument text.")

    def test_what_the_disk_cannot_hold_is_no_fault_of_the_file(self, monkeypatch, tmp_path):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        table = files.office(files.EXCEL, ("xl/media/a.png", files.picture("PNG", (1200, 900))))
        assert len(table) > archives.IN_MEMORY_BYTES

        with pytest.raises(FileNotFoundError):
            judged(files.office(files.WORD, ("word/embeddings/a.xlsx", table)), "plan.docx")

    def test_tables_inside_a_document_are_taken_and_an_archive_inside_is_not(self):
        chart = ("word/embeddings/chart.xlsx", files.office(files.EXCEL, ("xl/big.xml", b"<x/>" * 500_000)))
        archive = ("word/embeddings/a.bin", files.zipped([("a", "b")]))
        other = ("word/embeddings/a.bin", b"7z\xbc\xaf\x27\x1c" + b"x" * 40)

        assert judged(files.office(files.WORD, chart), "plan.docx") == judging.DOCX
        assert refusal(files.office(files.WORD, archive), "plan.docx") == archives.ARCHIVE_INSIDE
        assert refusal(files.office(files.WORD, other), "plan.docx") == archives.ARCHIVE_INSIDE

    def test_documents_in_documents_in_documents_end_somewhere(self):
        content = files.office(files.WORD)
        for _ in range(archives.DEPTH_MAX):
            content = files.office(files.WORD, ("word/embeddings/inner.docx", content))

        assert judged(content, "plan.docx") == judging.DOCX
        deeper = files.office(files.WORD, ("word/embeddings/inner.docx", content))
        assert refusal(deeper, "plan.docx") == archives.ARCHIVE_INSIDE


class TestBombs:
    """Each is refused within a few megabytes of memory, whatever it would unpack to."""

    @pytest.fixture(autouse=True)
    def little_memory(self):
        tracemalloc.start()
        yield
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 16 * MB

    @pytest.fixture(scope="class")
    def bomb(self):
        """A Word document of 300 kB with a picture that unpacks to 300 MB."""
        return self.grown_to(300)

    def grown_to(self, megabytes):
        """A Word document with a picture that unpacks to so much, a thousand times what is packed."""
        content = io.BytesIO(files.office(files.WORD))
        with (
            zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as container,
            container.open("word/media/a.bmp", "w") as part,
        ):
            for _ in range(megabytes):
                part.write(bytes(MB))
        return content.getvalue()

    def test_one_entry_that_grows_is_refused(self, bomb):
        assert refusal(bomb, "plan.docx") == archives.BOMB

    def test_one_that_grows_more_than_documents_do_is_refused_long_before_the_limit(self):
        assert judged(self.grown_to(9), "plan.docx") == judging.DOCX
        assert refusal(self.grown_to(11), "plan.docx") == archives.BOMB

    def test_one_that_says_it_is_small_is_refused(self, bomb):
        content = bytearray(bomb)
        directory = content.rindex(b"PK\x01\x02")
        content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")

        # zipfile stops at the size that is said, and then the checksum is wrong
        assert refusal(bytes(content), "plan.docx") == archives.DAMAGED

    def test_one_in_another_is_counted_with_it(self, bomb):
        assert refusal(files.office(files.WORD, ("word/embeddings/a.docx", bomb)), "plan.docx") == archives.BOMB

    def test_many_entries_that_grow_together_are_refused(self):
        limits = Limits(types=LIMITS.types, size=25 * MB, unpacked=2 * MB)
        noise = files.picture("JPEG", (600, 600), quality=95)
        parts = [(f"word/media/{number}.jpg", noise) for number in range(2 * MB // len(noise) + 1)]

        assert refusal(files.office(files.WORD, *parts), "plan.docx", limits) == archives.BOMB
        assert judged(files.office(files.WORD, *parts[:2]), "plan.docx", limits) == judging.DOCX

    def test_too_many_entries_are_refused(self):
        parts = [(f"word/{number}", "") for number in range(archives.ENTRIES_MAX)]

        assert refusal(files.office(files.WORD, *parts), "plan.docx") == archives.BOMB

    def test_a_directory_larger_than_any_documents_is_refused_unread(self):
        content = bytearray(files.office(files.WORD))
        content[-10:-6] = (archives.DIRECTORY_MAX_BYTES + 1).to_bytes(4, "little")

        assert refusal(bytes(content), "plan.docx") == archives.BOMB

    def test_a_directory_of_more_than_four_gigabytes_is_refused_unread(self):
        content = files.office(files.WORD)
        end = content.rindex(archives.END_RECORD)
        locator = archives.LOCATOR_64 + b"\x00" * 16

        assert refusal(content[:end] + locator + content[end:], "plan.docx") == archives.BOMB

    @pytest.mark.parametrize("part", ["[Content_Types].xml", "mimetype"])
    def test_a_part_that_is_read_whole_may_not_be_large(self, part):
        content = files.zipped([(part, b" " * (archives.PART_MAX_BYTES + 1))])

        assert refusal(content, "plan.docx") == archives.BOMB


def test_nobody_is_told_to_save_as_a_type_that_is_not_taken():
    pictures = Limits(types=("PNG", "JPEG"), size=MB, unpacked=MB)

    assert refusal(b"<!DOCTYPE html><p>", "sun.png", pictures) == (
        "This is a web page, not a PNG picture. We take PNG and JPEG files."
    )
    assert refusal(b"GIF89a" + b"\x00" * 20, "sun.png", pictures) == (
        "This is a GIF picture, not a PNG picture. Save it as JPEG or PNG. We take PNG and JPEG files."
    )
