"""What corporate membership registers: messages, the invitation's link, what paying does, the menu, privacy."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cmiportal.registry import (
    Entrusted,
    Entry,
    LinkAction,
    NavigationEntry,
    NotificationKind,
    OrderKind,
    PrivacyTable,
    SessionFact,
)

from ..permissions import acting_now, acts_for_somebody, keep_acting
from ..services.corporate import orders as seat_orders
from ..services.corporate.offers import accept_by_link, seat_to_accept, shown_to_invited
from ..services.corporate.rows import ORDER_KIND, RENEWAL_KIND
from ..services.corporate.seats import PURPOSE
from .messages import message

ORGANISATION = "Fellgate Logistics"
PAGE = "/corporate/01890000-0000-7000-8000-000000000000/"
MESSAGES = (
    NotificationKind(
        "seat_offered",
        label="Seat offered",
        subject="{organisation} offers you membership of the Institute",
        template="membership/mail/seat_offered",
        reason="an organisation gave your address to us",
        secret=True,
        by_name=False,
        example={"organisation": ORGANISATION, "until": "2026-12-28T09:30:00+00:00", "path": "/links/AbCdEf/"},
    ),
    message(
        "seat_accepted",
        "Seat accepted",
        "{person} has accepted a seat of {organisation}",
        {"organisation": ORGANISATION, "person": "Priya Ostrander", "path": PAGE},
        "you act for an organisation with corporate membership",
    ),
    message(
        "seat_released",
        "Seat released",
        "{organisation} no longer pays for your membership",
        {"organisation": ORGANISATION, "number": "M004821366", "ends_on": "2026-11-28", "path": "/membership/mine/"},
        "you are a member of the Institute",
    ),
)
INVITATION = LinkAction(
    PURPOSE,
    label="Accept a seat",
    days=settings.SEAT_LINK_DAYS,
    form="membership.forms.seats.AcceptSeatForm",
    template="membership/corporate/offer.html",
    load=seat_to_accept,
    describe=shown_to_invited,
    perform=accept_by_link,
)


def _page(order: Any) -> str:
    return reverse("membership:organisation_detail", args=[order.subject_id])


ORDERS = (
    OrderKind(
        ORDER_KIND,
        label="Seats of an organisation",
        paid=seat_orders.paid,
        cancelled=seat_orders.left_unpaid,
        refunded=seat_orders.refunded,
        address=_page,
    ),
    OrderKind(
        RENEWAL_KIND,
        label="Renewal of an organisation’s seats",
        paid=seat_orders.renewal_paid,
        cancelled=seat_orders.left_unpaid,
        refunded=seat_orders.renewal_refunded,
        address=_page,
    ),
)
PRIVACY = (
    PrivacyTable(
        "seat",
        model="membership.Seat",
        person="membership__person",
        export=("organisation", "email", "invited_at", "accepted_at", "released_at"),
        retention="six years after the seat is released or has run out",
    ),
    PrivacyTable(
        "organisation_staff",
        model="membership.OrganisationStaff",
        person="user",
        export=("organisation",),
        retention="as long as the person acts for the organisation",
    ),
)
ENTRIES: tuple[Entry, ...] = (
    *MESSAGES,
    INVITATION,
    *ORDERS,
    SessionFact("acting", expression=acting_now, keep=keep_acting),
    Entrusted("acting", holds=acts_for_somebody),
    NavigationEntry(
        key="corporate",
        label="Your organisation",
        url_name="membership:organisation_list",
        section="account",
        show=acts_for_somebody,
        order=65,
    ),
    *PRIVACY,
)
