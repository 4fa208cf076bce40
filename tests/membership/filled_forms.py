"""The forms of membership and billing that people type into, filled in rightly in the demo's portal."""

from typing import Any

from cmiportal.billing.models import Order
from membership.models import CharteredApplication, GradeRequest, Membership, Organisation
from tests.qualifications.filled_forms import MOVES, Filled, Keys, nothing


def asked(person: str) -> Keys:
    return lambda: {"pk": GradeRequest.objects.get(person__email=f"{person}@example.org", state="review").pk}


def membership_of(person: str) -> Keys:
    return lambda: {"pk": Membership.objects.get(person__email=f"{person}@example.org").pk}


def application_of(person: str, **more: Any) -> Keys:
    return lambda: {"pk": CharteredApplication.objects.get(person__email=f"{person}@example.org").pk, **more}


def order_to_pay(person: str) -> Keys:
    return lambda: {"pk": Order.objects.unpaid().get(person__email=f"{person}@example.org").pk}


def organisation() -> dict[str, Any]:
    return {"pk": Organisation.objects.get(staff__user__email="corporate@example.org").pk}


def day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    """A date in the three inputs of a field."""
    return {f"{name}_0": str(day), f"{name}_1": str(month), f"{name}_2": str(year)}


M = "membership:"
TEAM = "membership-assessor"
ENTRY = {
    "title": "Difficult conversations",
    "activity": "course",
    "area": "communicating",
    "hours": "1.5",
    "need": "Two people stopped talking.",
    "learnt": "To ask first.",
    **day("on", 9, 3, 2026),
}
NOMINEE = {
    "name": "Gwen Adeyemi",
    "email": "gwen@example.net",
    "post": "Chief Executive, Calderbridge Housing",
    "criterion": "leadership",
    "reasons": "She turned a failing association round.",
    "seconder_email": "parveen@example.org",
}
FORMS = (
    Filled(
        f"{M}experience_add",
        "kofi",
        nothing,
        {"post": "Depot manager", "employer": "Fellgate Logistics", **day("since", 1, 3, 2020)},
    ),
    Filled(
        f"{M}held_add",
        "kofi",
        nothing,
        {
            "title": "BA Business Management",
            "body": "University of Calderbridge",
            "level": "6",
            "size": "degree",
            **day("awarded_on", 1, 7, 2015),
        },
    ),
    Filled(f"{M}cpd_entry_add", "member", nothing, ENTRY),
    Filled(
        f"{M}referee_edit",
        "bronwen",
        nothing,
        {"name": "Maud Thornley", "email": "maud@example.net", "organisation": "Fellgate Logistics"},
    ),
    Filled(
        f"{M}statement_edit", "applicant", lambda: {"key": "standard"}, {"text": "I set the standard."}, ("revision",)
    ),
    Filled(
        f"{M}request_review",
        TEAM,
        asked("sunita"),
        {"accept": "yes", "accept-reason": "The letter says so."},
        ("accept-moves",),
        part="accept",
    ),
    Filled(
        f"{M}request_review",
        TEAM,
        asked("sunita"),
        {"decline": "yes", "decline-reason": "The dates do not fit."},
        ("decline-moves",),
        part="decline",
    ),
    Filled(f"{M}member_detail", TEAM, membership_of("member"), {"reason": "A complaint is looked into."}, MOVES),
    Filled(
        f"{M}application_check",
        "moderator",
        application_of("naledi"),
        {"refuse": "yes", "refuse-reason": "No senior post yet."},
        ("refuse-moves",),
        part="refuse",
    ),
    Filled(
        f"{M}application_check",
        "moderator",
        application_of("naledi"),
        {"confirm": "yes", "confirm-reason": "The letter says so."},
        ("confirm-moves",),
        part="confirm",
    ),
    Filled(f"{M}desk_give_back", TEAM, application_of("matteo"), {"reason": "I have worked with him."}, MOVES),
    Filled(f"{M}organisation_detail", "corporate", organisation, {"email": "new@example.net"}),
    Filled(f"{M}nominate", "companion", nothing, NOMINEE),
    Filled(
        "billing:order_detail",
        "tomasz",
        order_to_pay("tomasz"),
        {"action": "invoice", "payer": "Fellgate Logistics", "purchase_order": "PO-77"},
        part="invoice",
    ),
)
