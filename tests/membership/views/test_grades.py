"""The public pages of grades: side by side, one by one, and which answers open which."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from cmiportal.billing.models import Price
from membership.models import Grade
from tests.factories.accounts import UserFactory
from tests.factories.grades import all_grades, grade
from tests.factories.membership import GradeFactory, member
from tests.factories.record import ExperienceFactory, QualificationHeldFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("membership:grade_list")
ELIGIBILITY = reverse("membership:eligibility")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response


def words(response):
    return " ".join(response.content.decode().split())


def lines(response):
    """Grade, what it needs, and the fees in pence."""
    return [
        (
            line.grade.key,
            line.needs,
            line.fee and line.fee.pence,
            line.chartered_fee and line.chartered_fee.pence,
        )
        for line in response.context["lines"]
    ]


@pytest.fixture
def prices():
    for product, audience, pence in (
        ("membership-affiliate", "", 18_000),
        ("membership-member", "", 18_300),
        ("membership-member", "chartered", 22_700),
    ):
        Price.objects.create(product=product, audience=audience, pence=pence, during=DateRange(None, None))


def test_grades_stand_side_by_side_with_what_they_need_and_cost(client, prices):
    all_grades()

    response = page(client, LIST)

    degree = "Three years in management and a management qualification at level 6 or above"
    assert lines(response) == [
        ("student", ["To be registered on one of our qualifications"], None, None),
        ("affiliate", ["Nothing: it is open to everybody"], 18_000, None),
        ("associate", [], None, None),
        ("member", [degree, "Five years in management"], 18_300, 22_700),
        ("companion", [], None, None),
    ]
    text = words(response)
    for sentence in (
        "Comes with your registration",
        "Ask us",
        "£227 as a Chartered Manager",
        "A person here decides, by your record",
        "Nomination by Companions",
    ):
        assert sentence in text


def test_what_membership_gives_and_what_a_year_costs_stand_beside_each_other(client, prices):
    all_grades()

    for address in (LIST, reverse("membership:grade_detail", args=["member"])):
        text = words(page(client, address))
        assert "What you get" in text
        assert "£183, no VAT added" in text
    assert "A year: £183, no VAT added (" not in words(page(client, ELIGIBILITY))
    assert "A year: £183, no VAT added" in words(page(client, f"{ELIGIBILITY}?years=3"))
    assert "What you get" not in words(page(client, reverse("membership:grade_detail", args=["companion"])))


def test_a_fee_with_vat_says_so(client):
    grade("affiliate")
    Price.objects.create(
        product="membership-affiliate", pence=10_000, vat_basis_points=2000, during=DateRange(None, None)
    )

    assert "£100 plus VAT" in words(page(client, LIST))


def test_a_grade_that_costs_nothing_is_free(client):
    Grade.objects.create(key="friend", rank=5, title="Friend", summary="For readers.", rule=[[]])

    assert "Free" in words(page(client, LIST))


def test_without_grades_the_page_says_so(client):
    assert "No grades can be shown now" in words(page(client, LIST))


def test_a_visitor_is_shown_the_way_to_ask_for_a_grade_and_back(client):
    grade("member")

    text = words(page(client, reverse("membership:grade_detail", args=["member"])))

    assert f"{reverse('account_signup')}?next=/membership/grades/member/" in text
    assert "csrfmiddlewaretoken" not in text


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("student", "You need not ask"), ("companion", "By nomination alone"), ("associate", "You need an account")],
)
def test_what_cannot_be_asked_for_says_how_else(client, key, sentence):
    grade(key)

    assert sentence in words(page(client, reverse("membership:grade_detail", args=[key])))


def test_who_is_signed_in_sees_where_they_stand(client):
    grade("member")
    person = UserFactory()
    ExperienceFactory(person=person, state="confirmed")
    client.force_login(person)

    response = page(client, reverse("membership:grade_detail", args=["member"]))

    stands = response.context["stands"]
    assert (stands.word, stands.state, len(stands.ways)) == ("Open to you", "positive", 2)
    assert "Ask for this grade" in words(response)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("affiliate", "Your grade is higher"),
        ("member", "This is your grade"),
        ("companion", "By nomination alone"),
        ("fellow", "Nothing is charged before your next renewal."),
    ],
)
def test_a_member_is_offered_no_grade_that_is_not_above(client, key, said):
    all_grades()
    GradeFactory(key="fellow", rank=50)
    client.force_login(member(grade=Grade.objects.get(pk="member")).person)

    text = words(page(client, reverse("membership:grade_detail", args=[key])))

    assert said in text
    assert ("<button" in text.split("What you can do")[1].split("</aside>")[0]) == (key == "fellow")
    assert "How joining goes" not in text


@pytest.mark.parametrize("key", ["student", "companion"])
def test_a_grade_that_nobody_asks_for_has_no_steps_of_joining(client, key):
    grade(key)

    assert "How joining goes" not in words(page(client, reverse("membership:grade_detail", args=[key])))


def test_a_grade_that_does_not_exist_is_not_found(client):
    assert client.get(reverse("membership:grade_detail", args=["knight"])).status_code == 404


def found(response):
    return [(one.grade.key, one.word, [[reason.said for reason in way] for way in one.ways]) for one in response]


def test_before_anything_is_answered_there_are_only_questions(client):
    all_grades()

    response = page(client, ELIGIBILITY)

    assert "found" not in response.context
    assert "Error" not in words(response)


def test_answers_show_each_way_with_what_is_missing(client):
    all_grades()

    response = page(client, f"{ELIGIBILITY}?years=4&strategic=&level=5&size=diploma&own=on&registered=on")

    assert found(response.context["found"]) == [
        ("student", "Yours", [["We have this on record."]]),
        ("affiliate", "Open to you", [[]]),
        ("associate", "A person decides", []),
        (
            "member",
            "Not yet",
            [
                ["You have four years, which somebody here has to confirm.", "Your level 5 is one level below."],
                ["You have four years: one year short."],
            ],
        ),
        ("companion", "By nomination", []),
    ]


def test_what_claims_meet_has_to_be_confirmed(client):
    grade("member")

    [one] = page(client, f"{ELIGIBILITY}?years=5").context["found"]

    assert (one.word, one.state) == ("Open to you, once confirmed", "info")


def test_a_visitor_is_offered_to_keep_the_answers_on_the_way_to_an_account(client):
    grade("member")

    text = words(page(client, f"{ELIGIBILITY}?years=5&level=6&size=degree"))

    keep = "/membership/record/keep/?years=5&amp;level=6&amp;size=degree"
    assert keep in text
    assert f"{reverse('account_signup')}?next=/membership/record/keep/%3Fyears%3D5%26level%3D6%26size%3Ddegree" in text


def test_who_is_signed_in_is_led_to_the_check(client):
    grade("member")
    client.force_login(UserFactory())

    assert "Check and keep" in words(page(client, f"{ELIGIBILITY}?years=5"))


def test_answers_that_say_nothing_are_not_offered_to_be_kept(client):
    grade("member")

    assert "Keep these answers" not in words(page(client, f"{ELIGIBILITY}?years=0"))


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("years=many", {"years": ["Enter whole years in figures, like 4"]}),
        ("years=-1", {"years": ["Enter whole years in figures, like 4"]}),
        ("years=61", {"years": ["Enter 60 or less"]}),
        ("years=3&strategic=4", {"strategic": ["These are some of your years in management: enter no more"]}),
        ("years=&strategic=1", {"years": ["Enter your years as a manager, 0 for none"]}),
        ("years=3&level=6", {"size": ["Choose what kind of qualification it is"]}),
        ("years=3&level=6&size=unit", {"size": ["Choose one of the kinds listed"]}),
        ("years=3&level=9", {"level": ["Choose one of the levels listed"]}),
        ("years=3&level=6&size=assessment", {"size": ["Choose one of the kinds listed"]}),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, query, errors):
    response = page(client, f"{ELIGIBILITY}?{query}")

    assert response.context["form"].errors == errors
    assert "found" not in response.context


def test_size_and_awarding_body_without_a_level_say_nothing(client):
    form = page(client, f"{ELIGIBILITY}?years=1&size=diploma&own=on").context["form"]

    answers = form.answers()
    assert (answers.level, answers.size, answers.own) == (None, "", False)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_for_visitors_take_few_queries(client, rows):
    for number in range(rows):
        values = {"title": f"Grade {number}", "summary": "For all.", "rule": [[{"years": 3}]], "product": "x"}
        Grade.objects.create(key=f"g{number}", rank=number, **values)

    assert [
        queries_of(client, address)
        for address in (LIST, reverse("membership:grade_detail", args=["g0"]), f"{ELIGIBILITY}?years=4")
    ] == [2, 2, 2]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_grade_takes_as_many_queries_for_much_as_for_little(client, rows):
    grade("member")
    person = UserFactory()
    for _ in range(rows):
        ExperienceFactory(person=person)
        QualificationHeldFactory(person=person)
    client.force_login(person)

    assert queries_of(client, reverse("membership:grade_detail", args=["member"])) == 8
