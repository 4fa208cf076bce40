"""An applicant's pages: from the route finder to the outcome, each part kept by itself."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import cancel
from cmiportal.billing.services.settling import mark_paid
from cmiportal.ui.components.words import moment
from cmiportal.workflow import move
from membership.kinds.applying import has_applied
from membership.models import CharteredApplication, Referee, Route, Slot
from membership.services.applying import applications, referees
from membership.services.assessing import appeals, discussions
from membership.services.assessing.holders import holder_of
from membership.services.assessing.queues import to_answer
from membership.services.assessing.slots import offer_slots
from tests.factories.accounts import UserFactory
from tests.factories.applications import NAMED, begun, not_yet, paid, reach, ready, route, submitted, write
from tests.factories.billing import price
from tests.factories.membership import member
from tests.factories.record import ExperienceFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

HOME = reverse("membership:chartered_home")
FINDER = reverse("membership:route_finder")
PAGE = reverse("membership:application_detail")
BEGIN = reverse("membership:application_begin")
ROUTE = reverse("membership:application_route")
CONDUCT = reverse("membership:application_conduct")
CHECK = reverse("membership:application_submit")
PAY = reverse("membership:application_pay")
WITHDRAW = reverse("membership:application_withdraw")
OUTCOME = reverse("membership:application_outcome")
THREE_YEARS = [[{"years": 3}]]


def text(response):
    return " ".join(response.content.decode().split())


def page(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200
    return text(response)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def person(client):
    someone = member().person
    client.force_login(someone)
    return someone


def test_the_public_page_shows_each_open_route_with_its_fee_of_today(client):
    route(rule=[[{"years": 3}, {"qualification": {"level": 6}}], [{"years": 5}]])
    route("apprenticeship", pence=None, needs_referee=False, has_discussion=False)
    route("free", pence=None, product="", rule=None)
    route("foundation", open=False)

    html = page(client, HOME)

    assert "Three years in management and a management qualification" in html
    assert "£750 plus VAT: you pay £900" in html
    assert "Leading people, 5 to 10 words" in html
    assert "Not published yet: write to us before you apply" in html
    assert "A person decides" in html
    assert "Foundation" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_page_asks_the_same_however_many_routes_there_are(client, count):
    for number in range(count):
        route(f"way_{number}")

    assert queries_of(client, f"{HOME}?again={timezone.now().timestamp()}") <= 5


def test_the_finder_answers_a_visitor_with_reasons(client):
    route(rule=THREE_YEARS)
    route("fast", rule=[[{"years": 3}, {"qualification": {"level": 5, "own": True, "within_years": 5}}]])
    route("apprenticeship", rule=[[{"assessed": True}]])

    empty = page(client, FINDER)
    html = page(client, f"{FINDER}?years=2&level=5&size=diploma&ago=6&own=on&assessed=on")

    assert "What your answers open" not in empty
    assert "You have two years: one year short." in html
    assert "You have one at level 5, but not one of those that count here." in html  # it is six years old
    assert 'Apply by this route<span class="visually-hidden">: Apprenticeship</span>' in html
    assert html.count("Apply by this route") == 1


def test_the_finder_says_what_it_cannot_read(client):
    html = page(client, f"{FINDER}?years=many&level=5&size=")

    assert "Enter whole years in figures" in html
    assert "Choose what kind of qualification it is" in html


def test_the_finder_starts_from_the_record_of_whoever_is_signed_in(client, person):
    route(rule=THREE_YEARS)
    route("judged", rule=None)
    ExperienceFactory(person=person, state="confirmed")

    html = page(client, FINDER)

    assert "What your record opens" in html
    assert "Open to you" in html
    assert "Somebody here looks at your record and decides." in html


def test_without_an_application_the_way_is_by_the_public_page(client, person):
    assert client.get(PAGE).headers["Location"] == HOME
    for address in (ROUTE, CONDUCT, CHECK, WITHDRAW, OUTCOME):
        assert client.get(address).status_code == 404
    assert client.post(PAY).status_code == 404


def test_a_visitor_signs_in_first(client):
    for address in (PAGE, BEGIN, CHECK):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_a_route_is_chosen_and_the_parts_are_shown(client, person):
    route()
    assert 'value="full" required id="id_route_0" checked' in page(client, f"{BEGIN}?route=full")

    response = client.post(BEGIN, {"route": "full", "status": "cmgr_mcmi"}, follow=True)

    html = text(response)
    assert "Your application is begun" in html
    assert "Four parts are still to do" in html
    assert "Nothing written yet; 5 to 10 words are asked for." in html
    assert client.get(BEGIN).headers["Location"] == PAGE


def test_a_route_that_does_not_lead_there_is_said(client, person):
    route()
    route("foundation")

    response = client.post(BEGIN, {"route": "foundation", "status": "cmgr_mcmi"})

    assert "The route that you chose does not lead to this status" in text(response)
    assert not CharteredApplication.objects.exists()


def test_a_route_that_was_closed_meanwhile_is_refused(client, person):
    route()
    begun(person)
    other = route("fast")
    response = client.post(ROUTE, {"route": "fast", "status": "cmgr_fcmi"}, follow=True)
    assert "Route: saved." in text(response)
    assert CharteredApplication.objects.get().status == "cmgr_fcmi"

    Route.objects.filter(pk=other.pk).update(open=False)
    assert "Choose one of these routes" in text(client.post(ROUTE, {"route": "fast", "status": "cmgr_fcmi"}))


@pytest.mark.parametrize("address", [ROUTE, CONDUCT])
def test_a_part_of_an_application_that_was_submitted_has_no_page_any_more(client, person, now, address):
    submitted(person, at=now)

    assert [send(address).status_code for send in (client.get, client.post)] == [404, 404]


def test_the_code_of_conduct_is_accepted(client, person):
    begun(person)

    assert "Tick the box" in text(client.post(CONDUCT, {"code": ""}))
    response = client.post(CONDUCT, {"code": "on"}, follow=True)

    assert "Code of Conduct: accepted." in text(response)
    assert CharteredApplication.objects.get().code_accepted_at is not None


def test_answers_are_checked_then_submitted_and_the_fee_is_next(client, person):
    row = ready(person)
    html = page(client, CHECK)
    assert "£750 plus VAT: you pay £900" in html
    assert "Something is missing" not in html
    assert "Submit the application" in html
    assert "I led the move of two depots." in html

    response = client.post(CHECK, {"moves": row.moves})

    order = Order.objects.get()
    assert response.headers["Location"] == reverse("billing:order_detail", args=[order.pk])
    html = page(client)
    assert "Waiting for the fee" in html
    assert "See the fee and pay" in html


def test_what_is_missing_is_said_before_and_when_it_is_submitted(client, person):
    row = begun(person)
    html = page(client, CHECK)
    assert '<a href="/chartered-manager/application/statements/leading/">Leading people</a>: Nothing written' in html
    assert f'<a href="{CONDUCT}">Code of Conduct</a>: Accept the Code of Conduct.' in html
    assert "Submit the application" not in html
    assert "Nobody asked yet" in html
    assert "Not accepted yet" in html

    html = text(client.post(CHECK, {"moves": row.moves}))

    assert "Leading people: Nothing written yet; 5 to 10 words are asked for." in html
    row.refresh_from_db()
    assert row.state == "draft"


def test_what_a_year_of_membership_costs_with_the_status_is_said_before(client, person):
    price("membership-member", 22_700, audience="chartered", vat=0)
    ready(person)

    assert "£183 now, £227 with the status, from your next renewal" in page(client, CHECK)
    client.logout()
    assert "Member: £227 instead of £183" in page(client, HOME)


def test_a_page_that_is_out_of_date_submits_nothing(client, person):
    ready(person)

    assert "This was changed while you had it open" in text(client.post(CHECK, {"moves": 7}))


def test_a_route_without_a_fee_leads_back_to_the_application(client, person):
    row = ready(person, product="")

    assert client.post(CHECK, {"moves": row.moves}).headers["Location"] == PAGE


def test_a_cancelled_order_is_opened_again(client, person, now):
    row = submitted(person, at=now)
    cancel(order=row.order, by=person, at=now)
    assert f'action="{PAY}"' in page(client)

    response = client.post(PAY)

    assert response.headers["Location"] == reverse("billing:order_detail", args=[Order.objects.unpaid().get().pk])


def test_where_no_fee_is_due_none_is_opened(client, person):
    begun(person)

    assert "No fee is due for this application." in text(client.post(PAY, follow=True))


def test_a_free_route_needs_no_order(client, person, now):
    row = submitted(person, at=now)
    cancel(order=row.order, by=person, at=now)
    Route.objects.update(product="")

    assert client.post(PAY).headers["Location"] == PAGE
    row.refresh_from_db()
    assert row.state == "allocation"


def test_the_timeline_says_what_happened_who_has_it_and_what_comes(client, person, now):
    paid(person, at=now)

    html = page(client)

    for words in ("Begun", "Submitted", "Fee paid", "Eligibility confirmed by rule"):
        assert words in html
    assert "We choose an assessor who does not know you, now" in html
    assert "It is with our team." in html
    assert "You book the professional discussion" in html
    assert "Waiting for an assessor" in html


def test_a_referee_who_is_silent_is_said_to_be_with_what_comes_of_it_until_they_answer(client, person, now):
    row = paid(person, at=now)

    html = page(client)
    assert "Your referee has not answered yet" in html
    assert "the answer counts if it comes before your assessor has judged it" in html
    assert "Remind your referee" in html

    Referee.objects.filter(application=row).update(
        answered_at=now, knows_as="Line manager", text="She did it.", supports=True
    )
    html = page(client)
    assert "Your referee has not answered yet" not in html
    assert "There is nothing for you to do" in html


def test_a_written_route_has_no_discussion_ahead(client, person, now):
    paid(person, at=now, has_discussion=False)

    assert "professional discussion" not in page(client)


def test_what_takes_too_long_is_said(client, person, now):
    paid(person, at=now - timedelta(days=15))

    html = page(client)

    assert "This takes longer than it should" in html
    assert "We choose an assessor who does not know you, late" in html


def test_who_has_to_book_is_told_once_there_is_a_time(client, person, now):
    row = reach(paid(person, at=now), "discussion", at=now)

    html = page(client)
    assert "Your assessor offers times for the professional discussion, now" in html
    assert "There is nothing for you to do" in html
    assert "<h3>You book the professional discussion</h3>" in html
    assert "Choose a time" not in html
    assert list(to_answer(person)) == []

    offer_slots(assessor=holder_of(row, "assessment").person, starts=[now + timedelta(days=7)], at=now)
    html = page(client)
    assert "You book the professional discussion, now" in html
    assert "Choose a time" in html
    assert list(to_answer(person)) == [row]


def test_the_bar_leads_who_ever_applied_to_their_application(client, person, now, django_assert_num_queries):
    assert not has_applied(AnonymousUser())
    assert not has_applied(User.objects.get(pk=person.pk))
    assert "Your application" not in page(client, "/account/")

    row = submitted(person, at=now)
    fresh = User.objects.get(pk=person.pk)
    with django_assert_num_queries(1):
        assert has_applied(fresh)
        assert has_applied(fresh)
    assert f'<a href="{PAGE}">Your application <span class="count">1' in page(client, "/account/")
    assert list(to_answer(person)) == [row]
    assert list(to_answer(UserFactory())) == []


def test_a_booked_discussion_has_no_last_day(client, person, now):
    reach(paid(person, at=now), "booked", at=now)

    assert "It is with you and your assessor." in page(client)


def test_a_discussion_is_told_with_its_time_until_that_is_over(client, person, now):
    row = reach(paid(person, at=now), "discussion", at=now)
    (slot,) = offer_slots(assessor=holder_of(row, "assessment").person, starts=[now + timedelta(days=7)], at=now)
    discussions.book(application=row, slot=slot, by=person, at=now)
    html = page(client)
    assert f"{moment(timezone.localtime(slot.during.lower))}, with {slot.assessor}." in html

    Slot.objects.update(during=(now - timedelta(hours=2), now - timedelta(hours=1)))
    html = page(client)
    assert "The time of your discussion is over" in html
    assert "Your discussion is booked" not in html


def test_what_is_missing_is_shown_by_criterion_and_submitted_again(client, person, now):
    until = timezone.localdate() + timedelta(days=30)
    row = not_yet(person, missing=["leading"], at=now, answer_by=until)
    html = page(client)
    assert "Something is missing" in html
    assert "and did not answer" in html
    assert "it stands as it was judged" in html
    html = page(client, OUTCOME)
    assert "Leading people: not yet met" in html
    assert "Managing change: met" in html
    assert "Say which three of your skills made the difference." in html

    assert "Submit again" not in page(client, CHECK)
    write(row, "I led the move of three depots.", only="leading", at=now)
    assert "Submit again" in page(client, CHECK)
    response = client.post(CHECK, {"moves": row.moves}, follow=True)

    assert "Being assessed" in text(response)
    assert "Leading people: not yet met" in page(client, OUTCOME)


def test_two_attempts_are_told_apart(client, person, now):
    row = not_yet(person, missing=["leading"], at=now, answer_by=date(2999, 1, 1))
    write(row, "I led the move of three depots.", only="leading", at=now)
    row = applications.resubmit(application=row, by=person, at=now)
    judge = row.judgements.first().by
    row.judgements.create(criterion_id="leading", attempt=2, met=True, by=judge, at=now)
    assert "Attempt 2" not in page(client, OUTCOME)

    assessor, moderator = (row.holders.get(stage=stage).person for stage in ("assessment", "moderation"))
    move(row, "recommend", at=now, actor=assessor)
    move(row, "award", at=now, actor=moderator, decided_at=now)

    html = page(client, OUTCOME)
    assert html.index("Attempt 2") < html.index("Attempt 1")
    assert "You are a Chartered Member" in page(client)


def test_a_declined_application_leads_to_its_reasons(client, person, now):
    reach(paid(person, at=now), "declined", at=now)

    assert "Your application is declined" in page(client)
    assert client.get(OUTCOME).status_code == 404  # nothing was judged, and no reason is kept


def test_an_outcome_with_its_reason_can_be_appealed_against(client, person, now):
    row = reach(paid(person, at=now), "moderation", at=now)
    sealed = {"reason": "The work described is that of a specialist."}
    moderator = row.holders.get(stage="moderation").person
    move(row, "decline", at=now, actor=moderator, sealed=sealed, about=person, decided_at=now)

    html = page(client, OUTCOME)

    assert "Why it was declined" in html
    assert "The work described is that of a specialist." in html
    assert "Appeal against the outcome" in html
    assert "You do not agree?" in page(client)


def test_an_appeal_has_its_last_day(client, person, now):
    reach(paid(person, at=now), "declined", at=now, decided_at=now - timedelta(days=400))

    assert "You do not agree?" not in page(client)


def test_taking_it_back_is_asked_first(client, person, now):
    row = submitted(person, at=now)
    assert "Nothing was charged." in page(client, WITHDRAW)
    assert "This was changed while you had it open" in text(client.post(WITHDRAW, {"moves": 99}))

    response = client.post(WITHDRAW, {"moves": row.moves}, follow=True)

    html = text(response)
    assert "Your application is taken back." in html
    assert "This application is over" in html
    assert client.get(BEGIN).status_code == 200


def test_a_paid_fee_is_not_returned_by_itself(client, person, now):
    paid(person, at=now)

    assert "The fee is not returned by itself" in page(client, WITHDRAW)


def test_nothing_is_taken_back_while_it_is_judged(client, person, now):
    reach(paid(person, at=now), "assessment", at=now)

    assert client.get(WITHDRAW).status_code == 404
    assert "Take the application back" not in page(client)


def test_an_application_is_shown_to_its_applicant_alone(client):
    begun()
    client.force_login(UserFactory())

    assert client.get(PAGE).headers["Location"] == HOME


@pytest.mark.parametrize("criteria", [["leading"], ["leading", "change", "impact"]])
def test_the_number_of_queries_does_not_grow(client, person, criteria, now):
    row = ready(person, criteria=criteria, at=now)
    assert (queries_of(client, PAGE), queries_of(client, CHECK)) == (11, 12)

    applications.submit(application=row, by=person, at=now)
    assert queries_of(client, PAGE) == 7


def test_the_referee_is_shown_while_an_answer_is_waited_for(client, person, now):
    submitted(person, at=now)
    assert "Gwen Adeyemi was asked on" in page(client)

    row = CharteredApplication.objects.get()
    link = row.referee.person.links.get()
    data = {"knows_as": "A colleague.", "supports": "yes", "text": "They led well."}
    referees.answer_by_link(link=link, subject=row, data=data, at=now)

    html = page(client)
    assert "Your referee has answered" in html
    assert "Gwen Adeyemi answered on" in html
    assert NAMED.name in html


def test_an_appeal_stands_in_the_timeline_with_what_came_of_it(client, person, now):
    row = not_yet(person, at=now - timedelta(days=2))
    assert "You can appeal until" in page(client)
    assert "You can appeal until" in page(client, OUTCOME)

    appeal = appeals.raise_appeal(application=row, by=person, grounds="Unheard.", at=now - timedelta(days=1))
    html = page(client)
    assert "Your appeal is being looked at" in html
    assert html.index("Decided: not yet</h3>") < html.index("You appealed</h3>")
    assert "You can appeal until" not in html + page(client, OUTCOME)

    judge = UserFactory(moderator=True)
    appeals.take_appeal(appeal=appeal, by=judge, at=now)
    appeals.dismiss(appeal=appeal, by=judge, reason="It was heard.", at=now)
    html = page(client)
    assert html.index("You appealed</h3>") < html.index("Appeal not upheld</h3>")
    assert "See your appeal" in html
    assert "You can appeal until" not in html
    assert queries_of(client, PAGE) == 12


def test_the_referees_answer_stands_where_it_came(client, person, now):
    row = submitted(person, at=now - timedelta(days=2))
    Referee.objects.filter(application=row).update(
        knows_as="Manager", supports=True, text="Good.", answered_at=now - timedelta(days=1)
    )
    mark_paid(row.order, at=now)

    html = page(client)

    assert html.index("Submitted</h3>") < html.index("Your referee has answered</h3>") < html.index("Fee paid</h3>")
