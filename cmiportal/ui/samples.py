"""Invented content for the style guide: today is Tuesday 24 November 2026 there."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator

from .drawings import Bar, Part, Stage, Tick
from .fields import CheckboxSelectMultiple, DateField, RadioSelect, UploadField


class Change(NamedTuple):
    """A run of text, as ``documents.differences`` tells it."""

    kind: str
    text: str
    compared: bool = True


TODAY = date(2026, 11, 24)
HANDED_IN = date(2026, 11, 2)
WORD_OR_PDF = (".pdf", ".docx")
AI_HINTS = {"helped": "You name the tool and what it did on the next page."}
COLOURS = (
    ("paper", "The page"),
    ("panel", "Quiet blocks, footer"),
    ("raised", "Fields, sheets, menus"),
    ("ink", "Text"),
    ("ink-2", "Second text, hints"),
    ("rule", "Hairlines"),
    ("edge", "Borders of fields"),
    ("brand", "Links, buttons, chosen"),
    ("brand-tint", "Chosen rows, what now"),
    ("deep", "Hero, one a page"),
    ("brass", "Rules, never text on paper"),
    ("focus", "Focus ring only"),
    ("positive", "Done, met, valid"),
    ("attention", "Missing, few left"),
    ("negative", "Late, error, revoked"),
    ("info", "Under way"),
)
STATES = (
    ("Ring: nothing has happened", "neutral", ("Not started", "Draft", "Returned", "Not found")),
    ("Half disc: under way", "info", ("Being marked", "Being verified", "Sign-off")),
    ("Disc: done", "positive", ("Met", "Passed", "Confirmed", "Valid")),
    ("Triangle: somebody must act", "attention", ("No evidence", "To allocate", "Not yet met")),
    ("Cross: it went wrong or ended", "negative", ("Late", "Revoked", "Cancelled")),
)
SAME, ADDED, REMOVED = "same", "added", "removed"
DIFFERENCES = {
    "both": [
        Change(SAME, "I asked "),
        Change(REMOVED, "the team "),
        Change(ADDED, "both supervisors, one after the other, "),
        Change(SAME, "what they feared.\n\n"),
        Change(ADDED, "Their answers changed the plan.\n"),
    ],
    "added": [Change(SAME, "I asked the team."), Change(ADDED, " I wrote down what they said.")],
    "removed": [Change(SAME, "I asked the team."), Change(REMOVED, " They agreed.")],
    "none": [Change(SAME, "I asked the team.")],
    "whole": [
        Change(REMOVED, "I asked the team. ", compared=False),
        Change(ADDED, "I asked them all.", compared=False),
    ],
}


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label="Full name", help_text="As it should stand on your certificate.")
    email = forms.EmailField(
        label="E-mail",
        error_messages={"invalid": "Enter an e-mail address in full, like name@example.org"},
    )
    number = forms.CharField(label="Certificate number", required=False, widget=forms.TextInput({"size": 16}))
    region = forms.ChoiceField(choices=[("", "Choose a region"), ("yh", "Yorkshire and the Humber")])
    ai = forms.ChoiceField(
        label="How did you use AI in this work?",
        choices=[("no", "Not at all"), ("helped", "To check language or find sources")],
        widget=RadioSelect(hints=AI_HINTS),
        error_messages={"required": "Say how you used AI, if at all"},
    )
    shared = forms.ChoiceField(
        label="Can anyone else be recognised in it?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=RadioSelect(inline=True),
        error_messages={"required": "Say whether anyone else can be recognised in it"},
    )
    kinds = forms.MultipleChoiceField(
        label="What did you work from?",
        choices=[("plan", "A plan"), ("minutes", "Minutes of a meeting")],
        widget=CheckboxSelectMultiple,
        required=False,
    )
    started = DateField(label="When did you start this role?")
    certificate = UploadField(
        label="Certificate you already hold", kinds="PDF or Word", max_bytes=25 * 1024 * 1024, accept=WORD_OR_PDF
    )
    reason = forms.CharField(
        label="Why do you want to join?", help_text="To 200 words.", widget=forms.Textarea({"rows": 3}), required=False
    )
    accepted = forms.BooleanField(
        label="I accept the Code of Conduct", error_messages={"required": "Accept the Code of Conduct to go on"}
    )

    def clean(self) -> dict[str, Any]:
        """An error that belongs to no single field."""
        self.add_error(None, "You already have a request at this centre. Wait for its answer, or withdraw it")
        return self.cleaned_data


class FilterForm(forms.Form):
    """What narrows a list of qualifications."""

    hides_optional = True
    q = forms.CharField(label="Words in the title or units", required=False, widget=forms.TextInput({"type": "search"}))
    level = forms.MultipleChoiceField(
        choices=[(str(level), f"Level {level}") for level in (5, 6, 7)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def samples(page: str) -> dict[str, Any]:
    """All sample content, with ``page`` of a list of pages."""
    wrong = {"e-name": "Amara Whitlock", "e-email": "amara@", "e-started_0": "9", "e-started_1": "14"}
    return {
        "colours": COLOURS,
        "states": STATES,
        "form": SampleForm(),
        "wrong_form": SampleForm({**wrong, "e-started_2": "2026"}, {}, prefix="e"),
        "filter_form": FilterForm({"level": ["6"]}, prefix="f"),
        "chosen": [{"label": "Level 6", "href": "#ways"}, {"label": "Diploma", "href": "#ways"}],
        "page": Paginator(range(90), 10).get_page(page or 4),
        "moment": datetime(2026, 11, 2, 21, 14, tzinfo=UTC),
        "today": TODAY,
        **drawn(),
        **marked(),
    }


def drawn() -> dict[str, Any]:
    """Credits and clocks."""
    six, seven = Part(6, "unit 601"), Part(7, "unit 605")
    verification, sign_off = Stage("Verification", date(2026, 12, 7)), Stage("Sign-off", date(2026, 12, 14))
    return {
        "handed_in": HANDED_IN,
        "ticks": [Tick(13, "13 certificate"), Tick(37, "37 diploma")],
        "few": [six, seven],
        "enough": [six, seven, Part(9, "unit 604"), Part(7, "unit 609"), Part(5, "unit 603"), Part(5, "unit 616")],
        "mixed": [Part(6, "unit 601", "going"), seven],
        "rule": [Part(37, "")],
        "bars": [Bar("Sep", 98.4, "98.4 %"), Bar("Oct", None, "no members"), Bar("Nov", 71.0, "71 %")],
        "clock": [Stage("Marking", date(2026, 11, 23), date(2026, 11, 19)), verification, sign_off],
        "late_clock": [Stage("Marking", date(2026, 11, 20)), verification, sign_off],
        "done_clock": [
            Stage("Marking", date(2026, 11, 9), date(2026, 11, 9)),
            Stage("Verification", date(2026, 11, 16), date(2026, 11, 16)),
            Stage("Sign-off", date(2026, 11, 23), date(2026, 11, 23)),
        ],
    }


def marked() -> dict[str, Any]:
    """Units, criteria and evidence."""
    place = {"text": "p. 2–4", "href": "#work"}
    return {
        "units": [
            unit(601, "Professional Management and Leadership Practice", 6, checked=True, fixed=True)
            | {"word": "Submitted 2 November", "state": "info", "reason": "It stays chosen while it is being marked."},
            unit(602, "Developing, Managing and Leading Individuals and Teams", 6)
            | {"aim": "What shapes the way people are developed and led."},
            unit(605, "Innovation and Change", 7, checked=True) | {"word": "Portfolio started", "state": "neutral"},
        ],
        "month": date(2026, 11, 1),
        "days": {
            date(2026, 11, 18): [{"title": "Trauma-informed leadership", "href": "#tables", "time": "12:30"}],
            TODAY: [
                {"title": "First Friday breakfast", "href": "#tables", "time": "07:45", "word": "Cancelled"},
                {"title": "The pathway to net zero", "href": "#tables", "time": "18:00", "clock": "Hong Kong time"},
            ],
        },
        "compared": ["Level 6 Certificate", "Level 6 Diploma"],
        "facts": [
            {"label": "Credits, at least", "cells": [{"text": 13}, {"text": 37}]},
            {
                "label": "Page",
                "cells": [{"text": "Read on", "href": "#tables"}, {"text": "Read on", "href": "#tables"}],
            },
        ],
        "pieces": [{"code": "E1", "kind": "Work product"}, {"code": "E2", "kind": "Reflective account"}],
        "rows": [
            row("1.1", "Evaluate", "the rationale for innovation and change", [place, {"text": "p. 1"}]),
            row("2.1", "Analyse", "forms of change and the responses to them", [None, place]),
            row("2.2", "Compare", "two models of change in your own organisation", [None, None])
            | {"state": "attention", "word": "No evidence", "action": "Map evidence to", "href": "#work"},
        ],
        "criteria": [
            {"code": "1.1", "href": "#nav", "state": "positive", "word": "met", "current": False},
            {"code": "1.2", "href": "#nav", "state": "neutral", "word": "to judge", "current": True},
            {"code": "2.1", "href": "#nav", "state": "attention", "word": "not yet met", "current": False},
        ],
        "differences": DIFFERENCES,
        "levels": [
            {"level": 7, "role": "Senior leader", "focus": "Strategic leadership", "href": "#nav"},
            {"level": 6, "role": "Senior or specialist manager", "focus": "Professional practice", "href": "#nav"},
        ],
    }


def unit(number: int, title: str, size: int, *, checked: bool = False, fixed: bool = False) -> dict[str, Any]:
    """A unit to tick."""
    return {"number": number, "title": title, "credits": size, "checked": checked, "fixed": fixed}


def row(code: str, verb: str, text: str, cells: list[dict[str, str] | None]) -> dict[str, Any]:
    """A mapped criterion."""
    return {
        "id": f"c{code}",
        "code": code,
        "verb": verb,
        "text": text,
        "cells": cells,
        "state": "positive",
        "word": "Mapped",
    }
