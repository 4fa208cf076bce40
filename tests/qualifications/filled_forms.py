"""Every form that people fill in, filled in rightly by whom it is for, in the demo's portal; and what pages hold."""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.documents.models import Item
from cmiportal.links.models import Link
from cmiportal.notifications.models import Notification
from qualifications.models import Award, Enrolment, Mapping, Submission, UnitEnrolment
from qualifications.services.portfolio import gaps

CERTIFICATE = "level-6-certificate-in-professional-management-and-leadership-practice"
Keys = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Filled:
    """A form: who sends it, the name and keys of its address, what is typed, and what the page fills in.

    ``carried`` names the hidden fields that the page fills in by itself, ``picked`` those of which any answer will do.
    """

    name: str
    person: str
    where: Keys
    typed: dict[str, Any]
    carried: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    query: str = ""
    part: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.part}" if self.part else self.name

    def address(self) -> str:
        """Where it is sent."""
        return reverse(self.name, kwargs=self.where()) + self.query

    def user(self) -> User | None:
        """Who sends it; None where no account is needed."""
        return User.objects.get(email=f"{self.person}@example.org") if self.person else None


def nothing() -> dict[str, Any]:
    return {}


def place(learner: str, state: str) -> Keys:
    return lambda: {"pk": Enrolment.objects.get(learner__email=f"{learner}@example.org", state=state).pk}


def unit_row(learner: str, number: str) -> UnitEnrolment:
    return UnitEnrolment.objects.get(learner__email=f"{learner}@example.org", unit__number=number)


def unit(learner: str, number: str) -> Keys:
    return lambda: {"pk": unit_row(learner, number).pk}


def gap(learner: str, number: str) -> Keys:
    def first() -> dict[str, Any]:
        row = unit_row(learner, number)
        return {"pk": row.pk, "code": gaps(row, at=row.chosen_at)[0].code}

    return first


def work(learner: str, number: str, **more: Any) -> Keys:
    return lambda: {"pk": Submission.objects.get(unit_enrolment=unit_row(learner, number)).pk, **more}


def award(learner: str) -> Keys:
    return lambda: {"pk": Award.objects.get(learner__email=f"{learner}@example.org").pk}


def first_of(model: Any, learner: str, path: str) -> Keys:
    return lambda: {"pk": model.objects.filter(**{path: f"{learner}@example.org"}).latest("pk").pk}


def link_to(learner: str) -> Keys:
    """The link that the learner's line manager was sent; only the message knows it."""

    def token() -> dict[str, Any]:
        place = Enrolment.objects.get(learner__email=f"{learner}@example.org", state="requested")
        link = Link.objects.get(subject_id=place.pk)
        message = Notification.objects.get(dedup_key=f"line_manager_asked:{link.pk}")
        return {"token": message.context["path"].strip("/").rpartition("/")[2]}

    return token


MOVES = ("moves",)
# All that has evidence stays: taking one out is said twice.
UNITS = {"units": ["601", "602", "603", "605"]}
EVIDENCE = {"kind": "reflective_account", "title": "Leading the move", "text": "I asked first and announced second."}
LINE_MANAGER = {
    "line_manager_name": "Maud Thornley",
    "line_manager_email": "maud@example.org",
    "line_manager_organisation": "Fellgate Logistics",
}
HANDED_IN = {
    "words_reason": "A short account is enough.",
    "used_ai": "yes",
    "ai_use": "A chat assistant, to check my spelling.",
    "declared_name": "Amara Whitlock",
    "signed": "on",
}
JUDGED = {"met": "not_yet_met", "feedback": "Weigh one value against another."}
Q = "qualifications:"
FORMS = (
    Filled(
        f"{Q}enrolment_request",
        "amina",
        lambda: {"slug": CERTIFICATE},
        {
            "name_as_printed": "أمينة الحسن",
            "date_of_birth_0": "27",
            "date_of_birth_1": "3",
            "date_of_birth_2": "1990",
            "centre": "lagan",
            **LINE_MANAGER,
        },
    ),
    Filled(f"{Q}line_manager_change", "sanna", place("sanna", "requested"), LINE_MANAGER, MOVES),
    Filled(f"{Q}name_confirm", "learner", place("learner", "registered"), {"name_as_printed": "Amara Whitlock"}, MOVES),
    Filled(f"{Q}enrolment_withdraw", "sanna", place("sanna", "requested"), {"reason": "I change jobs."}, MOVES),
    Filled(f"{Q}unit_choice", "learner", place("learner", "registered"), UNITS, ("seen",)),
    Filled(f"{Q}item_add", "learner", nothing, EVIDENCE),
    Filled(f"{Q}item_add_to_criterion", "learner", gap("learner", "605"), {**EVIDENCE, "pointer": "Line 1"}),
    Filled(f"{Q}item_edit", "learner", first_of(Item, "learner", "owner__email"), EVIDENCE, ("revision",)),
    Filled(f"{Q}mapping_add", "learner", gap("learner", "605"), {"pointer": "Line 1"}, picked=("item",)),
    Filled(f"{Q}mapping_edit", "learner", first_of(Mapping, "learner", "learner__email"), {"pointer": "Line 2"}),
    Filled(f"{Q}submission_submit", "learner", unit("learner", "603"), HANDED_IN, MOVES),
    Filled(
        f"{Q}enrolment_manage",
        "coordinator",
        place("priya", "approved"),
        {"action": "register"},
        ("register-moves",),
        part="register",
    ),
    Filled(
        f"{Q}enrolment_manage",
        "coordinator",
        place("priya", "approved"),
        {"action": "refuse", "refuse-reason": "The group is full."},
        ("refuse-moves",),
        part="refuse",
    ),
    Filled(f"{Q}submission_allocate", "coordinator", work("wren", "601"), {}, MOVES, ("assessor", "verifier")),
    Filled(
        f"{Q}submission_reallocate",
        "coordinator",
        work("wren", "613"),
        {"reason": "On leave until March."},
        MOVES,
        ("to",),
        query="?stage=marking",
    ),
    Filled(f"{Q}submission_mark", "assessor", work("wren", "613", code="1.1"), JUDGED, ("moves", "revision")),
    Filled(f"{Q}submission_return", "assessor", work("wren", "613"), {"reason": "It is not signed."}, MOVES),
    Filled(f"{Q}submission_verify", "verifier", work("kofi", "613"), {"decision": "agree"}, MOVES, part="agree"),
    Filled(
        f"{Q}submission_verify",
        "verifier",
        work("kofi", "613"),
        {"decision": "send_back", "reason": "Say which page."},
        MOVES,
        part="return",
    ),
    Filled(f"{Q}submission_sign_off", "moderator", work("dafydd", "601"), {"decision": "agree"}, MOVES),
    Filled(f"{Q}submission_take_over", "lewis.moderator", work("dafydd", "601"), {}, MOVES),
    Filled(f"{Q}award_detail", "moderator", award("taro"), {"action": "issue"}, ("moves", "name"), part="issue"),
    Filled(
        f"{Q}award_detail", "moderator", award("taro"), {"action": "cancel", "reason": "A case."}, MOVES, part="cancel"
    ),
    Filled(
        f"{Q}award_detail", "moderator", award("amina"), {"action": "revoke", "reason": "A case."}, MOVES, part="revoke"
    ),
    Filled(
        f"{Q}award_detail",
        "moderator",
        award("amina"),
        {"action": "replace", "name": "أمينة"},
        MOVES,
        part="replace",
    ),
    Filled("links:link_open", "", link_to("sanna"), {"decision": "decline", "reason": "No time this year."}),
    Filled(
        "accounts:profile_edit",
        "learner",
        nothing,
        {"name": "Amara Whitlock", "preferred_name": "Amara", "time_zone": "Europe/London"},
    ),
)


class Fields(HTMLParser):
    """The fields of a page's forms by name: what stands in each, and which answers a question offers."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.offered: dict[str, list[str]] = {}
        self._area = self._menu = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what stands in a field."""
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "disabled" not in given:
                self.offered.setdefault(name, []).append(value)
            if "checked" in given:
                self._keep(name, value or "on")
        elif tag == "input":
            self._keep(name, value)
        elif tag == "textarea":
            self._area = name
            self._keep(name, "")
        elif tag == "select":
            self._menu = name
        elif tag == "option" and "selected" in given:
            self._keep(self._menu, value)

    def handle_data(self, data: str) -> None:
        """What stands in a longer field."""
        if self._area:
            self.values[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        """A longer field's first line break is the page's, not the person's."""
        if tag == "textarea":
            self.values[self._area][-1] = self.values[self._area][-1].removeprefix("\n")
            self._area = ""

    def _keep(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def fields_of(html: str) -> Fields:
    """The fields of a page; one that several of its forms have holds several values."""
    found = Fields()
    found.feed(html)
    return found
