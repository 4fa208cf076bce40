"""Choosing: every combination of answers has a result with grounds, none contradicts them, and both bodies win."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.rules.bodies import FACTS, LEVELS, Body
from insights.rules.choosing import LEAST_HOURS, Answers, Result, changes, level_of, read, recommend
from insights.rules.choosing_questions import BY_KEY, LABELS, QUESTIONS

WISHES = {question.key: [*LABELS[question.key], *([] if question.needed else [""])] for question in QUESTIONS}
ANSWERS = st.builds(Answers, **{key: st.sampled_from(values) for key, values in WISHES.items()})
# Somebody who is of two minds about everything that divides the two.
OPEN_MIND = Answers("department", "no", "either", "4", "12", "employer", "no", "none")
WORKS = [work for work in LABELS["work"] if work != "whole"]
OPPOSITE = {Body.CMI: Body.ILM, Body.ILM: Body.CMI}


def said(recommendation, body):
    return sum(ground.weight for ground in recommendation.grounds if ground.favours == body)


@given(ANSWERS)
def test_every_combination_has_a_result_with_grounds_that_each_rest_on_an_answer(answers):
    found = recommend(answers)

    assert len(found.grounds) >= 2
    assert all(ground.text and getattr(answers, ground.question) for ground in found.grounds)
    assert found.result.level in range(2, 9)
    assert found.result.size in LEAST_HOURS
    assert sorted(map(str, (*found.in_favour, *found.against))) == sorted(map(str, found.grounds))


@given(ANSWERS)
def test_no_result_contradicts_its_grounds(answers):
    found = recommend(answers)
    cmi, ilm = said(found, Body.CMI), said(found, Body.ILM)

    assert found.result.body == (Body.EITHER if cmi == ilm else Body.CMI if cmi > ilm else Body.ILM)
    if found.result.body != Body.EITHER:
        assert found.result.level in LEVELS[found.result.body]
        assert {ground.favours for ground in found.against} <= {OPPOSITE[found.result.body]}
    else:
        assert found.against == ()


@given(ANSWERS)
def test_what_would_change_it_is_what_the_rule_says_of_the_other_answer(answers):
    now = recommend(answers).result
    found = changes(answers)

    for change in found:
        assert change.result == recommend(replace(answers, **{change.question: change.answer})).result != now
    flipped = {(change.question, change.answer) for change in found}
    others = {(key, value) for key, values in WISHES.items() for value in values if value != getattr(answers, key)}
    assert all(recommend(replace(answers, **{key: value})).result == now for key, value in others - flipped)


@given(ANSWERS)
def test_an_employer_that_names_a_body_gets_it(answers):
    for body in (Body.CMI, Body.ILM):
        assert recommend(replace(answers, employer=body.value)).result.body == body


@pytest.mark.parametrize("work", WORKS)
def test_at_every_level_of_both_each_of_them_wins_and_so_does_either(work):
    divides = ("chartered", "assessment", "cost", "pays")
    found = Counter(
        recommend(replace(OPEN_MIND, work=work, **dict(zip(divides, values, strict=True)))).result.body
        for values in product(*(LABELS[key] for key in divides))
    )

    assert set(found) == {Body.CMI, Body.ILM, Body.EITHER}


def test_who_does_not_aim_at_chartered_finds_both_as_often_by_their_way_of_assessment():
    found = [recommend(replace(OPEN_MIND, assessment=way)).result.body for way in ("work", "written", "either")]

    assert found == [Body.ILM, Body.CMI, Body.EITHER]


@pytest.mark.parametrize(
    ("changed", "body"),
    [
        ({"assessment": "work"}, Body.ILM),
        ({"assessment": "work", "chartered": "unsure"}, Body.ILM),
        ({"cost": "yes"}, Body.ILM),
        ({"pays": "apprenticeship"}, Body.ILM),
        ({"chartered": "yes"}, Body.CMI),
        ({"chartered": "yes", "assessment": "work", "cost": "yes"}, Body.CMI),
        ({"chartered": "yes", "assessment": "work", "cost": "yes", "pays": "apprenticeship"}, Body.EITHER),
        ({"chartered": "yes", "employer": "ilm"}, Body.ILM),
        ({"chartered": "unsure", "cost": "yes"}, Body.EITHER),
        ({"assessment": "written", "cost": "yes"}, Body.CMI),
        ({"work": "whole", "assessment": "work", "cost": "yes"}, Body.CMI),
        ({"employer": "8", "assessment": "work"}, Body.CMI),
    ],
)
def test_what_the_facts_point_to_wins(changed, body):
    assert recommend(replace(OPEN_MIND, **changed)).result.body == body


def test_the_level_is_that_of_the_work_unless_the_employer_asks_for_another():
    assert [level_of(replace(OPEN_MIND, work=work)) for work in LABELS["work"]] == [2, 3, 4, 5, 6, 7, 8]
    found = recommend(replace(OPEN_MIND, employer="3"))

    assert found.result.level == 3
    assert [ground.text for ground in found.grounds[:2]] == [
        "By your work alone it would be Level 5.",
        "Your employer asks for Level 3. To many employers the level says more than the body.",
    ]


def test_a_body_that_does_not_award_at_a_level_is_recommended_at_its_highest():
    found = recommend(replace(OPEN_MIND, work="whole", employer="ilm"))

    assert found.result == Result(Body.ILM, 7, "certificate")
    assert "ILM awards up to Level 7, so that is the level with it." in [ground.text for ground in found.grounds]
    assert [ground.text for ground in found.against] == ["Of the two bodies CMI alone awards at Level 8."]


@pytest.mark.parametrize(
    ("hours", "months", "wish", "size", "said"),
    [
        ("2", "3", "", "award", "That is enough for an award, and a certificate takes 121 or more."),
        ("4", "12", "", "certificate", "That is enough for a certificate, and a diploma takes 370 or more."),
        ("8", "12", "", "diploma", "A diploma takes 370 or more."),
        ("8", "12", "award", "award", "You want an award, and your time is enough for it."),
        ("8", "12", "diploma", "diploma", "You want a diploma, and your time is enough for it."),
        ("4", "6", "diploma", "diploma", "Reckon with 22 months."),
    ],
)
def test_the_size_follows_the_time_unless_one_is_wanted(hours, months, wish, size, said):
    found = recommend(replace(OPEN_MIND, hours=hours, months=months, size=wish))

    assert found.result.size == size
    assert said in found.grounds[-1].text


def test_answers_that_nobody_offers_are_named_and_left_out():
    answers, unknown = read({"work": "team", "chartered": "perhaps", "page": "2", "size": "", "hours": "4"})

    assert (answers, unknown) == (Answers(work="team", hours="4"), ["chartered"])
    assert answers.missing == ["chartered", "assessment", "months", "pays", "cost", "employer"]
    assert OPEN_MIND.missing == []


def test_every_question_can_be_answered_and_every_fact_says_something_of_both():
    assert list(BY_KEY) == list(vars(OPEN_MIND))
    assert all(len(question.answers) >= 2 and question.text.endswith("?") for question in QUESTIONS)
    assert all(fact.about and fact.cmi and fact.ilm for fact in FACTS)


def test_a_result_reads_as_words():
    assert str(recommend(OPEN_MIND).result) == "CMI or ILM, Level 5, certificate"
