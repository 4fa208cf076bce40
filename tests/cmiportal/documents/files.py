"""Files of every kind, made here byte by byte: whole ones, broken ones and hostile ones."""

import io
import struct
import zipfile
from datetime import UTC, datetime

from PIL import Image

from cmiportal.documents.typesetting import typeset

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="{kind}"/></Types>'
)
OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml")
EXCEL = ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml")
POWERPOINT = ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml")
WORD_TEMPLATE = ("word/document.xml", f"{OFFICE}wordprocessingml.template.main+xml")
WORD_MACROS = ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")


def zipped(entries, *, method=zipfile.ZIP_DEFLATED):
    """A ZIP container with these (name, content) entries, in this order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as container:
        for name, part in entries:
            container.writestr(name, part)
    return content.getvalue()


def office(main, *more, types=CONTENT_TYPES):
    """A Word, Excel or PowerPoint container with a main part and whatever else is in it."""
    part, kind = main
    return zipped([("[Content_Types].xml", types.format(part=part, kind=kind)), (part, "<x/>"), *more])


def opendocument(kind="text", *more, manifest="<manifest/>"):
    """An OpenDocument container."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    entries = [("mimetype", mimetype), ("content.xml", "<x/>"), *more]
    if manifest:
        entries.append(("META-INF/manifest.xml", manifest))
    return zipped(entries)


def picture(format_name, size=(40, 30), **options):
    """A picture of noise, so that its data do not shrink to nothing."""
    content = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(content, format_name, **options)
    return content.getvalue()


def box(kind, content=b""):
    """One box of an MP4 container."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


FTYP = box(b"ftyp", b"isom\x00\x00\x02\x00isommp41")
# MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
FRAME = b"\xff\xfb\x90\x00" + b"\x00" * 413
# MPEG 2 layer III, 64 kbit/s, 22.05 kHz, padded: 209 bytes a frame.
SLOW_FRAME = b"\xff\xf3\x82\x00" + b"\x00" * 205
PROTECTED_FRAME = b"\xff\xfa" + FRAME[2:]


def tagged(frames, size=300):
    """An MP3 recording with an ID3 tag of ``size`` bytes before its frames."""
    seven_bits = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + seven_bits + b"\x00" * size + frames


class Made:
    """One whole file of each type that is taken."""

    def __init__(self):
        letter = {"to": ["Amara"], "reference": "R1", "dated": "19 January 2027", "paragraphs": ["Thank you."]}
        self.pdf = typeset("letter", letter, at=datetime(2027, 1, 19, tzinfo=UTC), title="Minutes")
        self.docx = office(WORD)
        self.xlsx = office(EXCEL)
        self.pptx = office(POWERPOINT)
        self.odt = opendocument()
        self.png = picture("PNG")
        self.jpg = picture("JPEG")
        self.mp3 = tagged(FRAME * 3)
        self.mp4 = FTYP + box(b"moov", b"\x00" * 8) + box(b"mdat", b"film")
