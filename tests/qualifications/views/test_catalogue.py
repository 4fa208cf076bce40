"""The catalogue's pages: what anybody may read, with a number of queries that does not grow."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from qualifications.models import Centre, Qualification
from tests.factories.qualifications import (
    LONG_AGO,
    ApprovalFactory,
    CentreFactory,
    LevelFactory,
    QualificationFactory,
    UnitFactory,
    published_unit,
    published_version,
)

pytestmark = pytest.mark.django_db


def today():
    return uk_day(timezone.now())


def open_qualification(units, **fields):
    return published_version(units, **fields).qualification


def titles(response):
    return [qualification.title for qualification in response.context["qualifications"]]


@pytest.fixture
def shelf():
    """Two levels, three sizes; one without a rule, one withdrawn."""
    unit = published_unit("601", credits=13)
    five, six = LevelFactory(number=5), LevelFactory(number=6)
    open_qualification([unit], title="Certificate", level=six, size="certificate", size_rank=2)
    open_qualification([unit], title="Diploma", level=six, size="diploma", size_rank=3)
    QualificationFactory(title="Award", level=five, size="award")
    QualificationFactory(title="Old", level=six, last_registration=today() - timedelta(days=1))


def test_the_list_goes_by_level_and_size_and_leaves_out_what_is_withdrawn(client, shelf):
    response = client.get(reverse("qualifications:catalogue_list"))

    assert titles(response) == ["Award", "Certificate", "Diploma"]
    assert "Three qualifications" in response.text
    assert response.text.count("Not open") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"level": ["6"]}, ["Certificate", "Diploma"]),
        ({"size": ["award", "diploma"]}, ["Award", "Diploma"]),
        ({"level": ["5", "6"], "size": ["certificate"]}, ["Certificate"]),
        ({"level": ["2"]}, []),
    ],
)
def test_the_list_is_narrowed_by_level_and_size(client, shelf, query, found):
    response = client.get(reverse("qualifications:catalogue_list"), query)

    assert titles(response) == found
    assert len(response.context["chosen"]) == sum(len(values) for values in query.values())
    assert ("Clear all filters" in response.text) == (len(response.context["chosen"]) > 1)


def test_a_level_that_is_none_is_an_error_and_filters_nothing(client, shelf):
    response = client.get(reverse("qualifications:catalogue_list"), {"level": "9", "size": "award"})

    assert titles(response) == ["Award"]
    assert "<title>Error: Qualifications" in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_queries(client, django_assert_num_queries, count):
    units = [published_unit("601")]
    for _ in range(count):
        open_qualification(units)

    with django_assert_num_queries(2):
        client.get(reverse("qualifications:catalogue_list"))


def test_a_qualification_says_what_it_asks_and_who_delivers_it(client):
    units = [
        published_unit("601", credits=6, glh=20),
        published_unit("602", credits=7),
        published_unit("603", credits=9),
    ]
    qualification = open_qualification(
        units,
        min_credits=13,
        barred=[("601", "602")],
        mandatory=["603"],
        groups=[("Group A", 6, None, ["601", "603"])],
        slug="level-6-certificate",
    )
    centre = ApprovalFactory(qualification=qualification, centre__name="Ouse Valley College").centre
    ApprovalFactory(qualification=qualification, during=(LONG_AGO, today()), centre__name="Was approved")

    response = client.get(reverse("qualifications:qualification_detail", args=["level-6-certificate"]))

    assert "Unit 603 is mandatory." in response.text
    assert "Unit 601 cannot be combined with 602." in response.text
    composition = response.context["composition"]
    assert [
        (row.unit.number, row.unit_version.credits, row.counts_for, row.unit_version.glh)
        for row in composition["units"]
    ] == [("601", 6, "Group A", 20), ("602", 7, "", None), ("603", 9, "Mandatory, Group A", None)]
    assert (composition["total"], composition["least_units"]) == (22, 2)
    assert list(response.context["centres"]) == [centre]
    assert reverse("qualifications:enrolment_request", args=["level-6-certificate"]) in response.text


@pytest.mark.parametrize("hours", [None, 25])
@pytest.mark.parametrize("mandatory", [[], ["601"]])
def test_columns_that_would_be_empty_are_left_out(client, hours, mandatory):
    units = [published_unit("601", credits=7, glh=hours), published_unit("602", credits=7)]
    qualification = open_qualification(units, mandatory=mandatory)

    text = client.get(reverse("qualifications:qualification_detail", args=[qualification.slug])).text

    assert ("Guided hours" in text) == bool(hours)
    assert ("Counts for" in text) == bool(mandatory)


def test_of_groups_inside_each_other_a_unit_names_the_innermost(client):
    units = [published_unit(number, credits=10) for number in ("607", "701", "702")]
    groups = [("Group A", 10, None, ["701", "702"]), ("Group A or B", 7, None, ["607", "701", "702"])]
    qualification = open_qualification(units, groups=groups)

    response = client.get(reverse("qualifications:qualification_detail", args=[qualification.slug]))

    assert [row.counts_for for row in response.context["composition"]["units"]] == [
        "Group A or B",
        "Group A",
        "Group A",
    ]


def test_a_qualification_that_takes_all_of_its_units_draws_no_line(client):
    qualification = open_qualification([published_unit("601")], min_credits=6, mandatory=["601"])

    response = client.get(reverse("qualifications:qualification_detail", args=[qualification.slug]))

    assert response.context["composition"]["parted"] is False
    assert "Exactly" not in response.text
    assert "all units together" not in response.text


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"last_registration": date(2014, 8, 31), "last_certification": date(2017, 8, 31)},
         "Registration ended on Sunday 31 August 2014. The last day for certificates is Thursday 31 August 2017."),
        ({"operational_start": date(2199, 1, 1)}, "Registration opens on Tuesday 1 January 2199."),
        ({}, "Its units are not published yet."),
    ],
)  # fmt: skip
def test_a_qualification_that_is_not_open_says_why_and_offers_no_place(client, dates, sentence):
    qualification = QualificationFactory(**dates)

    response = client.get(reverse("qualifications:qualification_detail", args=[qualification.slug]))

    assert sentence in response.text
    assert "Request a place" not in response.text
    assert "Where to learn" not in response.text


def test_what_is_open_for_registration_is_what_the_pages_call_open(client):
    unit = published_unit("601", credits=13)
    edges = {"operational_start": today(), "last_registration": today()}
    open_qualification([unit], title="Open on its only day", **edges)
    open_qualification([unit], title="Tomorrow", operational_start=today() + timedelta(days=1))
    open_qualification([unit], title="Yesterday", last_registration=today() - timedelta(days=1))
    QualificationFactory(title="Without a rule")

    said = {}
    for qualification in Qualification.objects.all():
        response = client.get(reverse("qualifications:qualification_detail", args=[qualification.slug]))
        said[qualification.title] = not response.context["closed_because"]

    opened = set(Qualification.objects.open_for_registration(on=today()).values_list("title", flat=True))
    assert said == {title: title in opened for title in said}
    assert opened == {"Open on its only day"}


def test_a_qualification_without_a_centre_offers_no_place(client):
    qualification = open_qualification([published_unit("601")])

    response = client.get(reverse("qualifications:qualification_detail", args=[qualification.slug]))

    assert "No centre is approved for this qualification today." in response.text
    assert "Request a place" not in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_qualification_takes_four_queries(client, django_assert_num_queries, count):
    units = [published_unit(f"60{number}", credits=13) for number in range(count)]
    qualification = open_qualification(units, groups=[("Group A", 6, None, [unit.unit.number for unit in units])])
    for _ in range(count):
        ApprovalFactory(qualification=qualification)

    with django_assert_num_queries(4):
        client.get(reverse("qualifications:qualification_detail", args=[qualification.slug]))


def test_a_unit_shows_its_latest_published_criteria_and_where_it_counts(client):
    old = published_unit("601", codes=("1.1",))
    version = published_unit("601", codes=("1.1", "1.2", "2.1"), words_from=3000, words_to=3500)
    old.unit.versions.create(number=3, title="Draft", credits=6)
    open_qualification([version], title="Diploma")
    open_qualification([version], title="Old", last_registration=date(2020, 1, 1))

    response = client.get(reverse("qualifications:unit_detail", args=["601"]))

    assert response.context["version"] == version
    assert [outcome.text for outcome in response.context["version"].outcomes.all()] == [
        "Understand 1.1",
        "Understand 2.1",
    ]
    assert "3,000 to 3,500 words" in response.text
    assert titles(response) == ["Diploma"]


def test_a_unit_without_its_own_range_of_words_has_that_of_its_level(client):
    published_unit("601")

    assert "2,500 to 3,000 words" in client.get(reverse("qualifications:unit_detail", args=["601"])).text


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_takes_six_queries(client, django_assert_num_queries, count):
    version = published_unit("601", codes=[f"{number}.1" for number in range(1, count + 1)])
    for _ in range(count):
        open_qualification([version])

    with django_assert_num_queries(6):
        client.get(reverse("qualifications:unit_detail", args=["601"]))


def test_centres_say_which_levels_they_deliver_today(client):
    both = CentreFactory(name="Both")
    for level in (6, 5):
        ApprovalFactory(centre=both, qualification__level=LevelFactory(number=level))
    ApprovalFactory(centre__name="One", qualification__level=LevelFactory(number=7))
    CentreFactory(name="None")

    response = client.get(reverse("qualifications:centre_list"))

    assert [(centre.name, centre.levels) for centre in response.context["centres"]] == [
        ("Both", "Levels 5 and 6"),
        ("None", ""),
        ("One", "Level 7"),
    ]


def test_centres_are_narrowed_by_nation(client):
    welsh = CentreFactory(nation=Centre.Nation.WALES)
    CentreFactory(nation=Centre.Nation.ENGLAND)

    assert client.get(reverse("qualifications:centre_list"), {"nation": "wales"}).context["centres"] == [welsh]
    empty = client.get(reverse("qualifications:centre_list"), {"nation": "scotland"})
    assert "Without the nation</a>: two centres" in empty.text


def test_without_centres_the_page_says_what_will_stand_there(client):
    assert "Centres will stand here" in client.get(reverse("qualifications:centre_list")).text


def test_a_centre_shows_what_it_may_deliver_today_and_until_when(client):
    centre = CentreFactory(slug="ouse-valley", help_phone="01904 496 0000", help_hours="9:00 to 17:00")
    ApprovalFactory(centre=centre, during=(LONG_AGO, date(2199, 1, 1)), qualification__title="Until the end of 2198")
    ApprovalFactory(centre=centre, during=(LONG_AGO, today()), qualification__title="Ended yesterday")

    text = client.get(reverse("qualifications:centre_detail", args=["ouse-valley"])).text

    assert "Until the end of 2198" in text
    assert "approved until Monday 31 December 2198" in text
    assert "Ended yesterday" not in text
    assert "01904 496 0000" in text


@pytest.mark.parametrize(
    ("nation", "region", "places"),
    [
        ("england", "Yorkshire", "<span>Leeds</span><span>Yorkshire</span><span>England</span>"),
        ("england", "", "<span>Leeds</span><span>England</span>"),
        ("wales", "Wales", "<span>Leeds</span><span>Wales</span>"),
    ],
)
def test_a_centre_says_once_where_it_is(client, nation, region, places):
    centre = CentreFactory(town="Leeds", nation=nation, region=region)

    text = client.get(reverse("qualifications:centre_detail", args=[centre.slug])).text

    assert f'<p class="eyebrow">{places}</p>' in text


def test_a_centre_without_approvals_says_so(client):
    page = client.get(reverse("qualifications:centre_detail", args=[CentreFactory().slug]))

    assert "It is not approved for any qualification today." in page.text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "args"), [("centre_list", []), ("centre_detail", ["centre"])])
def test_pages_of_centres_take_two_queries(client, django_assert_num_queries, count, page, args):
    centre = CentreFactory(slug="centre")
    for _ in range(count):
        ApprovalFactory(centre=centre)
        ApprovalFactory()

    with django_assert_num_queries(2):
        client.get(reverse(f"qualifications:{page}", args=args))


@pytest.mark.parametrize(
    ("page", "args"),
    [("qualification_detail", ["nowhere"]), ("unit_detail", ["699"]), ("centre_detail", ["nowhere"])],
)
def test_what_is_not_there_is_404(client, page, args):
    assert client.get(reverse(f"qualifications:{page}", args=args)).status_code == 404


def test_a_unit_that_is_not_published_is_404(client):
    UnitFactory(number="601").versions.create(number=1, title="Draft", credits=6)

    assert client.get(reverse("qualifications:unit_detail", args=["601"])).status_code == 404


def test_a_title_in_any_script_is_escaped_and_shown(client):
    qualification = QualificationFactory(title="<b>القيادة</b> 领导 🧭")

    text = client.get(reverse("qualifications:qualification_detail", args=[qualification.slug])).text

    assert "&lt;b&gt;القيادة&lt;/b&gt; 领导 🧭" in text
