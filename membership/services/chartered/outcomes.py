"""What applicants read of how their application was decided."""

from itertools import groupby

from cmiportal.workflow import SealedPayload

from ...models import CharteredApplication, CriterionJudgement
from ...workflow import APPLICATION_DECIDED

Attempt = tuple[int, list[CriterionJudgement]]


def judged_attempts(application: CharteredApplication) -> list[Attempt]:
    """The judgements of each attempt that was decided, the latest first; one query.

    What is judged of the present attempt is shown once that is decided, not before.
    """
    rows = CriterionJudgement.objects.filter(application=application).select_related("criterion")
    if application.state not in APPLICATION_DECIDED:
        rows = rows.filter(attempt__lt=application.attempt)
    ordered = rows.order_by("-attempt", "criterion__position")
    return [(attempt, list(judged)) for attempt, judged in groupby(ordered, key=lambda row: row.attempt)]


def reason_of(application: CharteredApplication, *actions: str) -> str:
    """The reason given with the last move of one of these names; empty where there was none, or it was erased."""
    event = application.events.filter(action__in=actions).order_by("-sequence").first()
    if event is None or event.payload_id is None:
        return ""
    payload = SealedPayload.objects.filter(pk=event.payload_id).first()
    return payload.body["reason"] if payload else ""
