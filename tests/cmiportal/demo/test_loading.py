"""The demo's data: something waiting for each account, work at every stage, dates that follow the day of loading."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.demo.accounts import ACCOUNTS, PASSWORD
from cmiportal.demo.loading import load_demo
from cmiportal.demo.texts import EVIDENCE, WEIGHED
from cmiportal.documents.models import Item
from cmiportal.notifications.models import Notification
from cmiportal.registry import WorkQueue, every
from membership.models import Appeal, ApplicationHolder, CharteredApplication, Seat
from membership.services.applying.parts import parts_of
from membership.services.assessing.discussions import free_slots
from membership.services.chartered.rows import open_application_of
from membership.services.register.lookup import search
from membership.workflow import ApplicationState
from qualifications.models import Award, Enrolment, HandInItem, Stage, Submission, UnitEnrolment
from qualifications.services.portfolio import gaps
from qualifications.workflow import SubmissionState
from tests.demo import portal_of
from tests.pages import FewOfEachKind, crawl
from tests.private import OF_A_KIND

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)
# Allauth's pages ask for the password again or sign out, what is public is no account's own, the admin has its tests.
NOT_FOLLOWED = (
    *("/accounts/", "/admin/", "/qualifications/", "/units/", "/centres/", "/style-guide/", "/demo/"),
    *("/membership/grades/", "/membership/eligibility/", "/chartered-manager/routes/", "/register/"),
    *("/events/", "/past-events/", "/regions/", "/communities/"),
    *("/insights/", "/research/", "/campaigns/", "/resources/", "/search/", "/about/"),
)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The portal as it is a moment after it was loaded."""
    with portal_of(django_db_blocker, at=NOW):
        yield


def account(name):
    return User.objects.get(email=f"{name}@example.org")


def waiting_for(name):
    """What the home page counts for this account, by queue."""
    user = account(name)
    return {queue.key: count for queue in every(WorkQueue) if (count := queue.waiting(user).count())}


@pytest.mark.parametrize("email", ACCOUNTS)
def test_each_account_signs_in_with_the_password_of_the_demo(client, email):
    assert EmailAddress.objects.get(email=email, primary=True).verified
    assert client.login(request=None, email=email, password=PASSWORD)


@pytest.mark.parametrize(
    ("name", "queues"),
    [
        ("coordinator", {"places_to_register": 1, "work": 9}),
        ("assessor", {"work": 3}),
        ("verifier", {"work": 2}),
        ("corporate", {"orders_to_pay": 1}),
        ("editor", {"articles_to_review": 1, "enquiries": 1, "highlights_to_approve": 1}),
    ],
)
def test_something_waits_for_each_account(name, queues):
    assert waiting_for(name) == queues


@pytest.mark.parametrize(
    ("name", "queues"),
    [
        ("moderator", {"work", "awards_to_issue"}),
        ("membership-assessor", {"requests_to_decide", "applications_to_assess", "cpd_to_review"}),
    ],
)
def test_work_of_every_kind_waits_for_the_institute(name, queues):
    assert set(waiting_for(name)) >= queues


def test_the_learner_has_an_award_and_a_unit_in_every_condition():
    learner = account("learner")
    units = UnitEnrolment.objects.filter(enrolment__learner=learner, enrolment__state="registered")
    conditions = {
        unit.unit.number: (list(unit.submissions.values_list("state", flat=True)), len(gaps(unit, at=NOW)))
        for unit in units.select_related("unit")
    }

    assert list(learner.awards.values_list("state", flat=True)) == ["issued"]
    assert conditions == {
        "601": (["passed"], 0),
        "602": (["verification"], 0),
        "603": (["referred"], 0),
        "604": ([], 7),
        "605": ([], 2),
    }


def test_submissions_stand_at_every_stage_and_one_is_late():
    states = set(Submission.objects.values_list("state", flat=True))
    late = Stage.objects.late(at=NOW).values_list("stage", "holder__email")

    assert states == set(SubmissionState.values) - {"draft", "failed", "withdrawn"}
    assert list(late) == [("marking", "assessor@example.org")]


def test_an_award_waits_for_the_moderator_with_a_name_in_another_script():
    waiting = Award.objects.filter(state="raised").values_list("enrolment__name_as_printed", flat=True)

    assert list(waiting) == ["山田 太郎"]


def test_a_resubmission_waits_whose_text_differs_from_the_first():
    attempts = Submission.objects.filter(
        unit_enrolment__enrolment__learner=account("kofi"), unit_enrolment__unit__number="602"
    )
    texts = {
        submission.attempt: set(
            HandInItem.objects.filter(hand_in__submission=submission).values_list("item_version__text", flat=True)
        )
        for submission in attempts
    }

    assert sorted(texts) == [1, 2]
    assert attempts.get(attempt=2).state == "marking"
    assert [WEIGHED in text for text in texts[2] - texts[1]] == [True]


def test_work_waits_to_be_shared_out_and_two_learners_sent_the_same_file():
    assert (
        Stage.objects.filter(
            stage="allocation", ended_at=None, submission__unit_enrolment__enrolment__centre__slug="calderbridge"
        ).count()
        == 9
    )
    assert (
        Notification.objects.filter(kind="same_file").values_list("recipient__email", flat=True).get()
        == "coordinator@example.org"
    )


def test_evidence_is_dated_and_of_many_titles():
    theirs = Item.objects.filter(owner=account("learner"))

    assert not Item.objects.filter(dated_on=None).exists()
    assert len(set(theirs.values_list("title", flat=True))) == len(EVIDENCE)


def test_another_centre_has_learners_of_its_own():
    theirs = Enrolment.objects.filter(centre__slug="northmere").values_list("learner__email", flat=True)

    assert set(theirs) == {"northern@example.org", "oisin@example.org"}


def test_applications_stand_at_every_stage_and_somebody_appeals():
    states = CharteredApplication.objects.values_list("state", flat=True)

    assert set(states) == set(ApplicationState.values)
    assert set(Appeal.objects.values_list("state", flat=True)) == {"dismissed", "raised"}


def test_the_applicant_has_two_parts_to_finish_and_a_referee_who_is_asked():
    row = open_application_of(account("applicant"))
    parts = parts_of(row, at=NOW)

    assert [part.key for part in parts.missing] == ["standard", "conduct"]
    assert parts.referee.answered_at is None


def test_an_assessor_has_one_to_declare_one_to_judge_and_times_that_are_free():
    held = ApplicationHolder.objects.filter(person=account("membership-assessor"), ended_at=None)
    others = held.exclude(application__person=account("hollis")).select_related("application")
    with_her = {row.application.state: row.declared_at is not None for row in others}

    assert with_her == {"discussion": False, "booked": True, "assessment": True}
    assert free_slots(open_application_of(account("hollis")), at=NOW).count() == 7


def test_the_register_finds_who_wants_to_be_found():
    assert [entry.name for entry in search("sian").entries] == ["Siân Pritchard-Evans"]
    assert search("Zoë Vanterpool").entries == search("Quentin Harrowgate").entries == ()


def test_seats_are_accepted_offered_and_released():
    seats = Seat.objects.filter(organisation__staff__user=account("corporate"))

    assert seats.filter(released_at=None, accepted_at__isnull=False).count() == 2
    assert seats.filter(released_at=None, accepted_at=None).count() == 2
    assert seats.get(released_at__isnull=False).membership.state == "grace"


def test_a_second_time_changes_nothing():
    before = {model: model.objects.count() for model in (User, Enrolment, Submission, Award)}

    assert load_demo(at=NOW + timedelta(days=1)) is False
    assert {model: model.objects.count() for model in before} == before


def test_everything_happened_before_the_day_of_loading():
    moments = [
        *Stage.objects.values_list("started_at", flat=True),
        *Award.objects.values_list("raised_at", flat=True),
        *Submission.events.field.model.objects.values_list("at", flat=True),
    ]

    assert max(moments) == NOW - timedelta(days=1)


@pytest.mark.slow
@pytest.mark.parametrize("email", ACCOUNTS)
def test_every_page_that_an_account_can_click_to_answers(email):
    client, user = Client(), User.objects.get(email=email)
    client.force_login(user)
    refused = {
        address: response.status_code
        for address, response in crawl(client, follow=FewOfEachKind(OF_A_KIND, among=is_followed))
        if response.status_code != 200 and not leads_on(response)
    }
    assert refused.items() <= let_go_by(user).items()


def is_followed(link):
    return not link.startswith(NOT_FOLLOWED)


def let_go_by(user):
    """Where messages still lead: applications that were given back, appeals that were decided. Neither opens again."""
    ended = ApplicationHolder.objects.filter(person=user).exclude(ended_at=None)
    applications = CharteredApplication.objects.filter(holders__in=ended)
    rows = applications.exclude(pk__in=CharteredApplication.objects.visible_to(user))
    appeals = Appeal.objects.filter(application__in=applications).exclude(pk__in=Appeal.objects.visible_to(user))
    return {
        **{reverse("membership:desk_application", args=[row.pk]): 404 for row in rows},
        **{reverse("membership:desk_appeal", args=[row.pk]): 404 for row in appeals},
    }


def leads_on(response):
    """Whether the answer sends the reader on to a page that is theirs."""
    return response.status_code == 302 and not response.url.startswith("/accounts/")
