"""Work that comes a second time: what changed in it, beside the earlier feedback."""

from datetime import date

import pytest

from qualifications.services.judged_work import work_to_judge
from qualifications.services.marking import return_to_learner
from qualifications.views.evidence_sheets import criterion_pages
from tests.factories.documents import upload
from tests.factories.portfolio import handed_in, map_evidence
from tests.qualifications.views.desks import desk_of_today, page

pytestmark = pytest.mark.django_db

WORDS = "I asked each team what the move would cost them before we set the date."


@pytest.fixture
def desk():
    return desk_of_today().allocated()


def text(response):
    return " ".join(response.content.decode().split())


def returned(desk):
    return_to_learner(submission=desk.work, by=desk.assessor, reason="Unsigned.", at=desk.at)
    return desk.unit.mappings.first().item


def sheets(desk, code="1.1"):
    pages = criterion_pages(work_to_judge(desk.work).criteria)
    return next(one for one in pages if one.code == code)


def test_work_that_comes_the_first_time_is_compared_with_nothing(desk):
    found = sheets(desk)

    assert ([sheet.change for sheet in found.sheets], found.taken_away) == ([""], [])


def test_nothing_changed_is_said(client, desk):
    returned(desk)
    handed_in(desk.unit, at=desk.at)
    client.force_login(desk.assessor)

    assert [sheet.change for sheet in sheets(desk).sheets] == ["same"]
    assert "Nothing changed since it was last submitted." in text(client.get(page(desk, "submission_mark", "1.1")))


def test_changed_words_are_marked_in_the_text(client, desk):
    item = returned(desk)
    item.draft.text = WORDS.replace("each team", "both depots")
    item.draft.save()
    handed_in(desk.unit, at=desk.at)
    client.force_login(desk.assessor)

    (sheet,) = sheets(desk).sheets
    assert (sheet.change, sheet.text_changed, sheet.file_change) == ("changed", True, "")
    html = text(client.get(page(desk, "submission_mark", "1.1")))
    assert "The changes in the text are marked." in html
    assert "<ins>" in html
    assert "<del>" in html


def test_all_pieces_of_a_page_share_the_effort_of_comparing(desk):
    returned(desk)
    map_evidence(desk.unit, at=desk.at, title="Another")
    handed_in(desk.unit, at=desk.at)

    pages = criterion_pages(work_to_judge(desk.work).criteria)
    efforts = [sheet.effort for page in pages for sheet in page.sheets]
    assert (len(efforts) > 1, len(set(efforts))) == (True, 1)


def test_a_file_that_came_or_went_is_told_by_its_hash(desk):
    item = returned(desk)
    item.draft.file = map_evidence(desk.unit, upload=upload("minutes.png"), at=desk.at).draft.file
    item.draft.save()
    handed_in(desk.unit, at=desk.at)
    assert [(sheet.change, sheet.file_change) for sheet in sheets(desk).sheets] == [("changed", "added"), ("new", "")]

    returned(desk)
    item.draft.file = None
    item.draft.save()
    handed_in(desk.unit, at=desk.at)
    assert [sheet.file_change for sheet in sheets(desk).sheets] == ["removed", ""]


def test_a_piece_that_is_not_mapped_any_more_is_shown_as_taken_away(client, desk):
    item = returned(desk)
    map_evidence(desk.unit, at=desk.at, title="In its place")
    desk.unit.mappings.filter(item=item, criterion__code="1.1").delete()
    handed_in(desk.unit, at=desk.at)
    client.force_login(desk.assessor)

    found = sheets(desk)
    assert ([one.change for one in found.sheets], len(found.taken_away)) == (["new"], 1)
    assert "submitted for this criterion before, and not any more." in text(
        client.get(page(desk, "submission_mark", "1.1"))
    )


def test_another_place_in_the_evidence_is_a_change(client, desk):
    returned(desk)
    desk.unit.mappings.filter(criterion__code="1.1").update(pointer="page 9")
    handed_in(desk.unit, at=desk.at)
    client.force_login(desk.assessor)

    assert [sheet.change for sheet in sheets(desk).sheets] == ["changed"]
    assert "The place named before: page 1." in text(client.get(page(desk, "submission_mark", "1.1")))


def test_another_day_that_the_evidence_is_from_is_a_change(client, desk):
    item = returned(desk)
    item.dated_on = date(2024, 6, 1)
    item.save()
    handed_in(desk.unit, at=desk.at)
    client.force_login(desk.assessor)

    assert [sheet.change for sheet in sheets(desk).sheets] == ["changed"]
    html = text(client.get(page(desk, "submission_mark", "1.1")))
    assert "The day that it is from was 13 May 2024 before." in html
    assert "Reflective account, from 1 June 2024, 15 words" in html


def test_a_resubmission_says_what_stays_met_and_what_is_new(client, desk):
    desk.confirmed(not_yet=["2.1"]).resubmitted().allocated()
    client.force_login(desk.assessor)

    html = text(client.get(page(desk, "submission_mark", "2.1")))

    assert "Met in an earlier attempt, and stays met: 1.1, 1.2." in html
    assert "Feedback on attempt 1" in html
    assert "Not submitted for this criterion before." in html
    assert [sheet.change for sheet in sheets(desk, "2.1").sheets] == ["same", "new"]
    assert sheets(desk, "1.1").taken_away == []
    assert work_to_judge(desk.work).referrals == 1


def test_a_verifier_reads_a_judgement_that_stays_once_and_the_feedback_that_was_answered_too(client, desk):
    desk.confirmed(not_yet=["2.1"]).resubmitted().sent_on()
    client.force_login(desk.verifier)

    html = text(client.get(page(desk, "submission_verify")))

    assert html.count("Feedback on attempt 1") == 1
    assert html.count("Nothing was submitted for it in this attempt.") == 2
