"""Tables: comparison, a month of days, and the grid of criteria and evidence."""

from calendar import Calendar, day_name
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .library import known_state, leaf, wrapper


@wrapper("table")
def table(
    content: str,
    caption: str,
    *columns: str,
    numeric: str = "",
    hide_caption: bool = False,
    stacked: bool = True,
    total: str = "",
    total_label: str = "",
) -> dict[str, Any]:
    """A table with one header row; holds ``table_row``.

    ``numeric`` names columns of figures, separated by commas; a ``stacked`` table becomes a list on phones (three
    narrow columns need not); ``total_label`` and ``total`` make the last row.
    """
    figures = numeric.split(",")
    return {
        "caption": caption,
        "columns": [{"label": label, "numeric": label in figures} for label in columns],
        "hide_caption": hide_caption,
        "stacked": stacked,
        "total": total,
        "total_label": total_label,
        "span": len(columns) - 1,
    }


@wrapper("table_row")
def table_row(content: str, *, id: str = "") -> dict[str, Any]:
    """A row; holds one ``row_head`` and ``cell`` for the rest."""
    return {"id": id}


@wrapper("row_head")
def row_head(content: str) -> dict[str, Any]:
    """The cell that names its row."""
    return {}


@wrapper("cell")
def cell(content: str, label: str = "", *, numeric: bool = False) -> dict[str, Any]:
    """A cell; ``label`` repeats its column where the table stacks."""
    return {"label": label, "numeric": numeric}


@leaf("comparison")
def comparison(columns: list[str], rows: list[dict[str, Any]], caption: str) -> dict[str, Any]:
    """Things side by side, on phones one below the other for each fact.

    ``columns`` are their short names; a row has ``label`` and ``cells``, one for each: ``text``, and where it leads
    somewhere ``href``, with ``hidden`` for the rest of what the link says.
    """
    return {
        "columns": columns,
        "rows": [{"label": row["label"], "cells": list(zip(columns, row["cells"], strict=True))} for row in rows],
        "caption": caption,
    }


@leaf("month")
def month(first: date, found: Mapping[date, Sequence[Mapping[str, str]]], today: date, caption: str) -> dict[str, Any]:
    """The month that begins on ``first``, a row for each week; on phones a list of the days on which something is.

    ``found`` by day: ``title``, ``href``, ``time`` that stands before, and ``word`` that stands after, such as
    "Cancelled".
    """
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return {
        "caption": caption,
        "names": list(day_name),
        "weeks": [[_day(day, first, found, today) for day in week] for week in weeks],
    }


def _day(day: date, first: date, found: Mapping[date, Sequence[Mapping[str, str]]], today: date) -> dict[str, Any]:
    within = day.month == first.month
    return {"day": day, "within": within, "today": day == today, "found": found.get(day, ()) if within else ()}


@leaf("criterion_grid")
def criterion_grid(
    pieces: list[dict[str, Any]], rows: list[dict[str, Any]], caption: str = "Criteria down, evidence across"
) -> dict[str, Any]:
    """Which evidence meets which criterion.

    A piece has ``code`` ("E1") and ``kind``. A row has ``id`` (anchor), ``code`` ("2.2"), ``verb``, ``text``,
    ``cells`` (one for each piece: None, or a dict of ``text`` such as a place, and ``href``), ``state``, ``word``
    and, where something can be done, ``action`` (label) and ``href``. ``attention`` marks a gap.
    """
    return {
        "pieces": pieces,
        "rows": [{**row, "state": known_state(row["state"]), "places": _places(pieces, row)} for row in rows],
        "caption": caption,
    }


def _places(pieces: list[dict[str, Any]], row: dict[str, Any]) -> list[dict[str, Any]]:
    labels = [f"{piece['code']}, {piece['kind']}" for piece in pieces]
    return [{"label": label, **(cell or {})} for label, cell in zip(labels, row["cells"], strict=True)]
