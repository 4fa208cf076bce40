"""A request for a grade in the portal: its parts, checking, sending, following, and the team's decision."""

from datetime import date

import pytest
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.billing.models import Order, Price
from membership.models import GradeRequest
from membership.services.members import requests
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW
from tests.factories.record import ExperienceFactory, QualificationHeldFactory

pytestmark = pytest.mark.django_db

PAGE = reverse("membership:request_detail")
BEGIN = reverse("membership:request_begin")
CHECK = reverse("membership:request_check")
WITHDRAW = reverse("membership:request_withdraw")
QUEUE = reverse("membership:request_queue")
FIVE_YEARS = [[{"years": 5}]]


def part(name):
    return reverse("membership:request_part", args=[name])


def review(row):
    return reverse("membership:request_review", args=[row.pk])


def text(response):
    return response.content.decode()


@pytest.fixture
def person(client):
    someone = UserFactory()
    client.force_login(someone)
    return someone


def in_review(person=None, **known):
    """A request that the team has to decide."""
    row = requests.begin(person=person or UserFactory(), at=NOW)
    known = {"grade": GradeFactory(key="fellow", rule=FIVE_YEARS), "code_accepted_at": NOW, **known}
    row = requests.keep(request=row, answers=known)
    return requests.submit(request=row, by=row.person, at=NOW)


def test_without_a_request_the_way_is_by_the_grades(client, person):
    assert client.get(PAGE).headers["Location"] == "/membership/"
    assert client.get(BEGIN).headers["Location"] == PAGE
    assert client.get(CHECK).status_code == 404
    assert client.get(WITHDRAW).headers["Location"] == PAGE


def test_a_request_is_prepared_part_by_part_checked_and_sent(client, person):
    grade = GradeFactory()
    assert client.post(BEGIN).headers["Location"] == PAGE
    page = text(client.get(PAGE))
    assert "Check your answers and send" in page
    assert "Take the request back" in page

    assert client.post(part("grade"), {"grade": grade.key}).headers["Location"] == PAGE
    assert client.post(part("fee"), {"concession": ""}).headers["Location"] == PAGE
    assert client.post(part("code"), {"code": "on"}).headers["Location"] == PAGE
    row = GradeRequest.objects.get()
    assert "Send the request" in text(client.get(CHECK))
    told = client.post(CHECK, {"moves": row.moves}, follow=True)

    assert "Your request is accepted" in text(told)
    assert "See the fee and pay" in text(told)
    order = Order.objects.get()
    assert reverse("billing:order_detail", args=[order.pk]) in text(told)


def test_a_grade_that_was_chosen_elsewhere_comes_along(client, person):
    grade = GradeFactory()

    client.post(BEGIN, {"grade": grade.key})

    assert GradeRequest.objects.get().grade == grade


def test_a_member_is_offered_the_grades_above_alone(client, person):
    GradeFactory(key="affiliate", title="Affiliate")
    member(person=person)
    GradeFactory(key="fellow", title="Fellow")
    assert "This grade is not above the one that you have" in text(
        client.post(BEGIN, {"grade": "affiliate"}, follow=True)
    )
    assert not GradeRequest.objects.exists()

    client.post(BEGIN)

    offered = text(client.get(part("grade")))
    assert 'value="fellow"' in offered
    assert 'value="member"' not in offered
    assert "Choose one of these grades" in text(client.post(part("grade"), {"grade": "affiliate"}))


def test_what_is_missing_is_said_where_it_is_sent(client, person):
    row = requests.begin(person=person, at=NOW)

    page = text(client.post(CHECK, {"moves": row.moves}))

    assert "Choose the grade that you ask for." in page
    assert "Not chosen yet" in page


@pytest.mark.parametrize(
    ("name", "sent", "sentence"),
    [
        ("grade", {"grade": ""}, "Choose a grade"),
        ("grade", {"grade": "emperor"}, "Choose one of these grades"),
        ("code", {"code": ""}, "Tick the box to say that you keep to the Code of Conduct"),
    ],
)
def test_a_part_that_is_filled_in_wrongly_says_what_to_do(client, person, name, sent, sentence):
    requests.begin(person=person, at=NOW)

    assert sentence in text(client.post(part(name), sent))


@pytest.mark.parametrize("address", [CHECK, part("grade"), part("fee"), part("code")])
def test_who_goes_back_after_sending_is_told_and_changes_nothing(client, person, address):
    row = in_review(person)

    page = text(client.post(address, {"moves": row.moves, "grade": "fellow", "code": "on"}, follow=True))

    assert "This request was sent, so it can no longer be changed. Here is how it stands." in page
    assert "Our membership team has your request" in page
    assert GradeRequest.objects.get().moves == row.moves


@pytest.mark.parametrize(
    ("is_member", "said"),
    [(False, "£183, once we have accepted you."), (True, "Nothing now; £183 a year from your next renewal.")],
)
def test_the_fee_is_said_before_anything_is_sent(client, person, is_member, said):
    if is_member:
        member(person=person, grade=GradeFactory(key="affiliate"))
    client.post(BEGIN, {"grade": GradeFactory().key})

    assert said in text(client.get(PAGE))
    assert said in text(client.get(CHECK))


def test_what_is_sent_is_listed_before_it_is_sent_with_a_time_for_the_answer(client, person, settings):
    settings.REQUEST_ANSWER_DAYS = 9
    post = ExperienceFactory(person=person, post="Depot manager")
    ExperienceFactory(person=person, post="Porter", state="refused", because="No.")
    held = QualificationHeldFactory(person=person)
    client.post(BEGIN, {"grade": GradeFactory(key="fellow", rule=FIVE_YEARS).key})

    page = text(client.get(CHECK))

    assert post.post in page
    assert held.title in page
    assert "Porter" not in page
    assert "writes to you within nine days." in page
    client.post(part("code"), {"code": "on"})
    sent = client.post(CHECK, {"moves": GradeRequest.objects.get().moves}, follow=True)
    assert "we write to you within nine days of that day." in text(sent)


def test_a_grade_that_is_open_to_everybody_says_so(client, person):
    client.post(BEGIN, {"grade": GradeFactory().key})

    assert "It is open to everybody." in text(client.get(PAGE))
    assert part("code") in text(client.get(CHECK))


def test_a_grade_without_a_price_says_that_the_fee_is_told_first(client, person):
    grade = GradeFactory()
    Price.objects.all().delete()
    client.post(BEGIN, {"grade": grade.key})

    assert "We tell you the fee before you pay anything." in text(client.get(CHECK))


def test_a_part_that_does_not_exist_is_not_found(client, person):
    requests.begin(person=person, at=NOW)

    assert client.get(part("shoes")).status_code == 404


def test_the_code_of_conduct_can_be_read_where_it_is_accepted(client, person):
    requests.begin(person=person, at=NOW)

    assert "Uphold the profession" in text(client.get(part("code")))


def test_a_request_that_waits_says_so_with_its_reasons(client, person):
    ExperienceFactory(person=person, since=date(2024, 1, 1))
    in_review(person)

    page = text(client.get(PAGE))

    assert "Our membership team has your request" in page
    assert "Five years in management" in page


def test_a_request_for_nothing_to_pay_is_granted_at_once(client, person):
    row = requests.begin(person=person, at=NOW)
    friend = GradeFactory(key="friend", pence=0)
    requests.keep(request=row, answers={"grade": friend, "code_accepted_at": NOW})

    told = text(client.post(CHECK, {"moves": row.moves}, follow=True))

    assert "You are a member of the grade Friend now." in told
    assert "Your request to join was granted" in told


def test_heading_title_and_the_membership_say_where_an_upgrade_stands_in_a_sentence(client, person):
    member(person=person, grade=GradeFactory(key="affiliate", rank=1))
    in_review(person)

    page = client.get(PAGE).content.decode()

    assert "<h1>Your upgrade is with our membership team</h1>" in page
    assert "<title>Your upgrade is with our membership team" in page
    assert "Your upgrade is with our membership team." in text(client.get(reverse("membership:membership_detail")))


def test_a_request_that_needs_a_person_says_that_we_write(client, person):
    row = requests.begin(person=person, at=NOW)
    fellow = GradeFactory(key="fellow", rule=FIVE_YEARS)
    requests.keep(request=row, answers={"grade": fellow, "code_accepted_at": NOW})

    told = text(client.post(CHECK, {"moves": row.moves}, follow=True))

    assert "Your request is sent." in told


def test_a_request_is_taken_back_after_a_question(client, person):
    row = in_review(person)
    assert "Take the request back?" in text(client.get(WITHDRAW))
    stale = text(client.post(WITHDRAW, {"moves": row.moves - 1}))
    assert "This was changed while you had it open" in stale

    told = client.post(WITHDRAW, {"moves": row.moves})

    assert told.headers["Location"] == "/membership/"
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_what_was_declined_can_be_asked_again(client, person):
    row = in_review(person)
    requests.decline(request=row, by=UserFactory(groups=[MEMBERSHIP_ASSESSORS]), at=NOW, reason="Too early.")

    page = text(client.get(PAGE))

    assert "Your request is over" in page
    assert "Ask again" in page


@pytest.fixture
def officer(client):
    someone = UserFactory(groups=[MEMBERSHIP_ASSESSORS])
    client.force_login(someone)
    return someone


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_lists_what_waits_at_the_same_cost(client, officer, django_assert_num_queries, count):
    for _ in range(count):
        in_review()
    in_review(officer)

    with django_assert_num_queries(5):
        page = client.get(QUEUE)

    assert len(page.context["waiting"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_request_costs_the_same_for_any_record(client, officer, django_assert_num_queries, count):
    row = in_review(concession="I am between jobs.")
    ExperienceFactory.create_batch(count, person=row.person)
    QualificationHeldFactory.create_batch(count, person=row.person)

    with django_assert_num_queries(8):
        page = text(client.get(review(row)))

    assert "I am between jobs." in page
    assert "Give the lower fee" in page


def test_the_team_accepts_or_declines_with_a_reason(client, officer):
    one, other = in_review(), in_review()
    refused = text(client.post(review(one), {"accept": "yes", "accept-moves": one.moves, "accept-reason": ""}))
    assert "Say why" in refused

    client.post(review(one), {"accept": "yes", "accept-moves": one.moves, "accept-reason": "Seen."})
    told = client.post(
        review(other), {"decline": "yes", "decline-moves": other.moves, "decline-reason": "Too early."}, follow=True
    )

    assert "declined, with your reason" in text(told)
    assert [GradeRequest.objects.get(pk=row.pk).state for row in (one, other)] == ["accepted", "declined"]


def test_two_of_the_team_decide_once(client, officer):
    row = in_review()
    requests.decline(request=row, by=UserFactory(groups=[MEMBERSHIP_ASSESSORS]), at=NOW, reason="Too early.")

    page = client.post(review(row), {"accept": "yes", "accept-moves": row.moves, "accept-reason": "Seen."})

    assert "This was changed while you had it open" in text(page)
    assert GradeRequest.objects.get(pk=row.pk).state == "declined"


def test_a_draft_is_nobody_elses(client, officer):
    row = requests.begin(person=UserFactory(), at=NOW)

    assert client.get(review(row)).status_code == 404
