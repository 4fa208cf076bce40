"""Marking in pages: one criterion at a time, the summary, the return; refused forms lose nothing."""

import pytest
from django.utils import timezone

from qualifications.models import Judgement, Role
from qualifications.services.allocation import reallocate
from qualifications.services.marking import return_to_learner
from qualifications.services.sign_off import send_back
from tests.factories.documents import upload
from tests.factories.portfolio import handed_in, map_evidence
from tests.factories.qualifications import chosen_unit
from tests.qualifications.views.desks import Desk, desk_of_today, errors, page, said
from tests.qualifications.views.places import place_of_today

pytestmark = pytest.mark.django_db

STALE = "This was changed while you had it open. Look at it again, then decide."
WORDS = "You weigh the model against what happened (E1, page 4)."


@pytest.fixture
def desk(client):
    desk = desk_of_today().allocated()
    client.force_login(desk.assessor)
    return desk


def mark(client, desk, code="1.1", **sent):
    form = {"moves": desk.work.moves, "revision": 0, "met": "met", "feedback": WORDS, "then": "next", **sent}
    return client.post(page(desk, "submission_mark", code), form)


def text(response):
    return " ".join(response.content.decode().split())


def give_away(desk):
    other = desk.person(Role.ASSESSOR, name="Isolde Marchbank")
    reallocate(submission=desk.work, by=desk.coordinator, stage="marking", to=other, reason="Ill.", at=desk.at)
    return other


def test_a_criterion_is_shown_with_its_evidence_and_its_neighbours(client, desk):
    desk.judge("1.1")

    response = client.get(page(desk, "submission_mark", "1.2"))

    context = response.context
    assert (context["here"].code, context["previous"].code, context["next"].code) == ("1.2", "1.1", "2.1")
    assert [(one["code"], one["word"], one["current"]) for one in context["nav"]] == [
        ("1.1", "met", False),
        ("1.2", "to judge", True),
        ("2.1", "to judge", False),
    ]
    html = text(response)
    assert "E1, page 1: Leading the move" in html
    assert "I asked each team what the move would cost them before we set the date." in html
    assert "<strong>1 of 3</strong> criteria judged, due" in html


def test_a_judgement_is_saved_and_leads_to_the_next(client, desk):
    response = mark(client, desk)

    assert (response.status_code, response.url) == (302, page(desk, "submission_mark", "1.2"))
    kept = Judgement.objects.get()
    assert (kept.met, kept.feedback, kept.by, kept.revision) == (True, WORDS, desk.assessor, 1)
    clock = timezone.localtime(kept.at)
    assert said(response) == [f"Criterion 1.1: saved {clock:%H:%M}. 1 of 3 judged."]


def test_the_last_one_and_whoever_stops_get_to_the_summary(client, desk):
    assert mark(client, desk, "2.1").url == page(desk, "submission_summary")
    assert mark(client, desk, then="stop").url == page(desk, "submission_summary")


def test_a_judgement_is_opened_as_it_stands_and_changed(client, desk):
    desk.judge("1.1", met=False, feedback="Weigh one against another.")

    form = client.get(page(desk, "submission_mark", "1.1")).context["form"]
    assert (form["met"].value(), form["feedback"].value(), form["revision"].value()) == (
        "not_yet_met",
        "Weigh one against another.",
        1,
    )

    mark(client, desk, revision=1)
    assert Judgement.objects.get().met


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"met": ""}, {"met": ["Say whether the criterion is met"]}),
        (
            {"met": "not_yet_met", "feedback": "  "},
            {"feedback": ["Say what is missing and what would meet it"]},
        ),
        (
            {"feedback": "x" * 10_001},
            {"feedback": ["Ensure this value has at most 10000 characters (it has 10001)."]},
        ),
    ],
)
def test_what_is_missing_or_too_long_is_said_and_nothing_is_lost(client, desk, sent, found):
    response = mark(client, desk, **sent)

    assert (response.status_code, errors(response)) == (200, found)
    assert response.context["form"]["feedback"].value() == sent.get("feedback", WORDS)
    assert not Judgement.objects.exists()


def test_a_stale_page_shows_both_versions_and_saves_the_second_time(client, desk):
    desk.judge("1.1", met=False, feedback="Weigh one against another.")

    response = mark(client, desk, revision=0)

    assert (response.status_code, errors(response)) == (409, {"__all__": [STALE]})
    html = text(response)
    for shown in ("Yours, not saved", WORDS, "Stored", "Weigh one against another.", "Saved by Dilwyn Tarrant"):
        assert shown in html
    assert f'href="{page(desk, "submission_mark", "1.1")}" class="button button-quiet">Keep what is stored' in html
    assert 'form="judge">Save yours' in html
    again = response.context["form"]
    assert (again["revision"].value(), again["met"].value()) == ("1", "met")

    mark(client, desk, revision=again["revision"].value(), moves=again["moves"].value())
    assert (Judgement.objects.get().feedback, Judgement.objects.get().revision) == (WORDS, 2)


def test_a_judgement_that_never_was_is_asked_for_again(client, desk):
    response = mark(client, desk, revision=4)

    assert errors(response) == {"__all__": [STALE]}
    assert response.context["form"]["revision"].value() == "0"
    assert "Nothing is stored for criterion 1.1." in text(response)


def test_work_that_moved_meanwhile_is_shown_as_it_now_is_and_the_words_stay(client, desk):
    """The learner corrected the work in between: the assessor looks at the new evidence before judging."""
    stale = desk.work.moves
    return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)
    handed_in(desk.unit, at=desk.at)

    response = mark(client, desk, moves=stale)

    assert errors(response) == {"__all__": [STALE]}
    form = response.context["form"]
    assert (response.status_code, form["moves"].value(), form["feedback"].value()) == (
        409,
        str(desk.work.moves),
        WORDS,
    )
    assert mark(client, desk, moves=form["moves"].value()).status_code == 302


def test_who_lost_the_work_while_writing_is_told_and_gets_the_words_back(client, desk):
    form = {"moves": desk.work.moves, "revision": 0, "met": "met", "feedback": WORDS}
    give_away(desk)

    response = client.post(page(desk, "submission_mark", "1.1"), form)

    assert response.status_code == 409
    html = text(response)
    assert "Somebody else has this work now, so nothing was changed." in html
    assert WORDS in html
    assert not Judgement.objects.exists()
    assert client.get(page(desk, "submission_mark", "1.1")).status_code == 404


def test_who_sent_the_work_on_in_another_tab_is_told_and_gets_the_words_back(client, desk):
    form = {"moves": desk.work.moves, "revision": 0, "met": "met", "feedback": WORDS}
    desk.sent_on()

    response = client.post(page(desk, "submission_mark", "1.1"), form)

    assert response.status_code == 409
    html = text(response)
    assert "This can no longer be done: the work has moved on." in html
    assert WORDS in html
    assert "Being verified" in html


def test_somebody_who_may_not_mark_is_led_to_the_page_of_the_work(client, desk):
    client.force_login(desk.coordinator)

    for name, *more in (("submission_mark", "1.1"), ("submission_summary",), ("submission_return",)):
        response = client.get(page(desk, name, *more))
        assert (response.status_code, response.url) == (302, page(desk))
        client.get(response.url)
    assert said(response) == ["This can no longer be done: the work has moved on. Here is where it stands now."]


def test_there_is_no_page_for_a_criterion_that_is_not_judged(client, desk):
    assert client.get(page(desk, "submission_mark", "9.9")).status_code == 404
    desk.confirmed(not_yet=["2.1"]).resubmitted().allocated()
    assert client.get(page(desk, "submission_mark", "1.1")).status_code == 404
    assert client.get(page(desk, "submission_mark", "2.1")).status_code == 200


def test_a_resubmission_shows_the_earlier_feedback_beside_the_new_evidence(client, desk):
    desk.confirmed(not_yet=["2.1"]).resubmitted().allocated()

    html = text(client.get(page(desk, "submission_mark", "2.1")))

    assert "Feedback on attempt 1" in html
    assert "Say more about 2.1." in html
    assert "E2, page 1: More on 2.1" in html


def test_work_that_came_back_says_why_on_every_page_of_marking(client, desk):
    desk.sent_on(not_yet=["2.1"])
    send_back(submission=desk.work, by=desk.verifier, reason="2.1 is met on page 4.", at=desk.at)

    for name, *more in (("submission_mark", "2.1"), ("submission_summary",)):
        assert "2.1 is met on page 4." in text(client.get(page(desk, name, *more)))
    other = give_away(desk)
    client.force_login(other)
    assert "2.1 is met on page 4." in text(client.get(page(desk, "submission_summary")))


def test_files_are_linked_and_a_piece_without_words_has_its_place(client):
    unit = chosen_unit(place_of_today())
    map_evidence(unit, text="", upload=upload("minutes of march.png"), pointer="", title="Minutes")
    desk = Desk(unit=unit).allocated()
    client.force_login(desk.assessor)

    html = text(client.get(page(desk, "submission_mark", "1.1")))

    file = desk.made.items.first().item_version.file
    assert f'<a href="/documents/{file.pk}/">minutes of march.png</a>' in html
    assert "E1: Minutes" in html


def test_the_summary_names_what_is_missing_and_leads_there(client, desk):
    desk.judge("1.1", met=False)

    response = client.get(page(desk, "submission_summary"))

    html = text(response)
    assert [one.code for one in response.context["missing"]] == ["1.2", "2.1"]
    assert "Two criteria wait for your judgement." in html
    links = [f'<a href="{page(desk, "submission_mark", code)}">{code}</a>' for code in ("1.2", "2.1")]
    assert f"Not judged yet: {', '.join(links)}." in html
    assert "Send to verification" not in html


@pytest.mark.parametrize(("not_yet", "sentence"), [(["2.1"], "One is not yet met."), ([], "All are met.")])
def test_the_summary_sends_the_whole_to_verification(client, desk, not_yet, sentence):
    desk.judged(not_yet=not_yet)
    summary = client.get(page(desk, "submission_summary"))
    assert sentence in text(summary)

    response = client.post(page(desk, "submission_summary"), {"moves": summary.context["form"]["moves"].value()})

    assert (response.status_code, response.url) == (302, page(desk))
    assert said(response) == ["Sent to verification. The learner is told that it was marked, not how."]
    assert desk.work.state == "verification"


def test_sending_what_is_not_judged_whole_is_refused_on_the_page(client, desk):
    response = client.post(page(desk, "submission_summary"), {"moves": desk.work.moves})

    assert errors(response) == {"__all__": ["Judge every criterion first. Still waiting: 1.1, 1.2, 2.1."]}
    assert desk.work.state == "marking"


def test_a_stale_summary_is_refused_and_then_current(client, desk):
    desk.judged()

    response = client.post(page(desk, "submission_summary"), {"moves": 0})

    assert errors(response) == {"__all__": [STALE]}
    assert response.context["form"]["moves"].value() == str(desk.work.moves)


def test_a_return_tells_the_learner_why(client, desk):
    response = client.post(page(desk, "submission_return"), {"moves": desk.work.moves, "reason": "Unsigned."})

    assert (response.status_code, response.url) == (302, page(desk))
    assert said(response) == ["Returned to the learner. The clock stands still until they submit it again."]
    assert desk.work.state == "returned"


def test_a_return_without_a_reason_is_asked_for_one(client, desk):
    response = client.post(page(desk, "submission_return"), {"moves": desk.work.moves, "reason": " "})

    assert "Answer “What has to be corrected?”" in text(response)
    assert desk.work.state == "marking"


def test_once_marking_has_begun_there_is_no_return(client, desk):
    assert "A formal fault?" in text(client.get(page(desk, "submission_summary")))
    desk.judge("1.1")

    assert "Marking has begun" in text(client.get(page(desk, "submission_return")))
    for name, *more in (("submission_summary",), ("submission_mark", "1.2")):
        assert "A formal fault?" not in text(client.get(page(desk, name, *more)))
    response = client.post(page(desk, "submission_return"), {"moves": desk.work.moves, "reason": "Unsigned."})
    assert errors(response) == {"__all__": ["Marking has begun, so this work is marked to the end: judge it as it is."]}


@pytest.mark.parametrize("pieces", [1, 3])
def test_marking_asks_the_same_number_of_queries_for_one_piece_of_evidence_and_for_three(
    client, pieces, django_assert_num_queries
):
    desk = desk_of_today(pieces=pieces).allocated()
    client.force_login(desk.assessor)

    with django_assert_num_queries(8):
        assert len(client.get(page(desk, "submission_mark", "1.1")).context["here"].sheets) == pieces
    with django_assert_num_queries(8):
        assert len(client.get(page(desk, "submission_summary")).context["pages"]) == 3
