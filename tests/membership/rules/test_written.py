"""Rules as they are written in JSON: read into ways, or refused with a sentence."""

import pytest

from membership.rules.eligibility import Assessed, Qualification, Registered, Years
from membership.rules.written import BadRule, ways_of


def test_no_rule_means_that_a_person_decides():
    assert ways_of(None) is None


def test_a_way_without_conditions_is_open_to_everybody():
    assert ways_of([[]]) == ((),)


def test_each_condition_is_read():
    whole = {"level": 5, "up_to": 6, "sizes": ["diploma", "extended_diploma"], "own": True, "within_years": 5}
    assert ways_of(
        [
            [{"years": 3}, {"qualification": {"level": 6}}],
            [{"years": 10}, {"years": 3, "strategic": True}],
            [{"qualification": whole}],
            [{"registered": True}, {"assessed": True}],
        ]
    ) == (
        (Years(3), Qualification(6)),
        (Years(10), Years(3, strategic=True)),
        (Qualification(5, 6, ("diploma", "extended_diploma"), own=True, within_years=5),),
        (Registered(), Assessed()),
    )


LIST = "A rule is a list of ways, and each way a list of conditions; null means that a person decides."
ONE_OF = "A condition is an object with one of years, qualification, registered, assessed, not "


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({}, LIST),
        ([], LIST),
        ("anybody", LIST),
        ([{"years": 3}], LIST),
        ([["years"]], f"{ONE_OF}'years'."),
        ([[{}]], f"{ONE_OF}{{}}."),
        ([[{"years": 3, "registered": True}]], f"{ONE_OF}{{'years': 3, 'registered': True}}."),
        ([[{"age_of_the_person_in_whole_years": 30}]], f"{ONE_OF}{{'age_of_the_person_in_whole_years': 30}}."),
        ([["x" * 60]], f"{ONE_OF}'{'x' * 39}…."),
        ([[{"years": 3, "month": 1}]], "“month” is not known here; there can be years, strategic."),
        ([[{"years": 0}]], "“years” is a whole number from 1 to 60, not 0."),
        ([[{"years": 2.5}]], "“years” is a whole number from 1 to 60, not 2.5."),
        ([[{"years": True}]], "“years” is a whole number from 1 to 60, not True."),
        ([[{"years": 3, "strategic": "yes"}]], "“strategic” is true or false, not 'yes'."),
        ([[{"qualification": 6}]], "A qualification is an object with at least a level."),
        ([[{"qualification": {}}]], "A qualification is an object with at least a level."),
        (
            [[{"qualification": {"level": 6, "grade": 1}}]],
            "“grade” is not known here; there can be level, up_to, sizes, own, within_years.",
        ),
        ([[{"qualification": {"level": 9}}]], "“level” is a whole number from 2 to 8, not 9."),
        ([[{"qualification": {"level": 6, "up_to": 5}}]], "“up_to” is a whole number from 6 to 8, not 5."),
        (
            [[{"qualification": {"level": 6, "sizes": ["unit"]}}]],
            "“sizes” is a list of some of award, certificate, diploma, extended_diploma, degree, not ['unit'].",
        ),
        (
            [[{"qualification": {"level": 6, "sizes": "diploma"}}]],
            "“sizes” is a list of some of award, certificate, diploma, extended_diploma, degree, not 'diploma'.",
        ),
        (
            [[{"qualification": {"level": 6, "within_years": 0}}]],
            "“within_years” is a whole number from 1 to 60, not 0.",
        ),
        ([[{"registered": False}]], "“registered” is true or left out."),
        ([[{"assessed": True, "on": 1}]], "“on” is not known here; there can be assessed."),
    ],
)
def test_whatever_is_not_known_is_refused_with_a_sentence(rule, sentence):
    with pytest.raises(BadRule) as refused:
        ways_of(rule)
    assert str(refused.value) == sentence
