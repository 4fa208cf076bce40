"""A person's own record: what stands in it, what is added, changed and removed, and answers that are kept."""

import re
from datetime import date

import pytest
from django.urls import reverse

from cmiportal.documents.services import withdraw_item
from membership.models import Experience, QualificationHeld
from membership.models.record import INSTITUTE
from membership.services.members.requests import begin
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory
from tests.factories.grades import all_grades, grade
from tests.factories.qualifications import NOW
from tests.factories.record import ExperienceFactory, QualificationHeldFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

RECORD = reverse("membership:record_detail")
ADD_POST = reverse("membership:experience_add")
ADD_HELD = reverse("membership:held_add")
KEEP = reverse("membership:answers_keep")
POST = {
    "post": "Depot manager",
    "employer": "Fellgate Logistics",
    "since_0": "1",
    "since_1": "3",
    "since_2": "2020",
}
HELD = {
    "title": "MBA",
    "body": "University of Calderbridge",
    "level": "7",
    "size": "degree",
    "management": "on",
    "awarded_on_0": "1",
    "awarded_on_1": "7",
    "awarded_on_2": "2015",
}


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def words(response):
    return " ".join(response.content.decode().split())


def prefixed(prefix, values):
    return {f"{prefix}-{name}": value for name, value in values.items()}


def day(prefix, text):
    return dict(zip((f"{prefix}_0", f"{prefix}_1", f"{prefix}_2"), text.split(), strict=True)) if text else {}


@pytest.mark.parametrize("address", [RECORD, ADD_POST, ADD_HELD, f"{KEEP}?years=5"])
def test_whoever_is_not_signed_in_is_led_there_and_back(client, address):
    assert client.get(address).url.startswith(f"{reverse('account_login')}?next=")


def test_an_empty_record_says_what_to_do(client, person):
    all_grades()

    text = words(client.get(RECORD))

    assert "You have added no post yet." in text
    assert "You have added no qualification yet." in text


def test_a_record_says_what_is_confirmed_what_not_and_why(client, person):
    evidence = ItemFactory(owner=person, title="Letter of my employer")
    ExperienceFactory(person=person, post="Depot manager", evidence=evidence, people_led=12, budget_pence=500_000_00)
    ExperienceFactory(person=person, post="Area manager", state="refused", since=date(2021, 1, 1), strategic=True)
    QualificationHeldFactory(person=person, state="confirmed", award_number="A000001283", management=False)
    ExperienceFactory(post="Somebody else’s")

    response = client.get(RECORD)
    text = words(response)

    for sentence in (
        "Evidence: Letter of my employer",
        "<b>12</b> led",
        "£500,000",
        "Not accepted",
        "The dates do not fit.",
        "Award A000001283",
        "Not in management",
    ):
        assert sentence in text
    assert "Somebody else’s" not in text
    assert response.context["overlap"] is False


def test_posts_that_overlap_are_pointed_out(client, person):
    ExperienceFactory(person=person, since=date(2020, 1, 1), until=date(2021, 6, 30))
    ExperienceFactory(person=person, since=date(2021, 1, 1))

    assert "Days that are in two of them count once" in words(client.get(RECORD))


def test_evidence_that_was_withdrawn_says_so(client, person):
    evidence = ItemFactory(owner=person)
    QualificationHeldFactory(person=person, evidence=evidence)
    withdraw_item(item=evidence, at=NOW)

    assert "The evidence was withdrawn" in words(client.get(RECORD))


def test_every_grade_is_shown_with_its_reasons(client, person):
    all_grades()
    ExperienceFactory(person=person, since=date(2010, 1, 1), state="confirmed")

    found = client.get(RECORD).context["found"]

    assert [(one.grade.key, one.word) for one in found] == [
        ("student", "Not yet"),
        ("affiliate", "Open to you"),
        ("associate", "A person decides"),
        ("member", "Open to you"),
        ("companion", "By nomination"),
    ]


def test_a_post_is_added(client, person):
    evidence = ItemFactory(owner=person)
    more = {"people_led": "12", "budget": "500000", "strategic": "on", "evidence": str(evidence.pk)}

    response = client.post(ADD_POST, POST | more | day("until", "30 4 2024"))

    assert response.url == RECORD
    row = Experience.objects.get(person=person)
    assert (row.post, row.employer, row.since, row.until) == (
        "Depot manager",
        "Fellgate Logistics",
        date(2020, 3, 1),
        date(2024, 4, 30),
    )
    assert (row.strategic, row.people_led, row.budget_pence, row.evidence) == (True, 12, 500_000_00, evidence)


def test_a_qualification_is_added(client, person):
    assert client.post(ADD_HELD, HELD).url == RECORD

    row = QualificationHeld.objects.get(person=person)
    assert (row.title, row.body, row.level, row.size, row.management, row.awarded_on, row.state) == (
        "MBA",
        "University of Calderbridge",
        7,
        "degree",
        True,
        date(2015, 7, 1),
        "claimed",
    )


@pytest.mark.parametrize("written", ["CMI", "chartered management institute", "The Chartered Management Institute"])
def test_the_institute_is_known_however_it_is_written(client, person, written):
    client.post(ADD_HELD, HELD | {"body": written})

    assert QualificationHeld.objects.get().body == INSTITUTE


def test_a_form_that_is_sent_twice_adds_one_post(client, person):
    [key] = re.findall(r'name="post_key" value="([^"]+)"', client.get(ADD_POST).content.decode())

    for _ in range(2):
        assert client.post(ADD_POST, POST | {"post_key": key}).url == RECORD

    assert Experience.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"post": ""}, "post", "Enter your role"),
        (day("since", "1 1 1939"), "since", "The date must be after 1939, and not after today"),
        (day("since", "1 1 2999"), "since", "The date must be after 1939, and not after today"),
        (day("until", "1 1 2999"), "until", "The date must be after 1939, and not after today"),
        (day("until", "1 1 2019"), "until", "This day must not be before the day on which you began"),
        ({"people_led": "-1"}, "people_led", "Enter a number of people in figures, without a sign"),
        ({"people_led": "9" * 9}, "people_led", "Enter a number of people that somebody can have"),
        ({"budget": "a lot"}, "budget", "Enter whole pounds in figures, without a sign"),
        ({"evidence": "x"}, "evidence", "Choose one of your pieces of evidence"),
    ],
)
def test_what_is_wrong_with_a_post_is_said_at_its_field(client, person, changes, field, error):
    form = client.post(ADD_POST, POST | changes).context["form"]

    assert form.errors == {field: [error]}
    assert not Experience.objects.exists()


def test_evidence_of_somebody_else_is_no_choice(client, person):
    evidence = ItemFactory()

    form = client.post(ADD_HELD, HELD | {"evidence": str(evidence.pk)}).context["form"]

    assert form.errors == {"evidence": ["Choose one of your pieces of evidence"]}


@pytest.mark.parametrize("address, values", [(ADD_POST, POST), (ADD_HELD, HELD)])  # noqa: PT006
def test_a_full_record_says_so_on_the_form(client, person, settings, address, values):
    settings.RECORD_LINES_MAX = 0

    form = client.post(address, values).context["form"]

    assert form.non_field_errors() == ["Your record holds 0 of these; remove one to add another."]


def test_a_post_is_changed_from_what_stands_there(client, person):
    row = ExperienceFactory(person=person, budget_pence=12_300_00)
    address = reverse("membership:experience_edit", args=[row.pk])

    form = client.get(address).context["form"]
    assert (form["post"].value(), form["budget"].value()) == (row.post, 12_300)

    assert client.post(address, POST | {"post": "Area manager"}).url == RECORD
    assert Experience.objects.values_list("post", "budget_pence").get() == ("Area manager", None)


def test_a_qualification_is_changed(client, person):
    row = QualificationHeldFactory(person=person)
    address = reverse("membership:held_edit", args=[row.pk])

    assert client.get(address).context["form"]["level"].value() == 6
    assert client.post(address, HELD | {"level": ""}).context["form"].errors == {"level": ["Choose the level"]}
    assert client.post(address, HELD).url == RECORD
    assert QualificationHeld.objects.get().title == "MBA"


def test_a_claim_is_removed(client, person):
    post, held = ExperienceFactory(person=person), QualificationHeldFactory(person=person)

    assert client.post(reverse("membership:experience_remove", args=[post.pk])).url == RECORD
    assert client.post(reverse("membership:held_remove", args=[held.pk])).url == RECORD
    assert not Experience.objects.exists()
    assert not QualificationHeld.objects.exists()


NAMES = ("experience_edit", "experience_remove")


@pytest.mark.parametrize("name", NAMES)
def test_what_was_decided_and_what_is_somebody_elses_is_not_found(client, person, name):
    for row in (ExperienceFactory(person=person, state="confirmed"), ExperienceFactory()):
        assert client.post(reverse(f"membership:{name}", args=[row.pk]), POST).status_code == 404
    assert Experience.objects.count() == 2


def test_answers_come_filled_in_and_are_kept_once_they_are_checked(client, person):
    address = f"{KEEP}?years=6&strategic=2&level=6&size=degree"

    context = client.get(address).context
    assert [form["strategic"].value() for form in context["posts"]] == [False, True]
    assert [form["level"].value() for form in context["held"]] == [6]
    assert not Experience.objects.exists()

    kept = prefixed("post0", POST) | prefixed("post1", POST | {"strategic": "on"}) | prefixed("held", HELD)
    assert client.post(address, kept).url == RECORD
    assert sorted(Experience.objects.values_list("strategic", flat=True)) == [False, True]
    assert QualificationHeld.objects.get().title == "MBA"


def test_posts_alone_are_kept_without_a_qualification(client, person):
    assert client.post(f"{KEEP}?years=6", prefixed("post0", POST)).url == RECORD

    assert (Experience.objects.count(), QualificationHeld.objects.count()) == (1, 0)


def test_our_own_qualification_comes_with_our_name(client, person):
    context = client.get(f"{KEEP}?years=0&level=5&size=diploma&own=on").context

    assert context["posts"] == []
    assert context["held"][0]["body"].value() == INSTITUTE


def test_all_that_is_missing_is_said_at_once_and_nothing_is_kept(client, person):
    address = f"{KEEP}?years=6&level=6&size=degree"

    typed = prefixed("post0", POST | {"post": ""}) | prefixed("held", HELD | {"title": ""})
    context = client.post(address, typed).context

    assert context["posts"][0].errors == {"post": ["Enter your role"]}
    assert context["held"][0].errors == {"title": ["Enter the title"]}
    assert not Experience.objects.exists()


def test_what_is_missing_of_two_posts_names_the_post(client, person):
    typed = prefixed("post0", POST | {"post": ""}) | prefixed("post1", POST | {"post": "", "employer": ""})

    posts = client.post(f"{KEEP}?years=6&strategic=2", typed).context["posts"]

    assert [post.errors for post in posts] == [
        {"post": ["Enter your role in your earlier post"]},
        {"post": ["Enter your role in your strategic post"], "employer": ["Enter the employer of your strategic post"]},
    ]


def test_a_full_record_keeps_none_of_the_answers(client, person, settings):
    settings.RECORD_LINES_MAX = 1
    QualificationHeldFactory(person=person)
    address = f"{KEEP}?years=6&level=6&size=degree"

    context = client.post(address, prefixed("post0", POST) | prefixed("held", HELD)).context

    assert context["posts"][0].non_field_errors() == ["Your record holds 1 of these; remove one to add another."]
    assert not Experience.objects.exists()


@pytest.mark.parametrize("query", ["", "?years=many", "?years=0"])
def test_without_answers_there_is_nothing_to_keep(client, person, query):
    assert client.get(f"{KEEP}{query}").url == reverse("membership:eligibility")


def test_who_prepares_a_request_finds_the_way_back_to_it(client, person):
    assert "Back to your request" not in client.get(RECORD).content.decode()

    begin(person=person, at=NOW)

    assert "Back to your request" in client.get(RECORD).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_record_takes_as_many_queries_for_much_as_for_little(client, person, rows):
    grade("member")
    for _ in range(rows):
        ExperienceFactory(person=person, evidence=ItemFactory(owner=person))
        QualificationHeldFactory(person=person, evidence=ItemFactory(owner=person))

    assert queries_of(client, RECORD) == 9
