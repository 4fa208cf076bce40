"""Pictures as editors add them: real files, with everything that a camera writes into one."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from cmiportal.documents import storing
from insights.models import Picture, PictureSize
from insights.services.pictures import add_picture, make_sizes

from .qualifications import NOW

ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825
# Half plum, half white: which way up it is can be seen.
LEFT, RIGHT = (142, 69, 133), (255, 255, 255)


def drawn(width: int = 800, height: int = 400, mode: str = "RGB") -> Image.Image:
    """A picture whose left half is plum."""
    image = Image.new("RGB", (width, height), RIGHT)
    image.paste(LEFT, (0, 0, width // 2, height))
    return image.convert(mode)


def photograph(width: int = 800, height: int = 400, *, turned: int = 1, format: str = "JPEG", **saved: object) -> bytes:
    """A file as a camera writes it: with its maker, a place, a profile of colours and a comment."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = turned, "Camera of Wren"
    exif[PLACE] = {1: "N", 2: (53.0, 43.0, 12.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = BytesIO()
    said = {"comment": b"Wren"} if format == "JPEG" else {}
    drawn(width, height).save(content, format, exif=exif, icc_profile=profile, **{**said, **saved})
    return content.getvalue()


def photo(name: str = "desk.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """The same as a form hands it over."""
    return SimpleUploadedFile(name, photograph() if content is None else content)


def bytes_of(size: PictureSize) -> bytes:
    """What is stored of a size."""
    with storing.fetch(size.file.storage_key) as content:
        return content.read()


def a_picture(**given: object) -> Picture:
    """A picture that was added, without sizes."""
    said = {"file": photo(), "alternative": "A desk by a window.", "credit": "Calder Foods", "by": None, "at": NOW}
    return add_picture(**{**said, **given})  # type: ignore[arg-type]


def a_sized_picture(**given: object) -> Picture:
    """A picture with all its sizes."""
    picture = a_picture(**given)
    make_sizes(picture=picture, at=NOW)
    picture.refresh_from_db()
    return picture
