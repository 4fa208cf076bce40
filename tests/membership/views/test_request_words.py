"""Every request, in every state, is said in a sentence."""

import pytest

from membership.models import Grade, GradeRequest
from membership.views.request_words import asks, stands
from membership.workflow import RequestState


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("kind", GradeRequest.Kind)
def test_where_a_request_stands_is_a_sentence(kind, state):
    said = stands(GradeRequest(kind=kind, state=state))

    assert said.startswith("Your ")
    assert len(said.split()) > 3


@pytest.mark.parametrize(
    ("kind", "state", "said"),
    [
        ("upgrade", "granted", "Your upgrade was granted"),
        ("join", "draft", "Your request to join is not sent yet"),
        ("reinstate", "declined", "Your request to come back was declined"),
    ],
)
def test_the_sentences_are_plain(kind, state, said):
    assert stands(GradeRequest(kind=kind, state=state)) == said


@pytest.mark.parametrize(
    ("kind", "grade", "said"),
    [
        ("join", "Member", "Asks to join in the grade of Member."),
        ("upgrade", "Fellow", "Asks to rise to the grade of Fellow."),
        ("reinstate", "Member", "Asks to come back in the grade of Member."),
        ("join", None, "No grade was chosen."),
    ],
)
def test_the_team_reads_what_is_asked_for(kind, grade, said):
    assert asks(GradeRequest(kind=kind, grade=grade and Grade(key="grade", title=grade))) == said
