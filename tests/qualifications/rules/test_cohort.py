"""A table of learners: who stands in it, and every fault with its row and column."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.rules.cohort import (
    COUNTED_DAY,
    LABELS,
    NO_NAMES,
    Fault,
    Limits,
    Person,
    Unclean,
    check,
    day_in,
    too_young,
)

UNKNOWN = "We do not know this column. Take it out; we read Full name, E-mail address and Date of birth."
TODAY = date(2026, 11, 2)
LIMITS = Limits(most=5, today=TODAY)
AMARA = ["Amara Whitlock", "Amara@example.org", "27/03/1990"]
KOFI = ["Kofi Brandt", "kofi@example.org", date(1985, 1, 2)]


def an_address(text):
    if "@" not in text:
        raise Unclean("Not an address.")
    return text.lower()


CLEAN = {"name": str.title, "email": an_address}


def checked(*rows, header=LABELS, limits=LIMITS):
    return check([header, *rows], limits, CLEAN)


def faults(*rows, **how):
    return [(fault.row, fault.column, fault.sentence) for fault in checked(*rows, **how)[1]]


def test_learners_are_read_by_the_names_of_their_columns_in_any_order():
    header = ["date of  BIRTH", "email address", " Full name "]
    rows = [["1990-03-27", "Amara@example.org", "amara whitlock"], [None, "", " "], [*reversed(KOFI)]]

    assert checked(*rows, header=header) == (
        [
            Person(2, "Amara Whitlock", "amara@example.org", date(1990, 3, 27)),
            Person(4, "Kofi Brandt", "kofi@example.org", date(1985, 1, 2)),
        ],
        [],
    )


def test_every_fault_is_told_with_its_row_and_column():
    found = faults(
        ["", "no address", "yesterday"],
        ["=SUM(A1)", "+1@example.org", "31/02/1990"],
        AMARA,
        ["N" * 301, "AMARA@EXAMPLE.ORG", TODAY],
        ["Priya", "priya@example.org"],
    )

    assert found == [
        (2, "Date of birth", "“yesterday” is not a date. Write it as day, month and year, for example 27/03/1990."),
        (2, "E-mail address", "Not an address."),
        (2, "Full name", "Full name is missing."),
        (3, "Date of birth", "“31/02/1990” is not a date. Write it as day, month and year, for example 27/03/1990."),
        (3, "E-mail address", "This is a formula, or looks like one. Write the value itself."),
        (3, "Full name", "This is a formula, or looks like one. Write the value itself."),
        (5, "Date of birth", "The date must be after 1899 and before today."),
        (5, "Full name", "Use 300 characters or fewer; these are 301."),
        (6, "Date of birth", "Date of birth is missing."),
    ]


def test_an_address_that_stands_twice_is_told_at_the_second():
    assert faults(AMARA, KOFI, ["Another", "AMARA@example.org", "1990-01-01"]) == [
        (4, "E-mail address", "The same address stands in row 2.")
    ]


def test_the_names_of_the_columns_are_judged():
    header = ["Full name", "Shoe size", None, "E-mail address", "E-MAIL address", "X" * 50]
    row = ["Amara", 39, "stray", "a@example.org", "b@example.org", ""]

    assert faults(row, header=header) == [
        (
            1,
            "Shoe size",
            "We do not know this column. Take it out; we read Full name, E-mail address and Date of birth.",
        ),
        (1, "", "Column C has no name in row 1. Name it, or take it out."),
        (1, "E-mail address", "This column is there twice. Take one of them out."),
        (1, f"{'X' * 40}…", UNKNOWN),
        (1, "Date of birth", "This column is missing."),
    ]


@pytest.mark.parametrize("header", [["sep=", ""], ["Learners of 2026", None, None], ["<html>"]])
def test_a_first_row_that_names_nothing_we_know_is_one_fault(header):
    assert faults(AMARA, header=header) == [(1, "", NO_NAMES)]


@pytest.mark.parametrize("cell", [32959, 32959.0, "32959"])
def test_a_day_that_a_spreadsheet_left_as_a_number_is_called_so(cell):
    assert faults(["Amara", "a@example.org", cell]) == [(2, "Date of birth", COUNTED_DAY.format(cell))]


def test_a_cell_far_to_the_right_is_called_by_its_letters():
    assert faults([*AMARA, *[None] * 23, "stray"]) == [
        (1, "", "Column AA has no name in row 1. Name it, or take it out.")
    ]


@pytest.mark.parametrize("table", [[], [[None, ""]], [LABELS]])
def test_a_file_without_learners_says_so(table):
    people, found = check(table, LIMITS, CLEAN)

    assert people == []
    assert [fault.sentence[:32] for fault in found] == ["There are no learners in it. Row"]


def test_a_first_row_that_is_empty_says_what_belongs_there():
    assert check([[None], LABELS, AMARA], LIMITS, CLEAN) == (
        [],
        [Fault(1, "", "Row 1 is empty. It names the columns: Full name, E-mail address, Date of birth.")],
    )


def test_too_many_rows_are_counted_and_not_read():
    rows = [["Name", f"{n}@example.org", "1990-01-01"] for n in range(6)]

    assert faults(*rows) == [(0, "", "It has 6 learners, and one file may have 5.")]
    assert faults(*rows[:5]) == []


def test_who_is_too_young_is_told_and_who_has_their_birthday_is_not():
    limits = Limits(most=5, today=TODAY, minimum_age=18)
    rows = [["A", "a@example.org", "03/11/2008"], ["B", "b@example.org", "02/11/2008"]]

    assert faults(*rows, limits=limits) == [(2, "Date of birth", "Learners must be at least 18 years old to register.")]
    assert too_young(date(2020, 1, 1), LIMITS) == ""


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("27/03/1990", date(1990, 3, 27)),
        ("7.3.1990", date(1990, 3, 7)),
        ("27 3 1990", date(1990, 3, 27)),
        ("1990-3-27", date(1990, 3, 27)),
        (datetime.fromisoformat("1990-03-27"), date(1990, 3, 27)),
        (date(1990, 3, 27), date(1990, 3, 27)),
        ("03/27/1990", None),
        ("27/03/90", None),
        ("٢٧/٠٣/١٩٩٠", None),
        (32959, None),
        (None, None),
    ],
)
def test_a_day_is_written_day_first_or_as_the_standard_has_it(cell, day):
    assert day_in(cell) == day


@given(st.lists(st.lists(st.none() | st.text(max_size=60) | st.integers() | st.dates() | st.floats(), max_size=5)))
def test_no_table_whatever_breaks_the_check_and_each_fault_says_where(rows):
    people, found = checked(*rows)
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]

    assert all(0 <= fault.row <= len(rows) + 1 and fault.sentence for fault in found)
    assert found or len(people) == len(filled) > 0


@given(st.dates(date(1900, 1, 1), date(2026, 11, 1)))
def test_every_day_somebody_can_be_born_is_read_back_as_it_was_written(day):
    spellings = [f"{day:%d/%m/%Y}", day.isoformat(), day, datetime.combine(day, time())]

    assert [checked(["A", "a@example.org", each])[0][0].born_on for each in spellings] == [day] * 4
