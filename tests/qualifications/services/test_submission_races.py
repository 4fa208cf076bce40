"""Two people, or one in two tabs, at the same instant: real threads on real rows."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from qualifications.models import HandIn, Mapping, Submission
from qualifications.services.evidence import EvidenceRefused, withdraw_evidence
from qualifications.services.portfolio import PortfolioClosed, unmap
from qualifications.services.submission import AlreadyHandedIn
from tests.factories.portfolio import handed_in, ready_unit
from tests.factories.qualifications import NOW
from tests.races import PATIENCE, at_once, outcome

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tabs_submit_at_once_and_there_is_one_hand_in():
    """The unit's row decides who is first, and the second finds the receipt of the first.

    Both stand before that row when they are let go. Without the lock in ``locked_unit`` both would have read "nothing
    handed in" by then, and the second would break ``submission_attempt`` instead of getting an answer.
    """
    unit = ready_unit()

    answers = at_once(unit, lambda: handed_in(unit, moves=0), lambda: handed_in(unit, moves=0))

    (made,) = [answer for answer in answers if isinstance(answer, HandIn)]
    (again,) = [answer for answer in answers if isinstance(answer, AlreadyHandedIn)]
    assert again.hand_in == made
    assert (HandIn.objects.count(), Submission.objects.count()) == (1, 1)


def test_evidence_is_not_unmapped_between_the_check_and_the_freeze():
    """Whoever is first, what was handed in covers every criterion.

    Without the lock in ``unmap`` the mapping could go after the check for gaps, and the page would show a gap in work
    that is being judged.
    """
    unit = ready_unit()
    mapping = Mapping.objects.first()

    answers = at_once(unit, lambda: handed_in(unit), lambda: unmap(mapping=mapping, at=NOW))

    made, unmapped = answers
    if isinstance(made, HandIn):
        assert isinstance(unmapped, PortfolioClosed)
        assert Mapping.objects.count() == made.items.count() == 3
    else:
        assert str(made) == f"Criterion {mapping.criterion.code} has no evidence yet. Map some, then submit."
        assert (unmapped, HandIn.objects.count()) == (None, 0)


def test_evidence_is_not_withdrawn_while_it_is_handed_in():
    """The same for a whole piece of evidence, which locks every unit of its owner."""
    unit = ready_unit()
    item = Mapping.objects.first().item

    answers = at_once(unit, lambda: handed_in(unit), lambda: withdraw_evidence(item=item, at=NOW))

    made, withdrawn = answers
    if isinstance(made, HandIn):
        assert isinstance(withdrawn, EvidenceRefused)
        assert Mapping.objects.count() == 3
    else:
        assert str(made).startswith("Criteria 1.1, 1.2 and 2.1 have no evidence yet.")
        assert (withdrawn, HandIn.objects.count()) == (item, 0)


def test_many_clicks_give_one_hand_in():
    """Eight at once, none of them held back: one receipt, seven answers that name it."""
    unit = ready_unit()
    together = threading.Barrier(8)

    def click():
        together.wait(PATIENCE)
        return handed_in(unit, moves=0)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: outcome(click), range(8)))

    made = HandIn.objects.get()
    assert [type(answer).__name__ for answer in answers if answer != made] == ["AlreadyHandedIn"] * 7
