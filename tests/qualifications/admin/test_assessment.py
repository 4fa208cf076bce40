"""Work in its stages in the admin: shown, found, filtered, never written; lists without a query for each row."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qualifications.models import ClockPause, Judgement, Stage, StageHolder, Submission
from qualifications.services.marking import return_to_learner
from tests.factories.assessment import Desk
from tests.factories.portfolio import handed_in
from tests.factories.qualifications import EnrolmentFactory
from tests.qualifications.views.places import place_of_today
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

TABLES = [Submission, Stage, StageHolder, Judgement, ClockPause]


def address(model, page, *args):
    return reverse(f"admin:qualifications_{model._meta.model_name}_{page}", args=args)


def shown(client, model, **query):
    return list(client.get(address(model, "changelist"), query).context["cl"].queryset)


def whole_story(place=None):
    """Work that was returned, corrected, verified and referred: a row in every table."""
    desk = Desk(enrolment=place).allocated()
    return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)
    desk.at += timedelta(days=1)
    handed_in(desk.unit, at=desk.at)
    return desk.sent_on(not_yet=["2.1"])


@pytest.mark.parametrize("model", TABLES)
def test_rows_are_found_by_learner_and_cannot_be_written(admin_client, model):
    desk = whole_story()
    row = model.objects.first()

    assert row in shown(admin_client, model, q=desk.learner.email)
    assert row not in shown(admin_client, model, q="nobody@example.org")
    page = admin_client.get(address(model, "change", row.pk))
    assert page.context["has_change_permission"] is False
    assert admin_client.post(address(model, "change", row.pk), {"state": "passed"}).status_code == 403
    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_the_page_of_a_submission_tells_its_story_without_what_is_sealed(admin_client):
    desk = whole_story()

    html = admin_client.get(address(Submission, "change", desk.key)).content.decode()

    for action in ("submit", "allocate", "return", "submit_again", "send_on"):
        assert action in html
    for said in ("Dilwyn Tarrant", "Say more about 2.1.", desk.made.receipt_number):
        assert said in html
    assert "Unsigned." not in html


def test_submissions_show_who_has_them_and_are_found_by_receipt(admin_client):
    desk = Desk()
    done = Desk(enrolment=EnrolmentFactory(version=desk.place.version)).confirmed()

    html = admin_client.get(address(Submission, "changelist")).content.decode()

    assert "nobody yet" in html
    assert shown(admin_client, Submission, q=done.made.receipt_number) == [done.work]
    assert shown(admin_client, Submission, state="allocation") == [desk.work]


def test_stages_are_filtered_by_the_clock(admin_client):
    now = timezone.now()
    fresh = Desk(enrolment=place_of_today(), at=now)
    late = Desk(enrolment=place_of_today(version=fresh.place.version), at=now - timedelta(days=30))
    nearly = Desk(enrolment=place_of_today(version=fresh.place.version), at=now)
    Stage.objects.filter(submission=nearly.key).update(warn_at=now, due_at=now + timedelta(days=1))
    done = Desk(enrolment=place_of_today(version=fresh.place.version), at=now).confirmed()

    def keys(**query):
        return {stage.submission_id for stage in shown(admin_client, Stage, **query)}

    assert keys(due="late") == {late.key}
    assert keys(due="nearly") == {nearly.key}
    assert keys(due="open") == {late.key, nearly.key, fresh.key}
    assert keys() == {late.key, nearly.key, fresh.key, done.key}


@pytest.mark.parametrize("model", TABLES)
def test_lists_take_as_many_queries_for_three_rows_as_for_one(admin_client, model):
    desk = whole_story()
    one = queries_of(admin_client, address(model, "changelist"))

    for _ in range(2):
        whole_story(EnrolmentFactory(version=desk.place.version, centre=desk.place.centre))

    assert len(shown(admin_client, model)) >= 3
    assert queries_of(admin_client, address(model, "changelist")) == one


def test_a_page_takes_as_many_queries_for_a_long_story_as_for_a_short_one(admin_client):
    short, long = Desk().allocated().judged(), whole_story()

    assert queries_of(admin_client, address(Submission, "change", short.key)) == queries_of(
        admin_client, address(Submission, "change", long.key)
    )
