"""Routes, criteria and applications; applications are brought on by the services."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.billing.models import Price
from cmiportal.billing.services.settling import mark_paid
from cmiportal.notifications.models import Notification
from cmiportal.workflow import move
from membership.models import ApplicationHolder, CharteredApplication, CharteredCriterion, CriterionJudgement, Route
from membership.services.applying import applications, referees, statements
from membership.workflow import HolderStage

from .accounts import UserFactory
from .membership import member
from .qualifications import LONG_AGO, NOW

NAMED = referees.Named(name="Gwen Adeyemi", email="gwen@example.org", organisation="Fellgate Logistics")
TITLES = {"leading": "Leading people", "change": "Managing change", "impact": "Impact on the organisation"}


def route(key="full", *, rule=((),), pence=75_000, criteria=("leading", "change"), **more):
    """A route that is open to everybody, for £750 plus VAT, with statements of 5 to 10 words."""
    defaults = {
        "position": Route.objects.count() + 1,
        "title": key.replace("_", " ").capitalize(),
        "summary": "For experienced managers.",
        "rule": rule if rule is None else [list(way) for way in rule],
        "product": f"chartered-{key}",
        **more,
    }
    row, is_new = Route.objects.get_or_create(key=key, defaults=defaults)
    if is_new and pence is not None:
        Price.objects.create(product=row.product, pence=pence, vat_basis_points=2000, during=DateRange(LONG_AGO, None))
    if is_new:
        row.criteria.set([criterion(one) for one in criteria])
    return row


def criterion(key):
    """A criterion that asks for 5 to 10 words."""
    row, _ = CharteredCriterion.objects.get_or_create(
        key=key,
        defaults={
            "position": CharteredCriterion.objects.count() + 1,
            "title": TITLES.get(key, key.capitalize()),
            "detail": "Tell one story of the last 18 months.",
            "words_from": 5,
            "words_to": 10,
        },
    )
    return row


def begun(person=None, *, at=NOW, status="cmgr_mcmi", **of_route):
    """An application that is begun; ``person`` is a member if none is given."""
    person = person or member().person
    return applications.begin(person=person, route=route(**of_route), status=status, at=at)


def write(application, text="I led the move of two depots.", *, at=NOW, only=None):
    """Write every statement, or the one on a criterion."""
    for row in application.statements.select_related("application"):
        if only is None or row.criterion_id == only:
            statements.keep_statement(statement=row, text=text, revision=row.revision, at=at)


def ready(person=None, *, at=NOW, **of_route):
    """An application in which nothing is missing."""
    row = begun(person, at=at, **of_route)
    write(row, at=at)
    if row.route.needs_referee:
        referees.ask_referee(application=row, named=NAMED, at=at)
    return applications.accept_code(application=row, at=at)


def submitted(person=None, *, at=NOW, **of_route):
    """An application that waits for its fee."""
    row = ready(person, at=at, **of_route)
    return applications.submit(application=row, by=row.person, at=at)


def paid(person=None, *, at=NOW, **of_route):
    """An application whose fee is paid: waiting for an assessor, or for a person to check it."""
    row = submitted(person, at=at, **of_route)
    with transaction.atomic():
        mark_paid(row.order, at=at)
    return CharteredApplication.objects.select_related("route", "person").get(pk=row.pk)


def not_yet(person=None, *, missing=("leading",), at=NOW, answer_by=None, **of_route):
    """An application in which some criteria were judged as not yet met."""
    row = paid(person, at=at, **of_route)
    judge = UserFactory(groups=[MODERATORS])
    for one in row.route.criteria.all():
        met = one.key not in missing
        feedback = "" if met else "Say which three of your skills made the difference."
        CriterionJudgement.objects.create(
            application=row, criterion=one, attempt=row.attempt, met=met, feedback=feedback, by=judge, at=at
        )
    reach(row, "moderation", at=at)
    answer_by = answer_by or LONG_AGO.replace(year=NOW.year + 1)
    return reach(row, "not_yet", at=at, answer_by=answer_by, decided_at=at)


PATHS = {
    "discussion": ["allocate"],
    "booked": ["allocate", "book"],
    "assessment": ["allocate_written"],
    "moderation": ["allocate_written", "recommend"],
    "not_yet": ["not_yet"],
    "awarded": ["allocate_written", "recommend", "award"],
    "declined": ["allocate_written", "recommend", "decline"],
}


def reach(application, state, *, at=NOW, **values):
    """Bring an application from allocation (not_yet: from moderation) to a state; ``values`` go with the last move."""
    assessor = holder(application, HolderStage.ASSESSMENT, MEMBERSHIP_ASSESSORS)
    moderator = holder(application, HolderStage.MODERATION, MODERATORS)
    actors = {"book": application.person, "recommend": assessor}
    *before, last = PATHS[state]
    for action in before:
        move(application, action, at=at, actor=actors.get(action, moderator))
    return move(application, last, at=at, actor=actors.get(last, moderator), **values)


def holder(application, stage, group):
    """Who holds that stage of the application, somebody new if nobody does."""
    found = application.holders.filter(stage=stage, ended_at=None).first()
    found = found or ApplicationHolder.objects.create(
        application=application,
        applicant=application.person,
        stage=stage,
        person=UserFactory(groups=[group]),
        since=NOW,
        declared_at=NOW,
    )
    return found.person


def told(person):
    """The kinds of what the person was told of applications, the earliest first."""
    rows = Notification.objects.filter(recipient=person).exclude(kind__in=["membership_started", "order_paid"])
    return [row.kind for row in rows.order_by("created_at", "pk")]
