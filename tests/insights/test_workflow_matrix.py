"""Every state x role x action cell of articles, against a table written by hand.

The table repeats what domain.md says, in another form than ``workflow.py``: a cell that either side forgets fails.
"""

import pytest

from insights.workflow import ARTICLE, ARTICLE_READ, ARTICLE_UNSEEN, ArticleState
from tests.factories.accounts import UserFactory
from tests.factories.insights import IN_STATE, editor
from tests.factories.links import LinkFactory
from tests.factories.membership import member
from tests.factories.qualifications import NOW
from tests.matrix import moves_made

pytestmark = pytest.mark.django_db

EDITOR, CLOCK = {"editor"}, {"clock"}

# action: {state: roles that may}. What does not stand here is refused.
TABLE = {
    "submit": {"draft": EDITOR},
    "return": {"review": EDITOR},
    "schedule": {"review": EDITOR, "scheduled": EDITOR},
    "unschedule": {"scheduled": EDITOR},
    "publish": {"review": EDITOR, "scheduled": EDITOR},
    "appear": {"scheduled": CLOCK},
    "revise": {"published": EDITOR},
    "archive": {"published": EDITOR},
    "restore": {"archived": EDITOR},
}


def movers():
    """What ``move`` is told of who acts, by role."""
    return {
        "editor": {"actor": editor()},
        "member": {"actor": member().person},
        "administrator": {"actor": UserFactory(admin=True)},
        "link": {"link": LinkFactory()},
        "clock": {},
    }


@pytest.mark.parametrize("state", ArticleState.values)
def test_each_role_can_make_exactly_the_moves_of_the_table(state):
    row = IN_STATE[state]()
    shown = {"shown": row.latest, "published_at": NOW, "publish_at": None}
    changes = {"schedule": {"publish_at": NOW}, "unschedule": {"publish_at": None}, "publish": shown, "appear": shown}

    for role, mover in movers().items():
        allowed = {action for action, cells in TABLE.items() if role in cells.get(state, ())}
        assert (role, moves_made(row, mover, changes)) == (role, allowed)


def test_every_action_of_the_workflow_stands_in_the_table_with_one_line_for_each_state():
    cells = [(action, source) for source, action, _ in ARTICLE.edges()]

    assert {line.action for line in ARTICLE.transitions} == set(TABLE)
    assert len(cells) == len(set(cells))


def test_what_readers_have_seen_is_never_unseen_again():
    back = [target for source, _, target in ARTICLE.edges() if source in ARTICLE_READ and target in ARTICLE_UNSEEN]

    assert back == []
    assert {*ARTICLE_READ, *ARTICLE_UNSEEN} == set(ArticleState.values)
