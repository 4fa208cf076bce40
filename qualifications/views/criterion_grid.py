"""What the criterion grid shows: evidence across, criteria down, from mappings or from what was handed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from cmiportal.documents.words import count_words

from ..models import Criterion, HandInItem, Mapping
from ..services.portfolio import UnitWork
from .evidence_sheets import anchor

WHOLE = "whole piece"


@dataclass(frozen=True)
class Piece:
    """A column of the grid, and the entry below it that says what the column is."""

    code: str
    kind: str
    title: str
    words: int
    file: Any
    dated: Any
    dated_on: date | None
    verb: str = "Added"
    href: str = ""


@dataclass
class Grid:
    """The two lists that the component takes; ``pieces`` are listed below it once more, with their titles."""

    pieces: list[Piece] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def columns(self) -> list[dict[str, str]]:
        """The pieces as the component wants them."""
        return [{"code": piece.code, "kind": piece.kind} for piece in self.pieces]


def grid_of_mappings(work: UnitWork) -> Grid:
    """The learner's working view: places link to where they are changed, gaps to where they are filled."""
    items = {mapping.item_id: mapping.item for mapping in work.mappings}
    grid = Grid([_piece_of_item(number, item) for number, item in enumerate(items.values(), 1)])
    for criterion in work.criteria:
        mapped = {mapping.item_id: mapping for mapping in work.by_criterion.get(criterion.pk, [])}
        met = criterion.pk in work.met
        cells = [_cell(mapped.get(key), linked=not met and not work.closed_because) for key in items]
        grid.rows.append({**_row(criterion, cells), **_state(work, criterion, mapped)})
    return grid


def grid_of_frozen(work: UnitWork, frozen: dict[int, list[HandInItem]]) -> Grid:
    """What was handed in, as it was: nothing here links to a change."""
    versions = {item.item_version_id: item.item_version for items in frozen.values() for item in items}
    grid = Grid([_piece_of_version(number, version) for number, version in enumerate(versions.values(), 1)])
    for criterion in work.criteria:
        given = {item.item_version_id: item for item in frozen.get(criterion.pk, [])}
        cells = [_cell(given.get(key), linked=False) for key in versions]
        judgement = None if work.is_in_a_stage else work.judgements.get(criterion.pk)
        met = criterion.pk in work.met
        word = "Met" if met else "Not yet met" if judgement else "Submitted"
        state = "positive" if met else "attention" if judgement else "info"
        grid.rows.append({**_row(criterion, cells), "word": word, "state": state})
    return grid


def _row(criterion: Criterion, cells: Iterable[Any]) -> dict[str, Any]:
    return {
        "id": anchor(criterion.code),
        "code": criterion.code,
        "verb": criterion.verb.capitalize(),
        "text": criterion.text,
        "cells": list(cells),
    }


def _cell(place: Mapping | HandInItem | None, *, linked: bool) -> dict[str, str] | None:
    if place is None:
        return None
    href = reverse("qualifications:mapping_edit", args=[place.pk]) if linked else ""
    return {"text": place.pointer or WHOLE, "href": href}


def _state(work: UnitWork, criterion: Criterion, mapped: dict[Any, Mapping]) -> dict[str, str]:
    if criterion.pk in work.met:
        return {"word": "Met", "state": "positive"}
    if not mapped:
        word, state, action = "No evidence", "attention", "Map evidence"
    elif criterion.pk in work.judgements:
        word, state, action = "Not yet met", "attention", "Map more evidence"
    else:
        word, state, action = "Mapped", "positive", "Map more"
    if work.closed_because:
        return {"word": word, "state": state}
    href = reverse("qualifications:mapping_add", args=[work.unit_enrolment.pk, criterion.code])
    return {"word": word, "state": state, "action": action, "href": href}


def _piece_of_item(number: int, item: Any) -> Piece:
    return Piece(
        code=f"E{number}",
        kind=item.get_kind_display(),
        title=item.title,
        words=count_words(item.draft.text),
        file=item.draft.file,
        dated=item.created_at,
        dated_on=item.dated_on,
        href=reverse("qualifications:item_edit", args=[item.pk]),
    )


def _piece_of_version(number: int, version: Any) -> Piece:
    return Piece(
        code=f"E{number}",
        kind=version.get_kind_display(),
        title=version.title,
        words=version.word_count,
        file=version.file,
        dated=version.created_at,
        dated_on=version.dated_on,
        verb="Frozen",
    )
