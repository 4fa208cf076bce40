"""A link action to test with: an outside person says whether they know somebody, and that changes one row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from cmiportal.links.models import Link, OutsidePerson
from cmiportal.registry import LinkAction
from cmiportal.workflow import MoveRefused

SETTLED, REFUSED, KNOWN = "settled", "refused", "known"


class AnswerForm(forms.Form):
    """One question."""

    answer = forms.CharField(label="Your answer", error_messages={"required": "Write your answer"})


def load(subject_id: UUID) -> OutsidePerson | None:
    """The person asked about, unless the question is settled."""
    return OutsidePerson.objects.filter(pk=subject_id).exclude(organisation=SETTLED).first()


def describe(subject: OutsidePerson) -> Mapping[str, Any]:
    """What the page shows of the question."""
    return {"about": subject.name}


def perform(*, link: Link, subject: OutsidePerson, data: Mapping[str, Any], at: datetime) -> str:
    """Write the answer down; refused for somebody whose organisation says so."""
    asked = subject.organisation
    subject.organisation = f"{data['answer']} {link.used_at:%H:%M} {at:%H:%M}"
    subject.save()
    if asked == REFUSED:
        raise MoveRefused("This can no longer be answered in that way.")
    return f"{link.person.name} has answered."


ACTION = LinkAction(
    "know_somebody",
    label="Say whether you know somebody",
    days=14,
    form=f"{__name__}.AnswerForm",
    template="links/action.html",
    load=load,
    describe=describe,
    perform=perform,
)
