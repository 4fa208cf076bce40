"""The forms of events that people type into, filled in rightly in the demo's portal."""

from typing import Any

from django.utils.text import slugify

from events.models import Booking
from tests.qualifications.filled_forms import Filled, Keys

E = "events:"


def event(title: str) -> Keys:
    return lambda: {"slug": slugify(title)}


def booking_of(person: str, title: str) -> Keys:
    def keys() -> dict[str, Any]:
        return {"pk": Booking.objects.live().get(person__email=f"{person}@example.org", event__title=title).pk}

    return keys


FORMS = (
    Filled(
        f"{E}booking_add",
        "coordinator",
        event("What a machine may decide"),
        {"access_needs": "Captions, please."},
        part="online",
    ),
    Filled(
        f"{E}booking_add",
        "coordinator",
        event("After work in Norwich"),
        {"guest_1": "Maud Thornley", "access_needs": "A place near the door.", "diet": "No nuts."},
        part="with a guest",
    ),
    Filled(
        f"{E}booking_detail",
        "member",
        booking_of("member", "The spring dinner"),
        {
            "change": "yes",
            "change-guest_1": "Maud Thornley",
            "change-access_needs": "A place near the door.",
            "change-diet": "No nuts.",
        },
        ("change-moves",),
        part="change",
    ),
    Filled(
        f"{E}booking_detail",
        "member",
        booking_of("member", "The spring dinner"),
        {"hand_over": "yes", "hand_over-name": "Gwen Adeyemi", "hand_over-email": "gwen@example.net"},
        ("hand_over-moves",),
        part="hand over",
    ),
    Filled(
        f"{E}booking_feedback",
        "member",
        booking_of("member", "How we halved the meeting week"),
        {"rating": "4", "useful": "The list of meetings.", "better": "More time for questions."},
    ),
)
