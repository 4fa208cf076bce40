"""What a signed-off attempt amounts to.

All criteria met: passed. Any not met: referred, and may be resubmitted twice (policy); after that not passed, with the
right to appeal. A unit that misses one criterion is referred whatever the quality of the rest (domain.md).
"""


def outcome(*, all_met: bool, attempt: int, resubmissions_allowed: int) -> str:
    """``pass``, ``refer`` or ``fail``: the action of the workflow that records it; the first attempt is number 1."""
    if all_met:
        return "pass"
    return "refer" if attempt <= resubmissions_allowed else "fail"
