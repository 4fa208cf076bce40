"""Applications: begun, made whole, submitted with their fee, submitted again, withdrawn."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from cmiportal.accounts.groups import MODERATORS
from cmiportal.billing.models import Order
from cmiportal.billing.services import orders
from cmiportal.billing.services.refusals import NoPrice
from cmiportal.documents.services import withdraw_item
from cmiportal.links.models import Link
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from membership.models import Discussion, Slot, StatementVersion
from membership.services.applying import applications, statements
from membership.services.applying.applications import ApplicationRefused
from membership.services.applying.parts import parts_of
from membership.services.assessing.queues import to_assess
from membership.services.chartered.outcomes import judged_attempts, reason_of
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.applications import begun, criterion, not_yet, paid, reach, ready, route, submitted, told, write
from tests.factories.documents import ItemFactory
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


def actions(row):
    return [event.action for event in row.events.all()]


def missing(row):
    return [part.key for part in parts_of(row, at=NOW).missing]


def submit(row):
    return applications.submit(application=row, by=row.person, at=NOW)


def test_nobody_has_to_be_a_member_to_begin_and_there_is_one_open_application():
    person = UserFactory()

    row = begun(person)

    assert begun(person) == row
    assert (row.state, row.attempt, row.valid_until) == ("draft", 1, date(2027, 11, 2))
    assert row.number.startswith("S")
    assert [one.criterion_id for one in row.statements.all()] == ["leading", "change"]


def test_a_closed_route_and_a_status_that_it_does_not_lead_to_are_refused():
    with pytest.raises(ApplicationRefused, match="not open to applications") as refused:
        begun(key="full", open=False)
    assert refused.value.part == "route"
    with pytest.raises(ApplicationRefused, match="does not lead to that status") as refused:
        begun(key="fast", status="fcmgr")
    assert refused.value.part == "status"
    assert begun(key="foundation", status="fcmgr").status == "fcmgr"


def test_another_route_asks_for_other_statements_and_loses_none():
    row = begun()
    write(row, "I led the move of two depots.", only="leading")
    other = route("fast", criteria=["change", "impact"])

    row = applications.change_route(application=row, route=other, status="cmgr_fcmi", at=NOW)

    assert [part.key for part in parts_of(row, at=NOW).parts if part.statement] == ["change", "impact"]
    assert row.statements.get(criterion="leading").words == 7


def test_every_part_that_is_missing_is_named():
    row = begun(UserFactory(), rule=[[{"years": 3}]])

    assert missing(row) == ["membership", "record", "leading", "change", "referee", "conduct"]


def test_nothing_is_missing_once_it_is_ready():
    row = ready()

    assert missing(row) == []
    parts = {part.key: part for part in parts_of(row, at=NOW).parts}
    assert (parts["leading"].length, parts["conduct"].length) == ("Seven words, of 5 to 10.", "")


def test_a_studying_member_has_to_become_a_member():
    studying = member(basis=Basis.STUDYING)

    assert "membership" in missing(begun(studying.person))


def test_a_chartered_fellow_is_of_the_grade_of_fellow():
    GradeFactory(key="fellow", rank=500)
    row = begun(member(grade=GradeFactory(key="member", rank=400)).person, status="cmgr_fcmi")
    fellow = begun(member(grade=GradeFactory(key="fellow")).person, status="cmgr_fcmi")

    assert "membership" in missing(row)
    assert "membership" not in missing(fellow)


def test_without_a_grade_of_fellow_nobody_becomes_a_chartered_fellow():
    assert "membership" in missing(begun(status="cmgr_fcmi"))


def test_a_route_without_a_referee_asks_for_none():
    assert "referee" not in missing(begun(needs_referee=False))


def test_the_first_part_that_is_missing_refuses_the_submission():
    row = ready()
    write(row, "Too short.", only="change")

    with pytest.raises(ApplicationRefused, match="Managing change: Two words: 3 short of 5") as refused:
        submit(row)
    assert refused.value.part == "change"
    row.refresh_from_db()
    assert (row.state, StatementVersion.objects.count()) == ("draft", 0)


def test_submitting_freezes_the_statements_and_opens_the_fee():
    row = ready()
    item = ItemFactory(owner=row.person)
    backing = statements.add_evidence(statement=row.statements.get(criterion="leading"), item=item, pointer="page 2")

    row = submit(row)

    assert (row.state, row.submitted_at) == ("payment", NOW)
    assert (row.order.total_pence, row.order.kind, row.order.expires_at.date()) == (
        90_000,
        "chartered",
        date(2027, 11, 2),
    )
    assert [(one.criterion_id, one.attempt, one.words) for one in StatementVersion.objects.all()] == [
        ("leading", 1, 7),
        ("change", 1, 7),
    ]
    backing.refresh_from_db()
    assert backing.version.text == item.draft.text
    assert told(row.person) == ["application_submitted"]
    assert chain_is_whole(row)


def test_evidence_that_was_withdrawn_stops_the_submission():
    row = ready()
    item = ItemFactory(owner=row.person, title="Minutes")
    statements.add_evidence(statement=row.statements.get(criterion="leading"), item=item)
    withdraw_item(item=item, at=NOW)

    with pytest.raises(statements.StatementRefused, match="“Minutes”: This evidence was withdrawn"):
        submit(row)
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_route_without_a_price_cannot_be_submitted_yet():
    row = ready(key="apprenticeship", pence=None)

    with pytest.raises(NoPrice):
        submit(row)
    row.refresh_from_db()
    assert row.state == "draft"


def test_after_the_last_day_nothing_is_submitted():
    row = ready()

    with pytest.raises(ApplicationRefused, match="is over"):
        applications.submit(application=row, by=row.person, at=NOW + timedelta(days=366))


def test_what_was_submitted_can_be_submitted_neither_again_nor_by_others_nor_from_an_old_page():
    row = submitted()
    with pytest.raises(MoveNotAllowed):
        submit(row)
    with pytest.raises(ApplicationRefused, match="can no longer be changed"):
        applications.accept_code(application=row, at=NOW)
    other = ready()
    with pytest.raises(MoveNotAllowed):
        applications.submit(application=other, by=UserFactory(), at=NOW)
    with pytest.raises(StaleMove):
        applications.submit(application=other, by=other.person, at=NOW, moves=other.moves + 1)


def test_what_is_missing_alone_is_written_and_submitted_again():
    row = not_yet(missing=["leading"])
    assert [one.key for one in statements.criteria_to_write(row)] == ["leading"]
    with pytest.raises(ApplicationRefused, match="stands as it was judged") as refused:
        applications.resubmit(application=row, by=row.person, at=NOW)
    assert refused.value.part == "leading"
    write(row, "I led the move of three depots.", only="leading")

    row = applications.resubmit(application=row, by=row.person, at=NOW, moves=row.moves)

    assert (row.state, row.attempt) == ("assessment", 2)
    latest = statements.submitted_statements(row)
    assert [(one.criterion_id, one.attempt) for one in latest] == [("leading", 2), ("change", 1)]
    assert Order.objects.count() == 1
    assert told(row.person)[-1] == "application_resubmitted"
    assessor = row.holders.get(stage="assessment").person
    assert told(assessor) == ["application_back"]


def test_evidence_that_was_added_is_change_enough():
    row = not_yet(missing=["leading"])
    statement = row.statements.get(criterion="leading")
    backing = statements.add_evidence(statement=statement, item=ItemFactory(owner=row.person))

    applications.resubmit(application=row, by=row.person, at=NOW)

    backing.refresh_from_db()
    assert backing.version is not None


def test_judgements_are_read_once_they_are_decided():
    row = not_yet(missing=["leading"])

    assert [(attempt, [one.met for one in judged]) for attempt, judged in judged_attempts(row)] == [(1, [False, True])]
    write(row, "I led the move of three depots.", only="leading")
    row = applications.resubmit(application=row, by=row.person, at=NOW)
    judge = row.judgements.first().by
    row.judgements.create(criterion=criterion("leading"), attempt=2, met=True, by=judge, at=NOW)
    assert [attempt for attempt, _ in judged_attempts(row)] == [1]


def test_withdrawing_takes_the_order_and_the_referees_link_with_it():
    row = submitted()

    row = applications.withdraw(application=row, by=row.person, at=NOW, moves=row.moves)

    assert row.state == "withdrawn"
    row.order.refresh_from_db()
    assert row.order.state == "cancelled"
    assert not Link.objects.live(at=NOW).exists()
    assert told(row.person)[-1] == "application_withdrawn"


def test_withdrawing_takes_an_invoice_with_it_too():
    row = submitted()
    orders.invoice(order=row.order, by=row.person, payer="Fellgate Logistics", purchase_order="PO 7", at=NOW)

    applications.withdraw(application=row, by=row.person, at=NOW)

    row.order.refresh_from_db()
    kinds = row.order.invoices.order_by("issued_at", "pk").values_list("kind", flat=True)
    assert (row.order.state, sorted(kinds)) == ("cancelled", ["credit_note", "invoice"])


def test_withdrawing_cancels_a_booked_discussion_and_tells_who_holds_the_application():
    row = reach(paid(), "booked")
    assessor = row.holders.get(stage="assessment").person
    during = DateTimeTZRange(NOW + timedelta(days=9), NOW + timedelta(days=9, hours=1))
    slot = Slot.objects.create(assessor=assessor, during=during)
    booked = Discussion.objects.create(slot=slot, application=row, booked_at=NOW)

    applications.withdraw(application=row, by=row.person, at=NOW)

    booked.refresh_from_db()
    assert (booked.cancelled_at, booked.sequence) == (NOW, 1)
    assert list(Slot.objects.free(after=NOW)) == [slot]
    assert told(assessor) == ["application_taken_back"]
    said = Notification.objects.get(recipient=assessor).context
    assert (said["starts"], said["path"]) == (during.lower.isoformat(), reverse("membership:desk"))


def test_withdrawing_lets_go_of_who_holds_the_application():
    row = reach(paid(), "discussion")
    assessor = row.holders.get(stage="assessment").person

    applications.withdraw(application=row, by=row.person, at=NOW)

    assert set(row.holders.values_list("ended_at", flat=True)) == {NOW}
    assert not to_assess(assessor).exists()
    assert Notification.objects.get(recipient=assessor).context["starts"] == ""


def test_a_draft_is_withdrawn_without_a_word():
    row = begun()

    applications.withdraw(application=row, by=row.person, at=NOW)

    assert told(row.person) == []


def test_nothing_is_withdrawn_once_it_is_assessed():
    row = reach(paid(has_discussion=False), "assessment")

    with pytest.raises(MoveNotAllowed):
        applications.withdraw(application=row, by=row.person, at=NOW)


def test_a_person_confirms_what_no_rule_can_prove():
    moderator = UserFactory(groups=[MODERATORS])
    row = paid(rule=None)
    assert (row.state, told(row.person)[-1], told(moderator)) == (
        "eligibility",
        "application_received",
        ["application_to_check"],
    )

    row = applications.confirm(application=row, by=moderator, reason="The letters are sound.", at=NOW, moves=row.moves)

    assert (row.state, told(row.person)[-1]) == ("allocation", "application_eligible")
    assert told(moderator) == ["application_to_check", "application_to_allocate"]
    assert reason_of(row, "refuse") == ""


def test_who_is_not_eligible_reads_why():
    row = paid(rule=None)
    moderator = UserFactory(groups=[MODERATORS])

    row = applications.refuse(application=row, by=moderator, reason="Two years are missing.", at=NOW)

    assert (row.state, row.decided_at) == ("declined", NOW)
    assert reason_of(row, "refuse") == "Two years are missing."
    assert told(row.person)[-1] == "application_not_eligible"


def test_nobody_confirms_their_own_application():
    row = paid(member(person=UserFactory(groups=[MODERATORS])).person, rule=None)

    with pytest.raises(MoveNotAllowed):
        applications.confirm(application=row, by=row.person, reason="I am.", at=NOW)
