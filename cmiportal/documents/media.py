"""Whether a picture, a sound recording or a film is whole; knows nothing of Django, keeps little in memory.

Pictures are opened by Pillow with one decoder each. Recordings and films are walked by their frames and boxes:
enough to refuse what is cut off or only looks like one, without a codec. A picture is walked in the same way before
Pillow sees it: its decoders spend time on each part and each scan, however small, and know no end of them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from PIL import Image, UnidentifiedImageError

from .refusals import FileRefused

PIXELS_MAX = Image.MAX_IMAGE_PIXELS or 0  # Pillow's own limit, 89 million: beyond it Pillow warns or raises
PROGRESSIVE_PIXELS_MAX = 30_000_000  # the decoder of a JPEG in several scans holds six bytes for each point
PARTS_MAX = 10_000  # chunks, segments or boxes; an honest file of the largest size has some thousands
SCANS_MAX = 40  # of a JPEG picture, each of which decodes all of it again; encoders make about ten
LOOSE_MAX_BYTES = 65_536  # between the segments of a JPEG picture
DAMAGED_PICTURE = "This picture does not open; it is damaged or was not copied whole. Save it again and add it again."
HUGE_PICTURE = "This picture has more points than anybody can see. Save it in a smaller size and add it again."
DAMAGED_SOUND = "This recording is damaged or is not an MP3 recording. Save it again as MP3 and add it again."
DAMAGED_FILM = "This film is damaged or was not copied whole. Save it again as MP4 and add it again."

TAG_HEADER_BYTES = 10
FRAMES_WANTED = 3
HEADER_BYTES = 4
PADDING_MAX_BYTES = 4096
# Kilobits a second of layer III by the header's four bits: MPEG 1, and MPEG 2 with 2.5 (ISO 11172-3, 13818-3).
BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
SAMPLE_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
LAYER_THREE = 1
FILM_START = b"ftyp"  # the letters of an MP4 container's first box
PNG_SIGNATURE_BYTES = 8
START_OF_SCAN, END_OF_PICTURE = 0xDA, 0xD9
# What begins a segment (ISO 10918-1): no stuffed zero, filling byte, TEM or restart marker, which stand alone.
MARKER = re.compile(rb"\xff[^\x00\x01\xff\xd0-\xd7]")
PROTECTED_FRAME = b"\xff\xfa"  # with a checksum; the ``filetype`` library knows the others


def check_png(content: IO[bytes], size: int) -> None:
    """Refuse a PNG picture that does not open: every chunk's checksum is read, nothing is unpacked."""
    _check_chunks(content)
    with _opened(content, "PNG") as picture:
        picture.verify()


def check_jpeg(content: IO[bytes], size: int) -> None:
    """Refuse a JPEG picture that does not open: it has no checksums, so it is decoded, at an eighth of its size."""
    in_turns = _scans(content) > 1
    with _opened(content, "JPEG") as picture:
        in_turns = in_turns or "progressive" in picture.info
        if in_turns and picture.width * picture.height > PROGRESSIVE_PIXELS_MAX:
            raise FileRefused(HUGE_PICTURE)
        picture.draft("L", (1, 1))
        picture.load()


def _check_chunks(content: IO[bytes]) -> None:
    """Refuse a PNG picture in more parts than any encoder makes (ISO 15948: length, four letters, data, checksum)."""
    at = PNG_SIGNATURE_BYTES
    for _ in range(PARTS_MAX):
        content.seek(at)
        head = content.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            return
        at += 12 + int.from_bytes(head[:4], "big")
    raise FileRefused(DAMAGED_PICTURE)


def _scans(content: IO[bytes]) -> int:
    """How many scans a JPEG picture has; refuses too many, too many segments, and too much between them."""
    content.seek(0)
    data = content.read()
    at, scans, loose, code = 2, 0, 0, 0
    for _ in range(PARTS_MAX):
        found = MARKER.search(data, at)
        if code != START_OF_SCAN:  # what follows the head of a scan is the picture itself
            loose += max((found.start() if found else len(data)) - at, 0)
        if scans > SCANS_MAX or loose > LOOSE_MAX_BYTES:
            break
        code = data[found.end() - 1] if found else END_OF_PICTURE
        if found is None or code == END_OF_PICTURE:
            return scans
        scans += code == START_OF_SCAN
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
    raise FileRefused(DAMAGED_PICTURE)


@contextmanager
def _opened(content: IO[bytes], format_name: str) -> Iterator[Image.Image]:
    """The picture by one of Pillow's decoders; whatever that raises becomes a sentence."""
    content.seek(0)
    try:
        with Image.open(content, formats=[format_name]) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise FileRefused(HUGE_PICTURE)
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(HUGE_PICTURE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise FileRefused(DAMAGED_PICTURE) from None


def check_sound(content: IO[bytes], size: int) -> None:
    """Refuse what does not have three frames of MPEG layer III in a row after its ID3 tag."""
    content.seek(0)
    start = _after_tag(content.read(TAG_HEADER_BYTES))
    content.seek(start)
    head = content.read(PADDING_MAX_BYTES)
    at = start + len(head) - len(head.lstrip(b"\x00"))
    for _ in range(FRAMES_WANTED):
        content.seek(at)
        length = _frame_bytes(content.read(HEADER_BYTES))
        if not length:
            raise FileRefused(DAMAGED_SOUND)
        at += length


def _after_tag(head: bytes) -> int:
    """Where the frames begin: the ID3 tag says its size in four bytes of seven bits."""
    if not head.startswith(b"ID3") or len(head) < TAG_HEADER_BYTES:
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return TAG_HEADER_BYTES + size


def _frame_bytes(header: bytes) -> int:
    """The length of the layer III frame that begins with these four bytes; 0 when they begin none."""
    if len(header) < HEADER_BYTES or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bits, rate = header[2] >> 4, header[2] >> 2 & 3
    if version not in SAMPLE_RATES or layer != LAYER_THREE or bits in (0, 15) or rate == 3:
        return 0
    kilobits = BITRATES[1 if version == 3 else 2][bits]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // SAMPLE_RATES[version][rate] + (header[2] >> 1 & 1)


def check_film(content: IO[bytes], size: int) -> None:
    """Refuse an MP4 container whose boxes do not end where the file ends, or that describes or holds nothing."""
    kinds = set(_boxes(content, size))
    if b"moov" not in kinds or not kinds & {b"mdat", b"moof"}:
        raise FileRefused(DAMAGED_FILM)


def _boxes(content: IO[bytes], size: int) -> Iterator[bytes]:
    """The four letters of each box at the top (ISO 14496-12): size, letters, and a long size where size is 1."""
    at = 0
    for _ in range(PARTS_MAX):
        if at == size:
            return
        content.seek(at)
        head = content.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:  # the last box reaches to the end
            length = size - at
        if length < 8 or at + length > size:
            raise FileRefused(DAMAGED_FILM)
        yield head[4:8]
        at += length
    raise FileRefused(DAMAGED_FILM)
