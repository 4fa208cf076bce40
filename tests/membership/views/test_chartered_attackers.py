"""What strangers, applicants who also judge, and assessors who have not declared get from an application's pages."""

import pytest
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS
from membership.models import CharteredApplication, CriterionJudgement, Slot
from membership.services.assessing import allocation, appeals
from tests.factories.accounts import UserFactory
from tests.factories.applications import begun
from tests.factories.chartered import Desk, assessor, moderator
from tests.factories.register import registered

pytestmark = pytest.mark.django_db

TEXT = "I led a team of nine."
OF_ROW = ("desk_application", "desk_allocate", "desk_declare", "desk_give_back", "desk_discussion", "desk_summary")
EVERYTHING = {
    "moves": "2",
    "declared": "on",
    "revision": "0",
    "met": "met",
    "reason": "So.",
    "advice": "award",
    "action": "award",
    "award-moves": "2",
    "hold": "yes",
    "hold-moves": "2",
}


def addresses(row):
    """Every page of the desk about that application."""
    pages = [reverse(f"membership:{name}", args=[row.pk]) for name in (*OF_ROW, "desk_moderate")]
    return [*pages, reverse("membership:desk_judge", args=[row.pk, "leading_people"])]


def standing(row):
    """What an attack would change."""
    fresh = CharteredApplication.objects.get(pk=row.pk)
    return fresh.state, fresh.moves, fresh.holders.count(), CriterionJudgement.objects.count()


def tried(client, who, paths):
    """The answers to reading and to posting everything at once, as that person."""
    client.force_login(who)
    return [answer for path in paths for answer in (client.get(path), client.post(path, EVERYTHING))]


@pytest.mark.parametrize("state", ["allocation", "assessment", "moderation"])
def test_nobody_handles_their_own_application(client, state):
    both = UserFactory(groups=[MODERATORS, MEMBERSHIP_ASSESSORS])
    desk = Desk(person=both)
    if state != "allocation":
        desk.allocated()
    if state == "moderation":
        desk.recommended()
    before = standing(desk.row)

    assert {answer.status_code for answer in tried(client, both, addresses(desk.row))} == {404}
    assert standing(desk.row) == before


@pytest.mark.parametrize("who", [UserFactory, assessor])
def test_strangers_and_assessors_of_others_find_no_such_page(client, who):
    desk = Desk().allocated()
    before = standing(desk.row)

    assert {answer.status_code for answer in tried(client, who(), addresses(desk.row))} == {404}
    assert standing(desk.row) == before


def test_without_a_declaration_no_page_shows_the_file_nor_takes_a_judgement(client):
    desk = Desk()
    allocation.allocate(application=desk.row, assessor=desk.assessor, by=desk.moderator, at=desk.at)
    pages = [path for path in addresses(desk.row) if not path.endswith(("/declare/", "/give-back/"))]
    before = standing(desk.row)

    answers = tried(client, desk.assessor, pages)

    assert {answer.status_code for answer in answers} <= {200, 302}
    assert not [answer for answer in answers if TEXT in answer.content.decode()]
    assert standing(desk.row) == before


def test_a_moderator_who_has_not_taken_it_reads_no_file(client):
    desk = Desk().allocated()
    desk.recommended()
    client.force_login(moderator())

    assert not [path for path in addresses(desk.row) if TEXT in client.get(path, follow=True).content.decode()]


def test_an_appeal_is_shut_to_the_applicant_and_to_whoever_had_the_application(client):
    desk = Desk(person=moderator()).allocated().declined()
    appeal = appeals.raise_appeal(application=desk.row, by=desk.person, grounds="Unheard.", at=desk.at)
    path = [reverse("membership:desk_appeal", args=[appeal.pk])]

    found = {answer.status_code for who in (desk.person, desk.second) for answer in tried(client, who, path)}

    assert found == {404}
    appeal.refresh_from_db()
    assert appeal.state == "raised"


@pytest.mark.parametrize("typed", ["\x00", "I led\x00 it."])
def test_characters_that_no_database_keeps_are_refused_in_words(client, typed):
    row = begun()
    client.force_login(row.person)
    page = reverse("membership:statement_edit", args=["leading"])

    answer = client.post(page, {"text": typed, "revision": "0"})
    draft = client.post(reverse("membership:statement_draft", args=["leading"]), {"text": typed, "revision": "0"})

    assert (answer.status_code, draft.status_code) == (200, 422)
    assert "Null characters are not allowed." in answer.content.decode()
    assert set(row.statements.values_list("text", flat=True)) == {""}


@pytest.mark.parametrize("name", ["%", "_", "*", "a", "o'", "a:*", "a | b", "!(a", "'; drop", "\\", " ", "a" * 101])
def test_no_wildcard_lists_the_register(client, name):
    registered("Anna Obrecht")

    answer = client.get(reverse("membership:register_search"), {"name": name, "page": "99"})

    assert answer.status_code == 200
    assert "Obrecht" not in answer.content.decode()


@pytest.mark.parametrize("year", ["2020", "0", "2030", "9999", "99999"])
def test_times_that_are_gone_or_past_every_application_are_not_offered(client, year):
    client.force_login(assessor())

    said = {"day_0": "29", "day_1": "3", "day_2": year, "times": ["08:00", "19:30"]}
    answer = client.post(reverse("membership:slot_list"), said)

    assert answer.status_code == 200
    assert not Slot.objects.exists()
