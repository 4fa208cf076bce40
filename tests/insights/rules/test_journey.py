"""The five stages: where somebody stands, why, and what leads on."""

import pytest

from insights.rules.journey import STAGES, Facts, Leads, Post, leads_on, stage_of_post, stand


def stage(facts):
    return stand(facts).stage.number


def test_who_is_not_known_yet_begins_at_the_first_stage():
    found = stand(Facts())

    assert (found.stage.title, found.reasons, found.next.title) == ("Aspiring Manager", (), "First Line Manager")


def test_chartered_managers_belong_to_the_fourth_stage():
    assert [stage.title for stage in STAGES if stage.is_chartered] == ["Senior Manager"]


@pytest.mark.parametrize(
    ("people", "strategic", "number"),
    [
        (0, False, 1),
        (1, False, 2),
        (9, False, 2),
        (10, False, 3),
        (49, False, 3),
        (50, False, 4),
        (0, True, 4),
        (49, True, 4),
        (50, True, 5),
    ],
)
def test_a_post_counts_by_the_people_led_and_by_strategy(people, strategic, number):
    assert stage_of_post(Post("Depot manager", people, strategic)) == number


@pytest.mark.parametrize(
    ("facts", "number", "reasons"),
    [
        (Facts(posts=(Post("Depot manager", 12),)), 3, [(3, "Depot manager: you lead 12 people.", True)]),
        (Facts(posts=(Post("Head", 1, True),)), 4, [(4, "Head: you lead one person, and set strategy.", True)]),
        (Facts(posts=(Post("Analyst"),)), 1, [(1, "Analyst: you lead nobody yet.", True)]),
        (Facts(grade="member", grade_name="Member"), 3, [(3, "Your grade is Member.", True)]),
        (Facts(grade="of_honour", grade_name="Of honour"), 1, []),
        (
            Facts(status="cmgr_mcmi", status_name="CMgr MCMI"),
            4,
            [(4, "You hold the status CMgr MCMI.", True)],
        ),
        (
            Facts(level=7),
            1,
            [(5, "Your qualification in management at Level 7 prepares you for this stage.", False)],
        ),
        (
            Facts(level=1),
            1,
            [(1, "Your qualification in management at Level 1 prepares you for this stage.", False)],
        ),
    ],
)
def test_each_stage_has_its_reasons(facts, number, reasons):
    found = stand(facts)

    assert found.stage.number == number
    assert [(reason.stage, reason.text, reason.stands) for reason in found.reasons] == reasons


def test_the_highest_of_several_counts():
    posts = (Post("Coach", 2), Post("Director", 60, True))

    assert stage(Facts(posts=posts, grade="affiliate", grade_name="Affiliate")) == 5


@pytest.mark.parametrize(
    ("facts", "leads"),
    [
        (Facts(), Leads((3, 4), "associate", False)),
        (Facts(grade="associate", grade_name="Associate", level=4), Leads((5,), "member", False)),
        (Facts(grade="member", grade_name="Member", level=5), Leads((6, 7), "", True)),
        (Facts(grade="member", status="cmgr_mcmi", level=7), Leads((8,), "fellow", False)),
        (Facts(posts=(Post("Director", 60, True),)), Leads((7, 8), "fellow", True)),
        (Facts(grade="fellow", status="cmgr_fcmi", level=8), Leads((), "", False)),
    ],
)
def test_what_leads_on_is_what_is_not_there_yet(facts, leads):
    assert leads_on(stand(facts), facts) == leads


def test_the_last_stage_leads_to_no_further_one():
    assert stand(Facts(grade="fellow", grade_name="Fellow")).next is None
    assert [each.number for each in STAGES] == [1, 2, 3, 4, 5]
