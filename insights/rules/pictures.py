"""What a page needs to know of a picture, and the markup that lets a browser choose among its sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

AVIF, WEBP, JPEG = "avif", "webp", "jpg"
MEDIA_TYPES = {AVIF: "image/avif", WEBP: "image/webp", JPEG: "image/jpeg"}
# Browsers take the first that they know; the last is the fallback that all know.
FORMATS = (AVIF, WEBP, JPEG)
WIDTHS = (320, 640, 960, 1280, 1920)
FALLBACK_WIDTH = 960
# No WebP is higher than 16,383 points.
TALLEST = 16_000

IN_TEXT = "(min-width: 46rem) 44rem, 100vw"


@dataclass(frozen=True)
class SizeFacts:
    """A picture at one width in one format (``avif``, ``webp``, ``jpg``) and where it is."""

    format: str
    width: int
    height: int
    url: str


@dataclass(frozen=True)
class PictureFacts:
    """A picture with the sizes in which it is there; none while they are still being made."""

    id: str
    alternative: str
    credit: str
    width: int
    height: int
    sizes: tuple[SizeFacts, ...] = ()

    def srcset(self, format: str) -> str:
        """The sizes of a format as the attribute wants them, the narrowest first; empty where there is none."""
        found = sorted((size for size in self.sizes if size.format == format), key=lambda size: size.width)
        return ", ".join(f"{size.url} {size.width}w" for size in found)

    @property
    def fallback(self) -> SizeFacts | None:
        """The JPEG that a browser gets which chooses nothing: the widest up to 960 points."""
        found = sorted((size for size in self.sizes if size.format == JPEG), key=lambda size: size.width)
        fitting = [size for size in found if size.width <= FALLBACK_WIDTH]
        return (fitting or found[:1] or [None])[-1]  # type: ignore[list-item]


def widths_for(width: int) -> list[int]:
    """The widths in which a picture is made: none wider than it is, and its own where that is below the widest."""
    widest = min(width, WIDTHS[-1])
    return [*(each for each in WIDTHS if each < widest), widest]


def height_for(width: int, *, of: tuple[int, int]) -> int:
    """The height at a width of a picture that is ``of`` (width, height), one point at least."""
    return max(1, round(of[1] * width / of[0]))


def is_too_tall(width: int, height: int) -> bool:
    """Whether the widest size of such a picture would be higher than every format can hold."""
    return height_for(widths_for(width)[-1], of=(width, height)) > TALLEST


def markup(facts: PictureFacts, *, alternative: str | None = None, sizes: str = IN_TEXT, eager: bool = False) -> str:
    """``<picture>`` with what browsers choose from; before its sizes are made, its place with its words.

    ``alternative`` is said in place of the picture's own; an empty one makes it decoration, which has no place.
    """
    said = facts.alternative if alternative is None else alternative
    chosen = facts.fallback
    if chosen is None:
        return f'<span class="picture-place">Picture: {escape(said)}</span>' if said else ""
    shape = f'width="{facts.width}" height="{facts.height}"'
    when = 'fetchpriority="high"' if eager else 'loading="lazy"'
    sources = "".join(_sources(facts, escape(sizes)))
    jpeg = f'srcset="{escape(facts.srcset(JPEG))}" sizes="{escape(sizes)}"'
    image = f'<img src="{escape(chosen.url)}" {jpeg} alt="{escape(said)}" {shape} {when} decoding="async">'
    return f"<picture>{sources}{image}</picture>"


def _sources(facts: PictureFacts, sizes: str) -> Iterator[str]:
    for format in FORMATS[:-1]:
        if found := facts.srcset(format):
            yield f'<source type="{MEDIA_TYPES[format]}" srcset="{escape(found)}" sizes="{sizes}">'
