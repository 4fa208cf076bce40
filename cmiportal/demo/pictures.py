"""Pictures for the demo, drawn by code: plain shapes in the colours of the Institute."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 720
# Drawn larger and made smaller, so that edges are smooth.
FINER = 2
DAMSON, DEEP, BRASS, PAPER, SAND = "#611f4e", "#3b1230", "#a2771f", "#fdfcfa", "#eee6d8"
Draw = Callable[["Sheet"], None]


class Sheet:
    """A sheet of 1280 by 720 points, and what is drawn on it: each shape by its edges or its middle."""

    def __init__(self, ground: str = PAPER) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), ground)
        self._pen = ImageDraw.Draw(self.image)

    def block(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """A rectangle."""
        self._pen.rectangle([edge * FINER for edge in (left, top, right, bottom)], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        edges = (x - radius, y - radius, x + radius, y + radius)
        self._pen.ellipse([edge * FINER for edge in edges], fill=colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: int) -> None:
        """A line through points."""
        self._pen.line([(x * FINER, y * FINER) for x, y in points], fill=colour, width=width * FINER, joint="curve")

    def file(self, name: str) -> ContentFile:
        """The sheet as a PNG file."""
        content = BytesIO()
        self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).save(content, format="PNG")
        return ContentFile(content.getvalue(), name=f"{name}.png")


def stairs(sheet: Sheet) -> None:
    """Seven steps, the last of them of brass."""
    for step in range(7):
        left, top = 120 + step * 150, 590 - step * 75
        sheet.block(left, top, left + 138, HEIGHT, BRASS if step == 6 else DAMSON)


def table(sheet: Sheet) -> None:
    """A round table from above with eight places, one of which stands apart."""
    x, y = WIDTH / 2, HEIGHT / 2
    sheet.disc(x, y, 175, BRASS)
    for place in range(8):
        angle, away = place * pi / 4, 330 if place == 7 else 250
        sheet.disc(x + away * cos(angle), y + away * sin(angle), 46, DEEP if place == 7 else DAMSON)


def morning(sheet: Sheet) -> None:
    """Half a sun in rings above a dark field."""
    for ring, colour in enumerate((SAND, BRASS, PAPER, BRASS, SAND, DAMSON)):
        sheet.disc(WIDTH / 2, 520, 430 - ring * 66, colour)
    sheet.block(0, 520, WIDTH, HEIGHT, DEEP)
    sheet.line([(0, 610), (WIDTH, 610)], BRASS, 6)


def columns(sheet: Sheet) -> None:
    """Nine columns around a line that one of them passes."""
    for number, high in enumerate((210, 260, 240, 330, 300, 470, 350, 310, 380)):
        left = 95 + number * 122
        sheet.block(left, 640 - high, left + 96, 640, BRASS if high > 400 else DAMSON)
    sheet.line([(60, 240), (WIDTH - 60, 240)], DEEP, 6)
    sheet.line([(60, 640), (WIDTH - 60, 640)], DEEP, 6)


def overlap(sheet: Sheet) -> None:
    """Two discs, and dark what they share."""
    one, other = Image.new("L", sheet.image.size, 0), Image.new("L", sheet.image.size, 0)
    for mask, x in ((one, 500), (other, 780)):
        edges = (x - 260, 100, x + 260, 620)
        ImageDraw.Draw(mask).ellipse([edge * FINER for edge in edges], fill=255)
    sheet.disc(500, 360, 260, DAMSON)
    sheet.disc(780, 360, 260, BRASS)
    shared = Image.new("L", sheet.image.size, 0)
    shared.paste(one, mask=other)
    sheet.image.paste(DEEP, mask=shared)


DRAWN: dict[str, tuple[Draw, str]] = {
    "stairs": (stairs, PAPER),
    "table": (table, SAND),
    "morning": (morning, PAPER),
    "columns": (columns, SAND),
    "overlap": (overlap, PAPER),
}


def drawn(key: str) -> ContentFile:
    """The picture of that name as a file that an editor could have sent."""
    draw, ground = DRAWN[key]
    sheet = Sheet(ground)
    draw(sheet)
    return sheet.file(key)
