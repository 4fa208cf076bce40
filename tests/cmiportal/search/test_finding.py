"""What is found, by whom, in which order; what else may have been meant."""

import pytest

from cmiportal.search.finding import BEGIN, END, RANKED, Search, extracts, search, suggestions
from cmiportal.search.models import SearchEntry
from cmiportal.search.services import count_words

from .entries import counted, entry

pytestmark = pytest.mark.django_db

HERE = frozenset()


def titles(text, **asked):
    found = search(Search(text, **asked))
    known = SearchEntry.objects.in_bulk(found.keys)
    return [known[key].title for key in found.keys]


def test_title_counts_for_more_than_summary_and_summary_for_more_than_text():
    entry("Said last", text="We speak of delegation.")
    entry("Said before", summary="We speak of delegation.")
    entry("Delegation and trust")

    assert titles("delegation") == ["Delegation and trust", "Said before", "Said last"]


def test_forms_of_a_word_and_accents_are_found_as_one():
    entry("Coaching a café team")

    assert titles("coached teams") == titles("CAFE") == titles("cafés") == ["Coaching a café team"]


def test_all_words_have_to_be_there_whether_in_title_summary_or_text():
    entry("Trust", summary="How it grows", text="slowly")
    entry("Trust", text="quickly")

    assert len(titles("trust grows slowly")) == 1


def test_a_number_comes_first_whatever_else_says_it():
    entry("The 605 bus to 605 Street, 605 times")
    entry("Innovation", words="Unit 605", codes=["605"])

    assert titles("605") == ["Innovation", "The 605 bus to 605 Street, 605 times"]
    assert titles("innovation 605") == ["Innovation"]


def test_the_very_title_comes_first_and_then_the_words_in_a_row():
    entry("No change without trust: change, change, change")
    entry("Change and no trust at all")
    entry("Change")
    entry("Saying no to change")

    assert titles("change")[0] == "Change"
    assert titles("no trust")[0] == "Change and no trust at all"


def test_weight_decides_between_pages_that_fit_as_well_and_then_the_date():
    entry("Pay in March", weight=0.5)
    entry("Pay in April")

    assert titles("pay") == ["Pay in April", "Pay in March"]


def test_the_text_of_what_is_gated_is_found_by_those_alone_to_whom_it_is_open():
    entry("Library", audience="members", summary="A checklist", text="Ask about the flamingo.")
    entry("Article", audience="registered", text="Another flamingo.")

    assert titles("flamingo") == []
    assert titles("flamingo", audiences=frozenset({"registered"})) == ["Article"]
    assert set(titles("flamingo", audiences=frozenset({"registered", "members"}))) == {"Library", "Article"}
    assert titles("checklist") == ["Library"]
    assert titles("checklist flamingo", audiences=frozenset({"members"})) == ["Library"]


def test_an_extract_of_what_is_gated_shows_none_of_its_text():
    page = entry("Flamingo", audience="members", summary="Birds", text="The flamingo stands on one leg.")
    found = search(Search("flamingo"))

    [shown] = extracts([page.pk], found, ())
    [open_to_them] = extracts([page.pk], found, {"members"})
    assert (shown.of_text, shown.of_summary) == ("", "Birds")
    assert open_to_them.of_text == f"The {BEGIN}flamingo{END} stands on one leg."


def test_extracts_stand_in_the_order_of_the_keys_and_leave_out_what_is_gone():
    one, two = entry("Trust one"), entry("Trust two")
    gone = entry("Gone")
    keys = [two.pk, gone.pk, one.pk]
    gone.delete()

    assert [each.title for each in extracts(keys, search(Search("trust")), ())] == ["Trust two", "Trust one"]


def test_results_are_counted_by_kind_and_narrowed_to_one():
    entry("Trust one")
    entry("Trust two")
    entry("Trust three", kind="unit")

    found = search(Search("trust", kind="unit"))
    assert found.counts == {"article": 2, "unit": 1}
    assert (found.total, found.of_kind, len(found.keys)) == (3, 1, 1)
    assert search(Search("trust", kind="event")).keys == ()


def test_of_very_many_the_first_are_put_in_order_those_with_the_words_in_their_titles_before():
    SearchEntry.objects.bulk_create(
        SearchEntry(source="many", kind="article", key=str(n), title=f"Page {n}", text="trust", url="/", weight=2)
        for n in range(RANKED + 20)
    )
    entry("Trust", weight=0.5)
    entry("About it", words="7", codes=["7"], text="trust", weight=0.1)

    found = search(Search("trust"))
    assert (found.total, len(found.keys)) == (RANKED + 22, RANKED)
    assert titles("trust")[0] == "Trust"
    SearchEntry.objects.filter(source="many").update(words="7")
    assert titles("trust 7")[0] == "About it"


def test_a_phrase_is_found_in_a_row_and_a_word_can_be_left_out():
    entry("Change of plan")
    entry("Plan of change")

    assert titles('"change of plan"') == ["Change of plan"]
    assert titles("plan -change") == []
    assert titles('plan -"change of plan"') == ["Plan of change"]
    assert set(titles("plan or nothing")) == {"Change of plan", "Plan of change"}


def test_a_word_that_nobody_uses_finds_what_was_meant_and_says_so():
    counted("Leadership at night", "Leadership by day", "Management")

    found = search(Search("leadreship"))
    assert (found.text, found.meant, found.total) == ("leadership", True, 2)
    assert search(Search("leadreship", exact=True)).total == 0


def test_a_word_on_one_page_gives_way_to_a_common_one_that_is_one_slip_away():
    counted(*(f"Leadership {number}" for number in range(10)))
    entry("What people type", text="leadreship")
    count_words()

    assert search(Search("leadreship")).text == "leadership"
    assert titles("leadreship", exact=True) == ["What people type"]


def test_a_word_on_one_page_stays_where_it_is_the_title_or_the_other_one_is_rare():
    counted(*(f"Leadership {number}" for number in range(10)), "Leadreship", "Harcastle", "Hardcastle")
    entry("By whom", text="Harcastle")
    count_words()

    assert search(Search("leadreship")).meant is False
    assert titles("harcastle", exact=True) == titles("harcastle")


def test_where_no_page_has_all_words_those_with_some_are_found_rare_words_first():
    counted("Study one", "Study two", "Study three", "Leeds")

    found = search(Search("study leeds"))
    assert (found.loosened, found.total) == (True, 4)
    assert titles("study leeds")[0] == "Leeds"


def test_where_no_page_has_all_words_those_that_were_meant_count_as_well():
    counted("Leadership at night", "Leadership by day", "Leeds")

    found = search(Search("leadreship zanzibar"))
    assert (found.text, found.meant, found.loosened, found.total) == ("leadership zanzibar", True, True, 2)
    assert titles("leadreship leeds")[0] == "Leeds"


@pytest.mark.parametrize("text", ["xylophone 605", "605 HR", "xylophone HR"])
def test_numbers_and_words_of_two_letters_are_among_those_of_which_some_will_do(text):
    counted("HR and people")
    entry("Innovation", words="Unit 605", codes=["605"])

    assert titles(text)[0] == ("Innovation" if "605" in text else "HR and people")


@pytest.mark.parametrize("text", ['"trust grows"', "trust-grows"])
def test_words_that_stand_nowhere_in_a_row_are_found_apart(text):
    entry("Trust", text="It grows slowly.")
    entry("Trust")

    found = search(Search(text))
    assert (found.total, found.scattered, found.loosened) == (1, True, False)
    assert search(Search(text, exact=True)).total == 0


def test_words_that_are_not_wanted_are_not_found_because_others_are_missing():
    entry("Trust", text="It grows slowly.")

    assert search(Search('"grows trust" -slowly')).total == 0
    assert search(Search("trust xylophone -slowly")).total == 0


@pytest.mark.parametrize(
    ("typed", "title"),
    [("well-being", "Wellbeing"), ("level5", "Level 5"), ("Level-5", "Level 5"), ("trust/change", "Trust and change")],
)
def test_a_word_is_found_however_others_write_it(typed, title):
    entry(title)

    found = search(Search(typed))
    assert (found.meant, titles(typed)) == (True, [title])


def test_the_very_title_comes_first_between_quotation_marks_too():
    entry("Trust, trust and more trust", summary="Trust")
    entry("Trust", weight=0.9)

    assert titles('"Trust"')[0] == "Trust"


def test_nothing_is_found_for_what_nobody_says():
    counted("Leadership")

    found = search(Search("xylophone"))
    assert (found.total, found.meant, found.loosened, found.too_common) == (0, False, False, False)
    assert search(Search("xylophone zebra")).total == 0


def test_words_that_stand_everywhere_find_nothing_and_say_so():
    counted("The of and")

    assert search(Search("the of and")).too_common is True


@pytest.mark.parametrize("typed", ["l", "zz", "R&D", "日本", "😀", "'", "the xylophone", "the 605"])
def test_what_nobody_says_is_not_taken_for_what_stands_everywhere(typed):
    assert search(Search(typed)).too_common is False


def test_suggestions_begin_like_what_was_typed_and_are_six_at_most():
    for number in range(8):
        entry(f"Leading change {number}")
    entry("About change", text="leading")

    assert {each.title for each in suggestions("leading ch")} <= {f"Leading change {number}" for number in range(8)}
    assert len(suggestions("leading ch")) == 6
    assert [each.title for each in suggestions("About")] == ["About change"]


def test_suggestions_follow_what_was_meant():
    counted("Leadership")

    assert [each.title for each in suggestions("leadreship")] == ["Leadership"]
    assert suggestions("xylophone") == []


def test_suggestions_of_one_title_are_told_apart_by_what_they_are():
    entry("Chartered Manager", kind="page", label="Topic")
    entry("Chartered Manager", kind="page")
    entry("Chartered Manager", kind="none that is known", weight=0.9)

    assert {each.what for each in suggestions("chartered")} == {"Topic", "Page", ""}


def test_words_that_are_left_out_suggest_nothing():
    entry("Leading change")

    assert suggestions("-change") == []
    assert [each.title for each in suggestions("leading -slowly")] == ["Leading change"]


@pytest.mark.parametrize("typed", ["", " ", "l", "'", "&|!", ":*", "\\", "<->"])
def test_nothing_is_suggested_before_there_is_a_beginning(typed):
    entry("Leadership")

    assert suggestions(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "'",
        '"',
        '"open',
        "a & b | c",
        "!",
        "-",
        "- -",
        "or",
        "or or",
        ":*",
        "\\",
        "%",
        "<->",
        "a:b*",
        "(((",
        "\u202e",
        "日本",
        "😀",
    ],
)
def test_whatever_is_typed_is_an_answer(typed):
    counted("Leadership")

    assert search(Search(typed)).total == 0
