"""The desk: what waits, declaring, allocating, judging, moderating, appeals; and who sees none of it."""

import pytest
from django.urls import reverse

from cmiportal.documents.services import keep_version
from membership.models import CriterionJudgement, StatementEvidence
from membership.services.assessing import allocation, appeals, judging
from tests.factories.accounts import UserFactory
from tests.factories.chartered import CRITERIA, Desk, assessor, moderator
from tests.factories.documents import ItemFactory, upload
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

QUEUE = reverse("membership:desk")


def page(name, desk, *more):
    return reverse(f"membership:desk_{name}", args=[desk.row.pk, *more])


def text(response):
    return " ".join(response.content.decode().split())


def appealed():
    desk = Desk().allocated().declined()
    return desk, appeals.raise_appeal(application=desk.row, by=desk.person, grounds="It was cut short.", at=desk.at)


def test_the_desk_is_for_those_who_assess_or_moderate(client):
    desk = Desk().allocated()
    for person in (UserFactory(), desk.person):
        client.force_login(person)
        assert client.get(QUEUE).status_code == 404
        assert client.get(page("application", desk)).status_code == 404
    client.force_login(assessor())
    assert "Nothing is here" in text(client.get(QUEUE))
    assert client.get(page("application", desk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("desk_allocation", lambda person: Desk()),
        ("desk", lambda person: _assessed_by(person)),
        ("desk_moderation", lambda person: _judged()),
        ("desk_appeals", lambda person: appealed()),
    ],
)
def test_each_queue_costs_the_same_for_any_number_of_rows(client, name, make, count):
    person = UserFactory(groups=["membership assessor", "moderator"])
    for _ in range(count):
        make(person)
    client.force_login(person)

    assert queries_of(client, reverse(f"membership:{name}")) == 6
    assert text(client.get(reverse(f"membership:{name}"))).count("Priya Ostrander") == count


def test_the_queue_says_what_is_still_to_be_declared(client):
    desk = Desk()
    allocation.allocate(application=desk.row, assessor=desk.assessor, by=desk.moderator, at=desk.at)
    client.force_login(desk.assessor)
    assert "To declare" in text(client.get(QUEUE))
    allocation.declare_no_conflict(application=desk.row, by=desk.assessor, at=desk.at)

    assert "To declare" not in text(client.get(QUEUE))


def _assessed_by(person):
    desk = Desk()
    desk.assessor = person
    return desk.allocated()


def _judged():
    desk = Desk().allocated().judged()
    return judging.recommend(application=desk.row, by=desk.assessor, advice="award", reason="Good.", at=desk.at)


def test_a_queue_says_what_is_late_and_how_much_waits_elsewhere(client, settings):
    settings.APPLICATION_ALLOCATION_DAYS = 1
    desk = Desk()
    appealed()
    client.force_login(desk.moderator)

    shown = text(client.get(reverse("membership:desk_allocation")))

    assert "Late" in shown
    assert reverse("membership:desk_appeals") in shown
    assert reverse("membership:slot_list") not in shown


def test_who_had_an_application_sees_no_appeal_against_its_outcome(client):
    desk, _ = appealed()
    client.force_login(desk.second)

    assert "No appeal waits for you" in text(client.get(reverse("membership:desk_appeals")))


def test_a_moderator_allocates_to_one_of_those_who_can_have_it(client):
    desk = Desk()
    client.force_login(desk.moderator)
    shown = text(client.get(page("allocate", desk)))
    assert f"{desk.assessor}, no applications open" in shown

    assert client.post(page("allocate", desk), {"moves": 0, "assessor": desk.assessor.pk}).status_code == 200
    done = client.post(page("allocate", desk), {"moves": desk.row.moves, "assessor": desk.assessor.pk})

    assert done.headers["Location"] == reverse("membership:desk_allocation")
    desk.row.refresh_from_db()
    assert desk.row.state == "assessment"
    assert client.get(page("allocate", desk)).headers["Location"] == page("application", desk)


def test_who_cannot_have_an_application_is_named_with_the_reason(client):
    desk = Desk().allocated()
    allocation.give_back(application=desk.row, by=desk.assessor, reason="A friend.", at=desk.at)
    client.force_login(desk.moderator)

    shown = text(client.get(page("allocate", desk)))

    assert "Nobody can have this application" in shown
    assert "they have or had it in their hands already" in shown


def test_the_file_opens_once_the_assessor_has_declared(client):
    desk = Desk()
    allocation.allocate(application=desk.row, assessor=desk.assessor, by=desk.moderator, at=desk.at)
    client.force_login(desk.assessor)
    closed = text(client.get(page("application", desk)))
    assert "Declare before you open the file" in closed
    assert "I led a team of nine" not in closed
    assert client.get(page("summary", desk)).headers["Location"] == page("application", desk)

    assert "Tick the box to declare" in text(client.post(page("declare", desk)))
    client.post(page("declare", desk), {"declared": "on"})

    opened = text(client.get(page("application", desk)))
    assert "I led a team of nine" in opened
    assert "Judge each criterion" in opened


def test_a_moderator_sees_where_it_stands_but_not_the_file(client):
    desk = Desk().allocated()
    client.force_login(desk.moderator)

    shown = text(client.get(page("application", desk)))

    assert "I led a team of nine" not in shown
    assert "Take it from its assessor" in shown
    assert "not with you" in text(client.post(page("declare", desk), {"declared": "on"}))


def test_an_assessor_gives_it_back_and_sees_it_no_more(client):
    desk = Desk().allocated()
    client.force_login(desk.assessor)
    assert "Give the application back?" in text(client.get(page("give_back", desk)))

    sent = client.post(page("give_back", desk), {"moves": desk.row.moves, "reason": "We worked together."})

    assert sent.headers["Location"] == QUEUE
    assert client.get(page("application", desk)).status_code == 404


def test_a_moderator_takes_it_from_its_assessor(client):
    desk = Desk().allocated()
    client.force_login(desk.moderator)
    assert f"Take the application from {desk.assessor}?" in text(client.get(page("give_back", desk)))
    client.post(page("give_back", desk), {"moves": desk.row.moves, "reason": "Away."})

    assert client.get(page("give_back", desk)).headers["Location"] == page("application", desk)


def test_each_criterion_is_judged_then_the_whole_recommended(client):
    desk = Desk().allocated()
    client.force_login(desk.assessor)
    known = {"moves": desk.row.moves, "revision": 0}

    first = client.post(page("judge", desk, CRITERIA[0]), {**known, "met": "met"})
    assert first.headers["Location"] == page("judge", desk, CRITERIA[1])
    stop = client.post(page("judge", desk, CRITERIA[1]), {**known, "met": "met", "then": "stop"})
    assert stop.headers["Location"] == page("summary", desk)
    assert "One criterion waits" in text(client.get(page("summary", desk)))
    unsaid = client.post(page("judge", desk, CRITERIA[2]), {**known, "met": "not_yet_met"})
    assert "Say what is missing" in text(unsaid)
    last = client.post(page("judge", desk, CRITERIA[2]), {**known, "met": "not_yet_met", "feedback": "Figures."})
    assert last.headers["Location"] == page("summary", desk)

    wrong = client.post(page("summary", desk), {"moves": desk.row.moves, "advice": "award", "reason": "Good."})
    assert wrong.status_code == 409
    client.post(page("summary", desk), {"moves": desk.row.moves, "advice": "not_yet", "reason": "Nearly."})
    desk.row.refresh_from_db()
    assert desk.row.state == "moderation"
    assert client.get(page("judge", desk, CRITERIA[0])).headers["Location"] == page("application", desk)


def test_a_stale_judgement_is_shown_beside_what_is_stored(client):
    desk = Desk().allocated()
    client.force_login(desk.assessor)
    address, known = page("judge", desk, CRITERIA[0]), {"moves": desk.row.moves, "revision": 0}
    client.post(address, {**known, "met": "met", "feedback": "From the first tab."})

    stale = client.post(address, {**known, "met": "not_yet_met", "feedback": "From the second tab."})

    assert stale.status_code == 409
    assert "From the first tab." in text(stale)
    assert "From the second tab." in text(stale)
    assert stale.context["form"]["revision"].value() == "1"
    again = client.post(address, {**known, "revision": 1, "met": "not_yet_met", "feedback": "From the second tab."})
    assert again.status_code == 302
    assert CriterionJudgement.objects.get().feedback == "From the second tab."


def test_a_judgement_of_an_application_that_was_taken_away_leads_to_its_page(client, monkeypatch):
    desk = Desk().allocated()
    client.force_login(desk.assessor)
    judge = judging.judge

    def taken_first(**said):
        allocation.give_back(application=desk.row, by=desk.moderator, reason="Away.", at=desk.at)
        return judge(**said)

    monkeypatch.setattr(judging, "judge", taken_first)
    sent = client.post(page("judge", desk, CRITERIA[0]), {"moves": desk.row.moves, "revision": 0, "met": "met"})

    assert sent.headers["Location"] == page("application", desk)
    assert not CriterionJudgement.objects.exists()


def test_evidence_is_judged_beside_its_criterion_and_opens_to_the_holder_alone(client):
    desk = Desk().allocated()
    item = ItemFactory(owner=desk.person, title="Minutes", upload=upload())
    behind = StatementEvidence.objects.create(
        statement=desk.row.statements.get(criterion=CRITERIA[0]),
        item=item,
        version=keep_version(item=item, at=desk.at),
        pointer="page 2",
    )
    file = reverse("documents:document_open", args=[behind.version.file_id])
    client.force_login(desk.assessor)
    address = page("judge", desk, CRITERIA[0])
    shown = text(client.get(address))
    assert "page 2" in shown
    assert client.get(file).getvalue()

    client.post(address, {"moves": desk.row.moves, "revision": 0, "met": "met"})

    behind.refresh_from_db()
    assert behind.accepted is False
    assert "Does not count" in text(client.get(address))
    client.force_login(desk.moderator)
    assert client.get(file).status_code == 404


def test_a_criterion_that_is_not_judged_has_no_page(client):
    desk = Desk().allocated()
    client.force_login(desk.assessor)

    assert client.get(page("judge", desk, "nothing")).status_code == 404


@pytest.mark.parametrize("missing", [(), (CRITERIA[0],)])
def test_the_moderator_takes_it_then_decides(client, missing):
    desk = Desk().allocated().judged(*missing)
    advice = "not_yet" if missing else "award"
    judging.recommend(application=desk.row, by=desk.assessor, advice=advice, reason="As I judged.", at=desk.at)
    desk.row.refresh_from_db()
    client.force_login(desk.second)
    address = page("moderate", desk)
    assert "It waits for a second person" in text(client.get(page("application", desk)))
    assert "Take the moderation" in text(client.get(address))
    client.post(address, {"declared": "on"})
    shown = text(client.get(address))
    assert "As I judged." in shown
    assert "I led a team of nine" in shown

    known = {"action": advice, f"{advice}-moves": desk.row.moves}
    sent = client.post(address, {**known, f"{advice}-reason": "Nearly there."})

    assert sent.headers["Location"] == reverse("membership:desk_moderation")
    desk.row.refresh_from_db()
    assert desk.row.state == ("not_yet" if missing else "awarded")


def test_a_moderator_sends_it_back_with_a_reason_that_the_assessor_reads(client):
    desk = Desk().allocated().recommended()
    client.force_login(desk.second)
    stale = client.post(page("moderate", desk), {"action": "send_back", "send_back-moves": 0, "send_back-reason": "a"})
    assert stale.status_code == 409
    known = {"action": "send_back", "send_back-moves": desk.row.moves, "send_back-reason": "Name the place."}
    client.post(page("moderate", desk), known)

    client.force_login(desk.assessor)
    assert "Name the place." in text(client.get(page("summary", desk)))
    assert "Name the place." in text(client.get(page("judge", desk, CRITERIA[0])))


def test_a_moderation_is_left_to_somebody_else(client):
    desk = Desk().allocated().recommended()
    client.force_login(desk.second)

    sent = client.post(page("moderate", desk), {"leave": "yes"})

    assert sent.headers["Location"] == reverse("membership:desk_moderation")
    assert "had it in their hands" in text(client.post(page("moderate", desk), {"declared": "on"}))


def test_moderating_is_for_moderators_and_for_what_waits_for_it(client):
    desk = Desk().allocated()
    client.force_login(desk.moderator)
    assert client.get(page("moderate", desk)).headers["Location"] == page("application", desk)
    desk.recommended()
    client.force_login(desk.assessor)
    assert client.get(page("moderate", desk)).headers["Location"] == page("application", desk)


def test_an_appeal_is_taken_then_decided_by_somebody_new(client):
    desk, appeal = appealed()
    address = reverse("membership:desk_appeal", args=[appeal.pk])
    client.force_login(desk.second)
    assert client.get(address).status_code == 404
    client.force_login(desk.moderator)
    assert "It was cut short." not in text(client.get(address))
    client.post(address, {"declared": "on"})
    shown = text(client.get(address))
    assert "It was cut short." in shown
    assert "Too little." in shown

    known = {"action": "dismiss", "dismiss-moves": appeal.moves, "dismiss-reason": "It stands."}
    assert client.post(address, known).headers["Location"] == reverse("membership:desk_appeals")

    appeal.refresh_from_db()
    assert appeal.state == "dismissed"
    third = moderator()
    client.force_login(third)
    assert "This appeal is decided." in text(client.get(address))


def test_an_appeal_that_somebody_else_took_is_not_taken_twice(client):
    desk, appeal = appealed()
    appeals.take_appeal(appeal=appeal, by=desk.moderator, at=desk.at)
    client.force_login(moderator())

    sent = client.post(reverse("membership:desk_appeal", args=[appeal.pk]), {"declared": "on"})

    assert "has this application already" in text(sent)


@pytest.mark.parametrize("name", ["application", "summary"])
def test_a_file_costs_at_most_twelve_queries(client, name):
    desk = Desk().allocated().judged(CRITERIA[0])
    client.force_login(desk.assessor)

    assert queries_of(client, page(name, desk)) <= 12
