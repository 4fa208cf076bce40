"""What narrows the lists: words, credits, places and ways to teach, together and one by one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from qualifications.models import Qualification
from tests.factories.qualifications import (
    LONG_AGO,
    ApprovalFactory,
    CentreFactory,
    LevelFactory,
    QualificationFactory,
    published_unit,
    published_version,
)

pytestmark = pytest.mark.django_db

LIST = reverse("qualifications:catalogue_list")
CENTRES = reverse("qualifications:centre_list")


@pytest.fixture
def shelf():
    """Three sizes on two levels, told apart by their words, and one that is not published."""
    five, six = LevelFactory(number=5), LevelFactory(number=6)
    coaching, project = published_unit("601", credits=13), published_unit("602", credits=13)
    published_version([coaching], title="Certificate", level=six, size="certificate", size_rank=2, min_credits=13)
    published_version([project], title="Diploma", level=six, size="diploma", size_rank=3, min_credits=37)
    published_version([project], title="Résumé Award", level=five, size="award", min_credits=4, audience="For CHEFS.")
    QualificationFactory(title="Unpublished", level=five, size="diploma", size_rank=3, summary="100% new")


def titles(client, **query):
    return [each.title for each in client.get(LIST, query).context["qualifications"]]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("resume", ["Résumé Award"]),
        ("RÉSUMÉ chefs", ["Résumé Award"]),
        ("chefs diploma", []),
        ("leading", ["Résumé Award", "Certificate", "Diploma"]),
        ("602", ["Résumé Award", "Diploma"]),
        ("%", ["Unpublished"]),
        ("_", []),
        ("القيادة", []),
    ],
)
def test_each_word_is_in_the_title_the_texts_or_a_unit(client, shelf, word, found):
    assert titles(client, word=word) == found


def test_a_word_of_a_unit_that_no_longer_counts_finds_nothing(client):
    published = published_version([published_unit("601")], title="Certificate")
    published_version([published_unit("602")], qualification=published.qualification)

    assert titles(client, word="601") == []
    assert titles(client, word="602") == ["Certificate"]


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        (["1-12"], ["Résumé Award"]),
        (["13-36"], ["Certificate"]),
        (["1-12", "37-on"], ["Résumé Award", "Diploma"]),
    ],
)
def test_credits_are_those_that_the_rule_asks_for(client, shelf, bands, found):
    assert titles(client, credits=bands) == found


def test_what_is_open_today_leaves_out_what_nobody_can_begin(client, shelf):
    assert titles(client, open="today") == ["Résumé Award", "Certificate", "Diploma"]
    assert titles(client, level="5", open="today") == ["Résumé Award"]


def test_filters_combine_and_each_can_be_taken_away(client, shelf):
    response = client.get(LIST, {"word": "602", "level": ["5", "6"]})

    assert [(each["label"], each["href"]) for each in response.context["chosen"]] == [
        ("“602”", f"{LIST}?level=5&level=6"),
        ("Level 5", f"{LIST}?word=602&level=6"),
        ("Level 6", f"{LIST}?word=602&level=5"),
    ]
    assert [link["label"] for link in response.context["form"].level_links() if link["current"]] == []


def test_nothing_found_says_what_to_let_go_of(client, shelf):
    response = client.get(LIST, {"word": "602", "level": "5", "size": "certificate"})

    assert "No qualifications" in response.text
    assert response.context["loosened"] == [
        {"label": "size", "href": f"{LIST}?word=602&level=5", "count": 1},
    ]
    assert "Nothing matches all of these filters together." in response.text
    assert "Without the size</a>: one qualification" in response.text


def test_where_one_filter_alone_leaves_nothing_it_is_named(client, shelf):
    response = client.get(LIST, {"word": "nowhere"})

    assert "Nothing matches this filter. Let it go:" in response.text
    assert "Without the words</a>: four qualifications" in response.text


def test_nothing_found_by_any_one_filter_says_so(client, shelf):
    assert "letting go of one is not enough" in client.get(LIST, {"word": "nowhere", "level": "2"}).text


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("?word=&level=6", "?level=6"),
        ("?level=6&level=5&level=6", "?level=5&level=6"),
        ("?size=award&level=6", "?level=6&size=award"),
        ("?word=+two++words+", "?word=two+words"),
        ("?word=", ""),
    ],
)
def test_filters_have_one_address(client, asked, address):
    response = client.get(LIST + asked, headers={"HX-Request": "true"})

    assert (response.status_code, response.url) == (302, LIST + address)
    assert client.get(response.url).status_code == 200


def test_what_is_ticked_stays_ticked_whatever_the_filters_leave(client, shelf):
    slugs = {each.title: each.slug for each in Qualification.objects.all()}
    award, diploma = slugs["Résumé Award"], slugs["Diploma"]

    asked = client.get(LIST, {"q": [diploma, "nowhere", award], "level": "6"})
    assert asked.url == f"{LIST}?level=6&q={award}&q={diploma}"
    response = client.get(asked.url, headers={"HX-Request": "true"})

    assert [each.title for each in response.context["qualifications"]] == ["Certificate", "Diploma"]
    boxes = response.text.split('type="checkbox" name="q" value="')[1:]
    assert [(box.partition('"')[0], " checked" in box.partition(">")[0]) for box in boxes] == [
        (slugs["Certificate"], False),
        (diploma, True),
        (award, True),
    ]
    form = response.context["form"]
    assert form.cleared() == f"{LIST}?q={award}&q={diploma}"
    assert form.level_links()[4]["href"] == f"{LIST}?level=5&q={award}&q={diploma}"


def test_a_tick_that_is_all_there_is_asks_for_the_list_once_more(client, shelf, django_assert_num_queries):
    slug = Qualification.objects.get(title="Diploma").slug

    with django_assert_num_queries(3):
        assert client.get(LIST, {"q": slug}).status_code == 200


@pytest.mark.parametrize("query", ["?level=9", "?credits=x&word=a", "?word=" + "a" * 101, "?word=a" + "+b" * 8])
def test_a_value_that_is_none_is_said_and_filters_nothing(client, shelf, query):
    response = client.get(LIST + query)

    assert response.status_code == 200
    assert response.text.count("<title>Error: ") == 1
    assert len(response.context["qualifications"]) in (3, 4)


def test_a_choice_that_is_not_offered_is_said_in_our_words(client):
    assert client.get(LIST + "?level=9").context["form"].errors == {"level": ["Choose what is offered under “Level”"]}


def test_htmx_gets_the_results_and_the_count_alone(client, shelf):
    response = client.get(LIST, {"level": "6"}, headers={"HX-Request": "true"})

    assert "<h1" not in response.text
    assert '<span id="found" hx-swap-oob="innerHTML">Two qualifications</span>' in response.text
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("word", ["leading", "nowhere"], ids=["found", "nothing found"])
def test_a_narrowed_list_takes_two_queries_however_long(client, django_assert_num_queries, count, word):
    units = [published_unit(f"60{number}") for number in range(count)]
    for _ in range(count):
        published_version(units)

    with django_assert_num_queries(2):
        client.get(LIST, {"word": word, "level": "6", "size": "certificate", "credits": "13-36"})


@pytest.fixture
def towns():
    """Three centres: two names, two nations, two ways to teach; one approval has ended."""
    yesterday = uk_day(timezone.now()) - timedelta(days=1)
    ouse = CentreFactory(name="Ouse Valley Collège", town="York", region="Yorkshire", delivery="Evening classes")
    afon = CentreFactory(name="Afon Valley", town="Neath", nation="wales", delivery="Online, and at your workplace")
    CentreFactory(name="Lagan", town="Belfast", nation="northern_ireland")
    ApprovalFactory(centre=ouse, qualification__level=LevelFactory(number=6))
    ApprovalFactory(centre=afon, qualification__level=LevelFactory(number=7))
    ApprovalFactory(centre=afon, qualification__level=LevelFactory(number=6), during=(LONG_AGO, yesterday))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"name": "valley college"}, ["Ouse Valley Collège"]),
        ({"name": "VALLEY"}, ["Afon Valley", "Ouse Valley Collège"]),
        ({"place": "york"}, ["Ouse Valley Collège"]),
        ({"place": "northern ireland"}, ["Lagan"]),
        ({"place": "neath wales"}, ["Afon Valley"]),
        ({"level": "6"}, ["Ouse Valley Collège"]),
        ({"level": ["6", "7"]}, ["Afon Valley", "Ouse Valley Collège"]),
        ({"delivery": "online"}, ["Afon Valley"]),
        ({"delivery": ["workplace", "evening"]}, ["Afon Valley", "Ouse Valley Collège"]),
        ({"name": "valley", "nation": "wales", "delivery": "evening"}, []),
    ],
)
def test_centres_are_found_by_name_place_level_and_how_they_teach(client, towns, query, found):
    assert [centre.name for centre in client.get(CENTRES, query).context["centres"]] == found


@pytest.mark.parametrize("count", [1, 3])
def test_narrowed_centres_take_two_queries(client, django_assert_num_queries, count):
    for _ in range(count):
        ApprovalFactory()

    with django_assert_num_queries(2):
        client.get(CENTRES, {"place": "leeds", "level": "6"})
