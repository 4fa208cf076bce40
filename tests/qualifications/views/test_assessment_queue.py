"""The queue: what waits for a person first, and what else they follow."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.registry import NavigationEntry, WorkQueue, find
from cmiportal.ui.context_processors import Navigation
from qualifications.models import CentreStaff, Role, Stage, Submission
from qualifications.services.marking import return_to_learner
from qualifications.services.sign_off import send_back
from qualifications.views.work_queue import PER_PAGE
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import CentreStaffFactory, chosen_unit
from tests.qualifications.views.desks import desk_of_today

pytestmark = pytest.mark.django_db

QUEUE = "/desk/"


@pytest.fixture
def desk():
    return desk_of_today()


def another(desk, **fields):
    """More work at the same centre, with its staff."""
    more = desk_of_today(centre=desk.place.centre, version=desk.place.version, **fields)
    CentreStaff.objects.filter(user__in=[more.coordinator, more.assessor, more.verifier]).delete()
    more.moderator.groups.clear()
    for role in ("coordinator", "assessor", "verifier", "moderator"):
        setattr(more, role, getattr(desk, role))
    return more


def shown(client, person, **query):
    """The lines that the person sees: learner, word of the tag, holder; and the numbers of the views."""
    client.force_login(person)
    response = client.get(QUEUE, query)
    lines = [(line.work.unit_enrolment.learner, line.word, line.holder) for line in response.context["lines"]]
    return lines, {view.label: view.count for view in response.context["views"] if view.count}


def test_work_to_allocate_waits_for_the_coordinator(client, desk):
    assert shown(client, desk.coordinator) == (
        [(desk.learner, "To allocate", "nobody yet")],
        {"For you": 1, "All open": 1, "To allocate": 1},
    )
    for person in (desk.assessor, desk.verifier, desk.moderator):
        assert shown(client, person) == ([], {})


@pytest.mark.parametrize(
    ("step", "role", "word"),
    [
        ("allocated", "assessor", "Marking"),
        ("sent_on", "verifier", "Verification"),
        ("agreed", "moderator", "Sign-off"),
    ],
)
def test_work_waits_for_whoever_has_it(client, desk, step, role, word):
    getattr(desk, step)()
    holder = getattr(desk, role)

    assert shown(client, holder) == ([(desk.learner, word, "you")], {"For you": 1, "All open": 1})
    lines, counts = shown(client, desk.coordinator, show="all")
    assert lines == [(desk.learner, word, str(holder))]
    assert counts == {"All open": 1, word: 1}


def test_all_who_hold_a_stage_follow_the_work(client, desk):
    desk.sent_on()

    assert shown(client, desk.assessor, show="yours") == ([], {"All open": 1, "Verification": 1})
    assert shown(client, desk.assessor, show="all")[0] == [(desk.learner, "Verification", "Ruth Carrow")]


def test_the_soonest_due_comes_first_and_late_work_says_so(client, desk):
    desk.allocated()
    late = another(desk, days_ago=30).allocated()
    client.force_login(desk.assessor)

    response = client.get(QUEUE)

    assert [line.word for line in response.context["lines"]] == ["Marking, late", "Marking"]
    assert [line.work.pk for line in response.context["lines"]] == [late.key, desk.key]
    html = response.content.decode()
    assert "Two pieces of work wait" in html
    assert "<strong>One is late</strong>" in html
    assert "days late" in html
    assert shown(client, desk.assessor, show="late")[0] == [(late.learner, "Marking, late", "you")]


def test_work_due_today_and_late_since_today_counts_in_days(client, desk):
    stage = Stage.objects.filter(submission=desk.key)
    now = timezone.now()
    stage.update(started_at=now - timedelta(days=9), warn_at=now - timedelta(days=1), due_at=now - timedelta(seconds=1))
    client.force_login(desk.coordinator)

    (line,) = client.get(QUEUE).context["lines"]

    assert (line.word, line.late_by) == ("To allocate, late", 0 if line.days == 0 else 1)


def test_what_is_back_with_the_learner_comes_last_and_its_clock_stands_still(client, desk):
    desk.allocated()
    returned = another(desk).allocated()
    return_to_learner(submission=returned.work, by=desk.assessor, reason="Unsigned.", at=returned.at)

    assert shown(client, desk.coordinator, show="all") == (
        [(desk.learner, "Marking", "Dilwyn Tarrant"), (returned.learner, "Returned", "the learner")],
        {"All open": 2, "Marking": 1, "Returned": 1},
    )
    assert "The clock stands still" in client.get(QUEUE, {"show": "returned"}).content.decode()


@pytest.mark.parametrize("show", ["nonsense", "", "marking"])
def test_a_view_that_a_person_does_not_have_shows_what_waits_for_them(client, desk, show):
    desk.allocated()

    lines, _ = shown(client, desk.assessor, show=show)

    assert [word for _, word, _ in lines] == ["Marking"]


def test_an_empty_view_says_so(client, desk):
    client.force_login(desk.coordinator)

    for show, sentence in (
        ("late", "Nothing is late."),
        ("returned", "No work is back with its learner."),
        ("marking", "Nothing is here."),
    ):
        assert sentence in client.get(QUEUE, {"show": show}).content.decode()
    client.force_login(desk.verifier)
    assert "Nothing waits for you." in client.get(QUEUE).content.decode()


def test_final_work_is_not_in_the_queue(client, desk):
    desk.confirmed()

    for person in (desk.coordinator, desk.assessor, desk.verifier, desk.moderator):
        assert shown(client, person, show="all") == ([], {})


def test_long_lists_have_pages(client, desk):
    for _ in range(PER_PAGE):
        another(desk)
    client.force_login(desk.coordinator)

    first, second = client.get(QUEUE), client.get(QUEUE, {"page": 2})

    assert (len(first.context["lines"]), len(second.context["lines"])) == (PER_PAGE, 1)
    lines = first.context["lines"] + second.context["lines"]
    assert {line.work.pk for line in lines} == set(Submission.objects.values_list("pk", flat=True))


def test_the_queue_is_for_staff_and_moderators(client, desk):
    assert client.get(QUEUE).status_code == 302
    for person in (desk.learner, UserFactory(), UserFactory(admin=True)):
        client.force_login(person)
        assert client.get(QUEUE).status_code == 404


def test_the_number_in_the_navigation_is_that_of_the_view(client, rf, desk):
    desk.allocated()
    CentreStaffFactory(user=desk.assessor, centre=desk.place.centre, role=Role.COORDINATOR)
    another(desk)

    for person, waiting in ((desk.assessor, 2), (desk.coordinator, 1), (desk.verifier, 0)):
        _, counts = shown(client, person)
        assert counts.get("For you", 0) == waiting
        assert find(WorkQueue, "work").waiting(person).count() == waiting
        assert find(NavigationEntry, "work").waiting(person).count() == waiting


def test_visitors_and_learners_have_no_work_in_their_navigation(rf, desk):
    for person in (desk.learner, UserFactory(admin=True)):
        request = rf.get("/")
        request.user = person
        assert "Work" not in [link.label for link in Navigation(request).account]


def test_a_coordinator_does_not_see_their_own_work(client, desk):
    CentreStaffFactory(user=desk.learner, centre=desk.place.centre, role=Role.COORDINATOR)
    chosen_unit(desk.place, "602")

    assert shown(client, desk.learner, show="all") == ([], {})


def test_a_stage_whose_holder_lost_the_role_waits_for_nobody_but_is_seen_by_the_coordinator(client, desk):
    desk.allocated()
    CentreStaff.objects.filter(user=desk.assessor).delete()
    CentreStaffFactory(user=desk.assessor, centre=desk.place.centre, role=Role.VERIFIER)

    assert shown(client, desk.assessor) == ([], {})
    assert shown(client, desk.coordinator, show="all")[0] == [(desk.learner, "Marking", "Dilwyn Tarrant")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_same_number_of_queries_for_one_line_and_for_three(
    client, desk, rows, django_assert_num_queries
):
    desk.allocated()
    for _ in range(rows - 1):
        another(desk).allocated()
    client.force_login(desk.coordinator)

    client.get(QUEUE, {"show": "all"})

    with django_assert_num_queries(6):
        assert len(client.get(QUEUE, {"show": "all"}).context["lines"]) == rows


def found(client, **query):
    """The names of the learners whose work is left, by name."""
    return sorted(str(line.work.unit_enrolment.learner) for line in client.get(QUEUE, query).context["lines"])


def named(desk, name):
    User.objects.filter(pk=desk.learner.pk).update(name=name)
    return desk


def test_filters_narrow_every_view_and_its_count(client, desk):
    named(desk, "Corin Aldiss").allocated()
    named(another(desk), "Tamsin Oyelaran")
    client.force_login(desk.coordinator)

    assert found(client, show="all") == ["Corin Aldiss", "Tamsin Oyelaran"]
    assert found(client, show="all", q="tamsin OYE") == ["Tamsin Oyelaran"]
    assert found(client, show="all", q=desk.place.number.lower()) == ["Corin Aldiss"]
    assert found(client, show="all", q="601 corin") == ["Corin Aldiss"]
    assert found(client, show="all", assessor="nobody") == ["Tamsin Oyelaran"]
    assert found(client, show="all", assessor=desk.assessor.pk) == ["Corin Aldiss"]
    assert found(client, show="all", state="marking") == ["Corin Aldiss"]
    assert found(client, show="all", unit="601", centre=desk.place.centre.slug) == ["Corin Aldiss", "Tamsin Oyelaran"]
    assert found(client, show="all", q="nobody of that name") == []
    response = client.get(QUEUE, {"show": "all", "q": "corin"})
    assert {view.label: view.count for view in response.context["views"] if view.count} == {"All open": 1, "Marking": 1}
    assert {view.href for view in response.context["views"] if view.current} == {"/desk/?show=all&q=corin"}
    assert re.search(r'href="/desk/\?show=all"[^>]*>\s*Clear filters', response.content.decode())


@pytest.mark.parametrize("name", ["unit", "centre", "qualification", "assessor", "state"])
def test_what_the_queue_does_not_hold_any_more_filters_nothing(client, desk, name):
    client.force_login(desk.coordinator)

    response = client.get(QUEUE, {"show": "all", name: "999"})

    assert (len(response.context["lines"]), response.context["chosen"]) == (1, [])


def test_who_comes_back_finds_the_view_and_the_filters_as_they_were(client, desk):
    client.force_login(desk.coordinator)

    client.get(QUEUE, {"show": "all", "q": str(desk.learner), "page": 1, "other": "x"})

    assert parse_qs(urlsplit(client.get(QUEUE).url).query) == {"show": ["all"], "q": [str(desk.learner)], "page": ["1"]}
    client.get(QUEUE, {"show": "yours"})
    assert client.get(QUEUE).url == "/desk/?show=yours"


def test_nearly_late_work_has_a_view_and_a_word(client, desk):
    now = timezone.now()
    stage = Stage.objects.filter(submission=desk.key)
    stage.update(started_at=now - timedelta(days=9), warn_at=now - timedelta(days=1), due_at=now + timedelta(days=1))

    lines, counts = shown(client, desk.coordinator, show="soon")

    assert [word for _, word, _ in lines] == ["To allocate, nearly late"]
    assert counts["Nearly late"] == 1


def test_the_queue_marks_work_that_came_back_until_it_moves_on(client, desk):
    desk.sent_on()
    send_back(submission=desk.work, by=desk.verifier, reason="Look at 1.2 again.", at=desk.at)
    client.force_login(desk.assessor)
    assert "came back" in client.get(QUEUE).content.decode()

    desk.sent_on()
    client.force_login(desk.verifier)
    assert "came back" not in client.get(QUEUE).content.decode()
