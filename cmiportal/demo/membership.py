"""The demo's members, requests and money: somebody in every state, so that each page has something to show."""

from datetime import date

from cmiportal.billing.models import Discount, Price
from cmiportal.billing.services import orders, refunds
from membership.models import Grade
from membership.services.members import endings, memberships, requests
from membership.workflow import Basis

from .member_story import MemberStory
from .paying import by_card, by_invoice, declined, transferred
from .texts import CONCESSIONS, NO_STRATEGY, SUSPENDED

LONG_AGO = date(2020, 1, 1)
FILE_BEGINS = date(2025, 1, 1)  # from then on the membership file has prices
# What the membership file has no price for, all invented, in pence: product, audience, price, since, until.
PRICES = (
    ("membership-affiliate", "", 16_800, LONG_AGO, FILE_BEGINS),
    ("membership-member", "", 17_100, LONG_AGO, FILE_BEGINS),
    ("membership-associate", "", 18_150, LONG_AGO, None),
    ("membership-fellow", "", 21_400, LONG_AGO, None),
    ("corporate-seat", "", 14_500, LONG_AGO, None),
)
# Code, product, per cent, since, until, how often at most.
DISCOUNTS = (
    ("WELCOME10", "membership-affiliate", 10, LONG_AGO, None, None),
    ("MENTOR20", "", 20, LONG_AGO, None, 25),
    ("SUMMER15", "membership-member", 15, date(2025, 6, 1), date(2025, 9, 1), 100),
)
# Members with nothing the matter: who, grade, days until the end, years, role, employer, years in that role.
ORDINARY = (
    ("gwyneth", "fellow", 143, 2, "Director of services", "Cwm Taf Homes", 19),
    ("omari", "member", 318, 2, "Regional manager", "Larkfield Rail", 14),
    ("rosa", "affiliate", 268, 2, "Team leader", "Saltmarsh Clinics", 4),
    ("ursula", "member", 88, 1, "Head of quality", "Nordlys Instruments", 12),
    ("chidinma", "associate", 204, 1, "Shift supervisor", "Brightwell Foods", 3),
    ("keziah", "affiliate", 293, 1, "Project assistant", "Tern Island Trust", 1),
    ("winnie", "member", 347, 1, "Operations manager", "Harbour Bridge Freight", 9),
)


def load_members(story: MemberStory) -> None:
    """The prices that the demo adds, then its members, the oldest first."""
    load_prices()
    for key, grade, ends_in, years, role, employer, since in ORDINARY:
        posts = [(role, employer, since, None, grade == "fellow")]
        story.stay(key, grade, ends_in=ends_in, years=years, posts=posts)
    the_member(story)
    those_who_owe(story)
    those_who_left(story)
    without_a_full_fee(story)
    story.turn_days()
    those_who_changed(story)
    the_requests(story)


def load_prices() -> None:
    """Prices that are not published anywhere, and codes that lower them."""
    Price.objects.bulk_create(
        Price(product=product, audience=audience, pence=pence, during=(since, until), source="Invented for the demo")
        for product, audience, pence, since, until in PRICES
    )
    Discount.objects.bulk_create(
        Discount(code=code, product=product, percent=percent, during=(since, until), uses=uses)
        for code, product, percent, since, until, uses in DISCOUNTS
    )


def the_member(story: MemberStory) -> None:
    """Imogen: a Member for two years, her renewal open and not yet paid for."""
    posts = [
        ("Service manager", "Orchard Lane Care", 11, 4.2, False),
        ("Head of operations", "Orchard Lane Care", 4.2, None, False),
    ]
    story.stay("member", "member", ends_in=24, years=2, posts=posts)


def those_who_owe(story: MemberStory) -> None:
    """Renewals that an employer pays, that a card refused, that nobody thought of; a fee that is not paid yet."""
    piotr = [("Plant manager", "Ironbridge Castings", 13, None, False)]
    story.stay("piotr", "member", ends_in=6, years=2, posts=piotr)
    by_invoice(
        story.ask_to_renew("piotr", days=15),
        payer="Ironbridge Castings Ltd\nAccounts payable\n4 Foundry Road\nTelford TF8 7DT",
        purchase_order="PO-77120",
        at=story.ago(15),
    )
    story.stay("laleh", "affiliate", ends_in=51, years=1)
    story.stay("lucia", "affiliate", ends_in=-9, years=2)
    refused = story.ask_to_renew("lucia", days=12)
    declined(refused, at=story.ago(12))
    declined(refused, at=story.ago(3))
    graham = [("Warehouse manager", "Fellgate Logistics", 10, None, False)]
    story.stay("graham", "member", ends_in=-20, years=1, posts=graham)
    given_up = story.ask_to_renew("graham", days=25)
    orders.cancel(order=given_up, by=given_up.person, at=story.ago(24))
    story.accepted("marta", "affiliate", days=4)


def those_who_left(story: MemberStory) -> None:
    """Lapsed, resigned, suspended, and one whose money went back."""
    story.stay("victor", "affiliate", ends_in=-190, years=1)
    noor = [("Finance manager", "Peakside Housing", 8, None, False)]
    story.stay("noor", "member", ends_in=-80, years=2, posts=noor)
    peter = [("Area manager", "Gullwing Retail", 12, 0.2, False)]
    resigned = story.stay("peter", "member", ends_in=150, years=2, posts=peter)
    endings.resign(membership=resigned, by=resigned.person, at=story.ago(41))
    yusuf = [("Contracts manager", "Bellwether Builders", 9, None, False)]
    suspended = story.stay("yusuf", "member", ends_in=90, years=2, posts=yusuf)
    memberships.suspend(membership=suspended, by=story.team, reason=SUSPENDED, at=story.ago(12))
    paid = story.join("iris", "affiliate", days=60).order
    assert paid is not None
    refunds.refund(
        order=paid,
        by=story.people["admin"],
        pence=paid.total_pence,
        reason="You changed your mind within 14 days.",
        at=story.ago(51),
    )


def those_who_changed(story: MemberStory) -> None:
    """Hana rose, her fee lowered by a code; Victor came back, his employer paid; Gheorghe was not made a Fellow."""
    hana = story.accepted("hana", "affiliate", days=230)
    order = story.to_pay(requests.ORDER_KIND, hana)
    order = orders.apply_discount(order=order, code="WELCOME10", by=order.person, at=story.ago(229))
    by_card(order, at=story.ago(229))
    story.accepted("hana", "member", days=48, posts=[("Store manager", "Gullwing Retail", 6.5, None, False)])
    back = story.to_pay(requests.ORDER_KIND, story.ask("victor", "affiliate", days=30))
    payer = "Lagan Digital\n12 Quay Street\nBelfast BT1 3QQ"
    back = by_invoice(back, payer=payer, purchase_order="LD-2291", at=story.ago(29))
    transferred(back, reference="BACS 40118827", by=story.people["admin"], at=story.ago(17))
    gheorghe = [("Programme manager", "Severn Water Partners", 13, None, False)]
    story.stay("gheorghe", "member", ends_in=170, years=1, posts=gheorghe)
    asked = story.ask("gheorghe", "fellow", days=35)
    requests.decline(request=asked, by=story.team, reason=NO_STRATEGY, at=story.ago(28))


def without_a_full_fee(story: MemberStory) -> None:
    """Samuel pays half, Ottoline nothing: she is a Companion."""
    story.join("samuel", "affiliate", days=110, concession=CONCESSIONS[0])
    at, companion = story.ago(322), Grade.objects.get(pk="companion")
    honoured = memberships.open_membership(person=story.people["ottoline"], grade=companion, at=at)
    memberships.settle(membership=honoured, grade=companion, basis=Basis.HONORARY, at=at)


def the_requests(story: MemberStory) -> None:
    """Requests that are being prepared, that wait for the team, that were taken back or never paid."""
    story.accepted("nadia", "affiliate", days=75)
    orders.expire_due(at=story.ago(43))
    jerome = story.ask("jerome", "associate", days=20)
    requests.withdraw(request=jerome, by=jerome.person, at=story.ago(16))
    story.prepare("declan", "associate", days=3)
    story.career("sunita", [("Deputy ward manager", "Saltmarsh Clinics", 5.6, 3.4, False)])
    story.confirm("sunita", days=40)
    story.career("sunita", [("Ward manager", "Saltmarsh Clinics", 3.4, None, False)])
    story.ask("sunita", "member", days=6)
    story.ask("elodie", "affiliate", days=2, concession=CONCESSIONS[1])
