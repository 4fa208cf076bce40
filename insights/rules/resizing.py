"""Pictures opened and made smaller, by Pillow alone: turned as they were held, without place, camera or comment."""

from contextlib import suppress
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageOps

from .pictures import AVIF, JPEG, WEBP, WIDTHS, height_for

# Chosen by eye on photographs of people at work: below these, skin and writing begin to break up.
SAVED_AS = {
    AVIF: {"format": "AVIF", "quality": 55, "speed": 7},
    WEBP: {"format": "WEBP", "quality": 76, "method": 4},
    JPEG: {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}
SIDEWAYS = {5, 6, 7, 8}
ORIENTATION = 0x0112
OPENED_AS = ("JPEG", "PNG")
PAPER = "white"


def shape_of(content: IO[bytes]) -> tuple[int, int]:
    """Width and height as the picture is shown, by its head alone. Raises what Pillow raises for what is none."""
    content.seek(0)
    with Image.open(content, formats=OPENED_AS) as picture:
        width, height = picture.size
        return (height, width) if _orientation(picture) in SIDEWAYS else (width, height)


def check_whole(content: IO[bytes]) -> None:
    """Unpack the picture once: raises OSError, ValueError or SyntaxError for one that is cut off or broken inside."""
    content.seek(0)
    with Image.open(content, formats=OPENED_AS) as picture:
        picture.draft("RGB", (1, 1))
        picture.load()


def opened(content: IO[bytes]) -> Image.Image:
    """The picture in the widest size that is made of it, in the colours that screens have; nothing else of it is kept.

    What shows through is white: readers have light and dark pages.
    """
    content.seek(0)
    with Image.open(content, formats=OPENED_AS) as picture:
        picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        upright = _in_screen_colours(ImageOps.exif_transpose(picture))
    upright.thumbnail((WIDTHS[-1], max(upright.height, 1)), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", upright.size, PAPER)
    bare.paste(upright)
    return bare


def resized(picture: Image.Image, width: int, format: str) -> tuple[bytes, int]:
    """What ``opened`` gave, at a width and in a format: the bytes and the height."""
    height = height_for(width, of=picture.size)
    smaller = picture if width >= picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
    content = BytesIO()
    smaller.save(content, **SAVED_AS[format])  # type: ignore[arg-type]
    return content.getvalue(), smaller.height


def _orientation(picture: Image.Image) -> int:
    with suppress(Exception):  # a broken head of a camera is no reason to refuse what can be seen
        return int(picture.getexif().get(ORIENTATION, 1))
    return 1


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # sixteen bits of grey
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", seen.size, PAPER)
        picture.paste(seen, mask=seen.getchannel("A"))
    elif profile and picture.mode in ("RGB", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError):
            picture = _converted(picture, profile)
    return picture.convert("RGB")


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    found = ImageCms.ImageCmsProfile(BytesIO(profile))
    converted = ImageCms.profileToProfile(picture, found, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return converted or picture
