from datetime import date

from cmiportal.ui.components.drawings import bars, clock, clock_title, credit_bar, credit_title
from cmiportal.ui.drawings import Bar, Block, Column, Mark, Part, Stage, Tick, blocks, clock_parts, columns, marks

START = date(2026, 11, 2)
MARKING = Stage("Marking", date(2026, 11, 23))
MARKED = Stage("Marking", date(2026, 11, 23), date(2026, 11, 19))
VERIFICATION = Stage("Verification", date(2026, 12, 7))
SIGN_OFF = Stage("Sign-off", date(2026, 12, 14))


def test_parts_follow_one_another_in_percent():
    assert blocks([Part(6, "6"), Part(7, "7", "going")], 37) == [
        Block("0%", "16.2%", "8.1%", "chosen", "6", False),
        Block("16.2%", "18.9%", "25.7%", "going", "7", False),
    ]


def test_a_text_without_room_waits_for_a_wide_screen_or_is_left_out():
    (first, second, third) = blocks([Part(60, "Marking"), Part(15, "Sign-off"), Part(5, "Sign-off")], 100)

    assert [(first.text, first.wide), (second.text, second.wide), third.text] == [
        ("Marking", False),
        ("Sign-off", True),
        "",
    ]


def test_a_tick_keeps_its_text_inside_the_drawing():
    assert marks([Tick(0, "now"), Tick(13, "13"), Tick(37, "37")], 37) == [
        Mark("0%", "now", "start"),
        Mark("35.1%", "13", "middle"),
        Mark("100%", "37", "end"),
    ]


def test_the_clock_draws_the_stage_under_way_up_to_today():
    assert clock_parts(START, [MARKED, VERIFICATION, SIGN_OFF], date(2026, 11, 24)) == [
        Part(17, "Marking", "done"),
        Part(5, "", "going"),
        Part(13, "Verification", "coming"),
        Part(7, "Sign-off", "coming"),
    ]


def test_the_clock_on_the_day_of_handing_in_is_all_to_come():
    assert clock_parts(START, [MARKING, VERIFICATION], START) == [
        Part(21, "Marking", "coming"),
        Part(14, "Verification", "coming"),
    ]


def test_a_late_stage_runs_past_its_date():
    assert clock_parts(START, [MARKING, VERIFICATION, SIGN_OFF], date(2026, 12, 10)) == [
        Part(38, "Marking", "late"),
        Part(4, "Sign-off", "coming"),
    ]


def test_the_clock_says_all_of_it():
    stages = [MARKED, VERIFICATION, SIGN_OFF]

    assert clock_title(START, stages, date(2026, 11, 24)) == (
        "2 November to 14 December. Marking was done on 19 November. Verification is under way and due on 7 December. "
        "Sign-off is due on 14 December. Today is day 22."
    )


def test_the_clock_says_what_is_late():
    assert clock_title(START, [MARKING, SIGN_OFF], date(2026, 11, 24)) == (
        "2 November to 14 December. Marking is late: it was due on 23 November. Sign-off is due on 14 December. "
        "Today is day 22."
    )


def test_a_clock_that_has_run_out_knows_no_today():
    stages = [MARKED, Stage("Sign-off", SIGN_OFF.due, date(2026, 12, 1))]
    drawn = clock(START, stages, date(2026, 12, 20))

    assert drawn["today"] is None
    assert drawn["title"] == (
        "2 November to 14 December. Marking was done on 19 November. Sign-off was done on 1 December."
    )


def test_a_clock_done_on_the_day_itself_can_be_drawn():
    assert clock(START, [Stage("Marking", START, START)], START)["blocks"] == []


def test_dates_without_room_are_left_out():
    stages = [MARKED, VERIFICATION, Stage("Sign-off", date(2026, 12, 9))]
    drawn = clock(START, stages, date(2026, 11, 24))

    assert [(mark.label, mark.anchor) for mark in drawn["dates"]] == [
        ("2 Nov", "start"),
        ("19 Nov", "middle"),
        ("9 Dec", "end"),
    ]
    assert drawn["today"] == Mark("59.5%", "Today", "middle")


def test_credits_say_what_is_chosen_and_what_is_missing():
    parts = [Part(6, "unit 601"), Part(7, "unit 605")]

    assert credit_title(parts, 37) == "13 of 37 credits: unit 601 with 6 and unit 605 with 7. 24 credits are missing."
    assert credit_title(parts, 14).endswith(" 1 credit is missing.")
    assert credit_title(parts, 13).endswith(" The rule is met.")
    assert credit_title([], 13) == "0 of 13 credits. 13 credits are missing."


def test_the_bar_grows_when_more_is_chosen_than_needed():
    bar = credit_bar_context([Part(30, "a"), Part(10, "b")], 37)

    assert [bar["sum"], bar["open"], bar["blocks"][1].x, bar["marks"][0].x] == [40, -3, "75%", "92.5%"]
    assert bar["legend"] == []


def test_a_bar_of_several_tones_explains_them():
    bar = credit_bar_context([Part(6, "a", "going"), Part(7, "b")], 37, counted=0)

    assert bar["sum"] == 0
    assert bar["legend"] == [{"tone": "going", "word": "Being marked"}, {"tone": "chosen", "word": "In progress"}]


def credit_bar_context(parts, needed, **options):
    return credit_bar.__wrapped__("", parts, needed, **options)


def test_bars_stand_side_by_side_and_every_second_keeps_its_label_on_a_phone():
    assert columns([Bar("Sep", 50, "50 %"), Bar("Oct", None, "none"), Bar("Nov", 100, "100 %")], 100, 120) == [
        Column("4.2%", "25%", "16.7%", 60, 60, "Sep", "50", False),
        Column("37.5%", "25%", "50%", 120, 0, "Oct", "", True),
        Column("70.8%", "25%", "83.3%", 0, 120, "Nov", "100", False),
    ]


def test_the_title_of_bars_says_every_figure_and_the_highest_is_the_full_height():
    drawn = bars([Bar("Sep", 2, "2"), Bar("Oct", 4, "4")], "Came back")

    assert drawn["title"] == "Came back: Sep 2, Oct 4."
    assert [column.height for column in drawn["columns"]] == [60, 120]


def test_bars_of_nothing_are_flat():
    drawn = bars([Bar("Sep", 0, "0"), Bar("Oct", None, "none")], "Came back")

    assert [column.height for column in drawn["columns"]] == [0, 0]
