"""The portfolio of a unit: gaps with their links, mapping, and what is frozen once it was handed in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from cmiportal.documents import services as documents
from cmiportal.documents.models import StoredFile
from cmiportal.rules.days import uk_day
from qualifications.models import Mapping, Role, Submission, UnitEnrolment
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, judged, map_evidence
from tests.factories.qualifications import NOW, chosen_unit, staff_of

from .places import place_of_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(client):
    unit = chosen_unit(place_of_today(), "601")
    client.force_login(unit.learner)
    return unit


def address(unit):
    return reverse("qualifications:unit_portfolio", args=[unit.pk])


def map_address(unit, code):
    return reverse("qualifications:mapping_add", args=[unit.pk, code])


def states(response):
    return {row["code"]: row["word"] for row in response.context["grid"].rows}


def cells(response):
    return {row["code"]: [cell and cell["text"] for cell in row["cells"]] for row in response.context["grid"].rows}


def test_the_grid_counts_the_gaps_in_words_and_links_them(client, unit):
    map_evidence(unit, "1.1", pointer="p. 2–4")
    map_evidence(unit, "1.1", pointer="")

    response = client.get(address(unit))

    assert states(response) == {"1.1": "Mapped", "1.2": "No evidence", "2.1": "No evidence"}
    assert cells(response) == {"1.1": ["p. 2–4", "whole piece"], "1.2": [None, None], "2.1": [None, None]}
    assert "1 of 3 criteria have evidence" in response.text
    assert '<a href="#c1-2">1.2</a> and <a href="#c2-1">2.1</a> have none yet' in response.text
    assert f'<a href="{map_address(unit, "1.2")}">Map evidence<span class="visually-hidden"> 1.2</span></a>' in (
        response.text
    )
    assert response.context["before"].next_gap.label == "Map evidence to 1.2"


def test_without_gaps_the_next_thing_is_to_sign(client, unit):
    map_evidence(unit)

    response = client.get(address(unit))

    assert "Every criterion has evidence" in response.text
    assert response.context["before"].next_gap is None
    assert reverse("qualifications:submission_submit", args=[unit.pk]) in response.text


def test_one_gap_is_told_in_the_singular(client, unit):
    map_evidence(unit, "1.1", "1.2")

    assert 'Criterion <a href="#c2-1">2.1</a> has none yet' in client.get(address(unit)).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_amount_of_evidence(client, unit, django_assert_num_queries, count):
    for _ in range(count):
        map_evidence(unit, upload=upload())
    client.get(address(unit))

    with django_assert_num_queries(10):
        response = client.get(address(unit))

    assert len(response.context["grid"].pieces) == count


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_handed_in_takes_the_same_queries_for_any_amount(client, unit, django_assert_num_queries, count):
    for _ in range(count):
        map_evidence(unit, upload=upload())
    handed_in(unit, at=timezone.now())
    client.get(address(unit))

    with django_assert_num_queries(11):
        response = client.get(address(unit))

    assert len(response.context["grid"].pieces) == count


def test_while_it_is_judged_the_grid_shows_what_was_frozen_and_nothing_to_change(client, unit):
    item = map_evidence(unit, title="Minutes of May", pointer="p. 1")
    made = handed_in(unit, at=timezone.now())
    documents.change_item(item=item, kind="coaching_log", title="Renamed since", at=NOW)

    response = client.get(address(unit))

    assert states(response) == {"1.1": "Submitted", "1.2": "Submitted", "2.1": "Submitted"}
    assert [(piece.title, piece.href) for piece in response.context["grid"].pieces] == [("Minutes of May", "")]
    assert "Waiting for an assessor" in response.text
    assert reverse("qualifications:hand_in_receipt", args=[made.pk]) in response.text
    assert map_address(unit, "1.1") not in response.text
    assert response.context["before"] is None


def test_a_late_result_is_said_plainly(client, unit):
    map_evidence(unit)
    handed_in(unit, at=timezone.now() - timedelta(days=50))

    response = client.get(address(unit))

    assert "Your result is late" in response.text
    assert unit.enrolment.centre.name in response.text


def test_no_judgement_shows_before_sign_off(client, unit):
    map_evidence(unit)
    judged(handed_in(unit, at=timezone.now()), not_yet=["2.1"], until="sign_off")

    response = client.get(address(unit))

    assert states(response) == {"1.1": "Submitted", "1.2": "Submitted", "2.1": "Submitted"}
    assert "Say more about 2.1." not in response.text


def test_a_referral_says_what_stays_met_and_what_would_meet_the_rest(client, unit):
    map_evidence(unit, pointer="p. 1")
    submission = judged(handed_in(unit, at=timezone.now()), not_yet=["2.1"])

    response = client.get(address(unit))

    assert states(response) == {"1.1": "Met", "1.2": "Met", "2.1": "Not yet met"}
    hrefs = {row["code"]: row["cells"][0]["href"] for row in response.context["grid"].rows}
    assert [hrefs["1.1"], hrefs["1.2"], bool(hrefs["2.1"])] == ["", "", True]
    assert "Two criteria are met and stay met; one criterion is not yet met." in " ".join(response.text.split())
    assert "Say more about 2.1." in response.text
    assert format_date(uk_day(submission.resubmit_by), "j F Y") in response.text
    assert "Say more about 2.1." in client.get(map_address(unit, "2.1")).text
    assert "This criterion is met and stays met" in client.get(map_address(unit, "1.1")).text


def test_a_referral_with_a_gap_counts_the_open_criteria(client, unit):
    map_evidence(unit, "1.1", "2.1")
    item = map_evidence(unit, "1.2")
    judged(handed_in(unit, at=timezone.now()), not_yet=["1.2", "2.1"])
    Mapping.objects.filter(item=item).delete()

    assert "1 of 2 open criteria have evidence" in client.get(address(unit)).text


def test_during_a_resubmission_met_criteria_keep_what_met_them(client, unit):
    map_evidence(unit, pointer="p. 1")
    judged(handed_in(unit, at=timezone.now()), not_yet=["2.1"])
    map_evidence(unit, "2.1", pointer="p. 9")
    handed_in(unit, at=timezone.now())

    response = client.get(address(unit))

    assert states(response) == {"1.1": "Met", "1.2": "Met", "2.1": "Submitted"}
    assert cells(response) == {"1.1": ["p. 1", None], "1.2": ["p. 1", None], "2.1": ["p. 1", "p. 9"]}


def test_returned_work_shows_the_reason_and_can_be_corrected(client, unit):
    map_evidence(unit)
    judged(handed_in(unit, at=timezone.now()), until="returned")

    response = client.get(address(unit))

    assert "The declaration names another unit." in response.text
    assert states(response)["1.1"] == "Mapped"
    assert reverse("qualifications:submission_withdraw", args=[unit.pk]) in response.text


def test_a_passed_and_a_failed_unit_show_their_outcome(client, unit, settings):
    settings.RESUBMISSIONS_ALLOWED = 0
    map_evidence(unit)
    judged(handed_in(unit, at=timezone.now()))
    other = chosen_unit(unit.enrolment, "602")
    map_evidence(other)
    judged(handed_in(other, at=timezone.now()), not_yet=["2.1"])

    passed, failed = client.get(address(unit)), client.get(address(other))

    assert "You have met every criterion of this unit." in passed.text
    assert states(passed) == {"1.1": "Met", "1.2": "Met", "2.1": "Met"}
    assert "Not passed, and no resubmission left" in failed.text
    assert states(failed) == {"1.1": "Met", "1.2": "Met", "2.1": "Not yet met"}
    assert "Say more about 2.1." in failed.text


def test_a_closed_portfolio_says_why_and_offers_nothing(client):
    unit = chosen_unit(place_of_today(state="withdrawn"))
    client.force_login(unit.learner)

    response = client.get(address(unit))

    assert "Your place is withdrawn" in response.text
    assert states(response) == {"1.1": "No evidence", "1.2": "No evidence", "2.1": "No evidence"}
    assert map_address(unit, "1.1") not in response.text
    assert "Your place is withdrawn" in client.get(map_address(unit, "1.1")).text


def test_evidence_is_chosen_for_a_criterion_with_a_place_in_it(client, unit):
    item = ItemFactory(owner=unit.learner, title="Minutes of May", upload=upload("May.png"))
    page = client.get(map_address(unit, "1.2"))
    assert "Reflective account, from 13 May 2024, 15 words, May.png" in page.text

    response = client.post(map_address(unit, "1.2"), {"item": item.pk, "pointer": "  page 3 "})

    assert response.url == f"{address(unit)}#c1-2"
    mapping = Mapping.objects.get()
    assert (mapping.item, mapping.criterion.code, mapping.pointer) == (item, "1.2", "page 3")
    assert "All your evidence is mapped to this criterion already." in client.get(map_address(unit, "1.2")).text


def test_without_evidence_the_page_of_a_criterion_leads_to_adding_some(client, unit):
    response = client.get(map_address(unit, "1.2"))

    assert "You have no evidence yet." in response.text
    assert reverse("qualifications:item_add_to_criterion", args=[unit.pk, "1.2"]) in response.text


def test_what_cannot_be_mapped_says_why(client, unit):
    alien, item = ItemFactory(), ItemFactory(owner=unit.learner)

    wrong = client.post(map_address(unit, "1.2"), {"item": alien.pk})
    none = client.post(map_address(unit, "1.2"), {"pointer": "page \u202e3"})

    assert wrong.context["form"].errors["item"] == ["Choose one of the pieces of evidence listed here"]
    assert none.context["form"].errors["item"] == ["Choose a piece of evidence"]
    assert "direction of the text" in str(none.context["form"].errors["pointer"])
    documents.withdraw_item(item=item, at=NOW)
    assert client.post(map_address(unit, "1.2"), {"item": item.pk}).context["form"].errors
    assert not Mapping.objects.exists()


def test_mapping_in_a_tab_that_was_left_open_says_that_the_work_is_handed_in(client, unit):
    map_evidence(unit)
    item = ItemFactory(owner=unit.learner)
    handed_in(unit, at=timezone.now())

    response = client.post(map_address(unit, "1.2"), {"item": item.pk})

    assert response.context["form"].non_field_errors()[0].startswith("This work is submitted.")
    assert Mapping.objects.count() == 3


def test_a_place_is_changed_and_a_mapping_removed(client, unit):
    map_evidence(unit, "1.1")
    mapping = Mapping.objects.get()
    edit = reverse("qualifications:mapping_edit", args=[mapping.pk])
    assert 'value="page 1"' in client.get(edit).text

    response = client.post(edit, {"pointer": "slide 7"})
    assert response.url == f"{address(unit)}#c1-1"
    assert Mapping.objects.get().pointer == "slide 7"

    client.post(reverse("qualifications:mapping_remove", args=[mapping.pk]))
    assert not Mapping.objects.exists()


def test_nothing_is_changed_or_removed_once_the_work_is_handed_in(client, unit):
    map_evidence(unit)
    handed_in(unit, at=timezone.now())
    mapping = Mapping.objects.first()

    changed = client.post(reverse("qualifications:mapping_edit", args=[mapping.pk]), {"pointer": "slide 7"})
    removed = client.post(reverse("qualifications:mapping_remove", args=[mapping.pk]), follow=True)

    assert changed.context["form"].non_field_errors()[0].startswith("This work is submitted.")
    assert "This work is submitted." in removed.text
    assert Mapping.objects.filter(pointer="page 1").count() == 3


def test_an_unknown_criterion_does_not_exist(client, unit):
    assert client.get(map_address(unit, "9.9")).status_code == 404
    assert client.get(reverse("qualifications:item_add_to_criterion", args=[unit.pk, "9.9"])).status_code == 404


def addresses_of(unit):
    mapping = Mapping.objects.first()
    hand_in = Submission.objects.get().hand_ins.get()
    by_unit = ("unit_portfolio", "submission_submit", "submission_withdraw")
    by_criterion = ("mapping_add", "item_add_to_criterion")
    return [
        *(reverse(f"qualifications:{name}", args=[unit.pk]) for name in by_unit),
        *(reverse(f"qualifications:{name}", args=[unit.pk, "1.1"]) for name in by_criterion),
        *(reverse(f"qualifications:mapping_{what}", args=[mapping.pk]) for what in ("edit", "remove")),
        reverse("qualifications:hand_in_receipt", args=[hand_in.pk]),
    ]


@pytest.mark.parametrize("who", ["learner", "coordinator", "assessor", "moderator"])
def test_nobody_but_the_learner_has_these_pages(client, unit, who):
    map_evidence(unit)
    handed_in(unit, at=timezone.now())
    centre = unit.enrolment.centre
    people = {
        "learner": lambda: chosen_unit(place_of_today(centre=centre, version=unit.version)).learner,
        "coordinator": lambda: staff_of(centre, Role.COORDINATOR),
        "assessor": lambda: staff_of(centre, Role.ASSESSOR),
        "moderator": lambda: UserFactory(moderator=True),
    }
    client.force_login(people[who]())

    for path in addresses_of(unit):
        assert client.post(path).status_code in (404, 405)
        assert client.get(path).status_code in (404, 405)
    assert Mapping.objects.filter(unit_enrolment=unit).count() == 3


def opens(client, path):
    response = client.get(path)
    response.getvalue()  # read to its end, so that the file is closed
    return response.status_code == 200


def test_a_file_opens_for_its_owner_and_for_whoever_handles_what_was_handed_in(client, unit):
    map_evidence(unit, upload=upload("handed-in.png"))
    ItemFactory(owner=unit.learner, upload=upload("kept.png"))
    centre = unit.enrolment.centre
    submission = handed_in(unit, at=timezone.now()).submission
    coordinator, other = staff_of(centre, Role.COORDINATOR), staff_of(centre, Role.ASSESSOR)
    judged(submission.hand_ins.get(), until="marking")
    assessor = Submission.objects.get().stage.holder
    stranger = staff_of(chosen_unit(place_of_today(version=unit.version)).enrolment.centre, Role.COORDINATOR)

    opened = {}
    for name, person in {
        "learner": unit.learner,
        "coordinator": coordinator,
        "assessor": assessor,
        "other assessor": other,
        "stranger": stranger,
        "moderator": UserFactory(moderator=True),
        "other learner": UserFactory(),
    }.items():
        client.force_login(person)
        files = StoredFile.objects.order_by("name")
        paths = [reverse("documents:document_open", args=[file.pk]) for file in files]
        opened[name] = [opens(client, path) for path in paths]

    assert opened == {
        "learner": [True, True],
        "coordinator": [True, False],
        "assessor": [True, False],
        "other assessor": [False, False],
        "stranger": [False, False],
        "moderator": [False, False],
        "other learner": [False, False],
    }


def test_visitors_sign_in_first(client):
    unit = chosen_unit()

    assert client.get(address(unit)).url == f"/accounts/login/?next={address(unit)}"
    assert UnitEnrolment.objects.count() == 1


def test_learners_find_their_evidence_in_the_navigation(client, unit):
    assert f'href="{reverse("qualifications:item_list")}"' in client.get(address(unit)).text
