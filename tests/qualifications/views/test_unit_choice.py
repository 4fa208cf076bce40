"""The page of units: what is ticked, what is refused and why, what is missing, and saving it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from qualifications.models import UnitEnrolment
from qualifications.services.registration import withdraw
from tests.factories.places import attempt
from tests.factories.portfolio import handed_in, map_evidence, ready_unit
from tests.factories.qualifications import chosen_unit, passed, published_unit, published_version
from tests.qualifications.views.places import place_of_today
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LEVEL_5 = ("501", "502", "503", "504")


def place_on(*numbers, **version):
    return place_of_today(version=published_version([published_unit(number) for number in numbers], **version))


def page(place):
    return reverse("qualifications:unit_choice", args=[place.pk])


def show(client, place):
    client.force_login(place.learner)
    return client.get(page(place))


def save(client, place, *numbers, seen="", confirmed=""):
    client.force_login(place.learner)
    return client.post(page(place), {"units": numbers, "seen": seen, "confirmed": confirmed})


def boxes(response):
    return {box["number"]: box for section in response.context["sections"] for box in section.units}


def said(response):
    return {number: (box["word"], box["reason"]) for number, box in boxes(response).items()}


def ticked(response):
    return [number for number, box in boxes(response).items() if box["checked"]]


def chosen(place):
    return list(place.units.order_by("unit__number").values_list("unit__number", flat=True))


def test_a_first_look_shows_the_rule_and_what_is_missing(client):
    response = show(client, place_on("601", "602", "603"))

    assert response.context["rule_in_words"] == "At least 13 credits from three units."
    assert response.context["missing"] == (
        "Choose at least 13 more credits: at least three more units, as the two largest left (6 and 6) come to 12.",
    )
    assert [(section.heading, section.lead) for section in response.context["sections"]] == [("Units", "")]
    assert ticked(response) == []


def test_a_choice_is_saved_whole_and_shown_again(client):
    place = place_on("601", "602", "603")

    response = save(client, place, "601", "603")

    assert (response.status_code, response.url, chosen(place)) == (302, page(place), ["601", "603"])
    again = client.get(response.url)
    assert (ticked(again), again.context["credits"]) == (["601", "603"], 12)
    assert again.context["form"]["seen"].value() == "601 603"
    assert [str(message) for message in again.context["messages"]] == [
        "Your choice is saved. Choose at least 1 more credit: at least one more unit."
    ]


def test_units_are_grouped_as_the_rule_groups_them(client):
    place = place_on(
        *LEVEL_5,
        mandatory=["504"],
        groups=[("Group A", 6, None, ["501", "502"]), ("Group B", 6, 1, ["502", "503"])],
    )

    sections = show(client, place).context["sections"]

    assert [(section.heading, section.lead, [box["number"] for box in section.units]) for section in sections] == [
        ("Mandatory units", "They are chosen for you.", ["504"]),
        ("Group A", "At least 6 credits from this group.", ["501", "502"]),
        ("Group B", "At least 6 credits and one unit from this group.", ["503"]),
    ]


def test_what_is_left_over_by_the_groups_stands_under_other_units(client):
    place = place_on("501", "502", groups=[("Group A", 6, None, ["501"])])

    sections = show(client, place).context["sections"]

    assert [section.heading for section in sections] == ["Group A", "Other units"]


def test_a_unit_that_the_rule_refuses_says_why_and_can_still_be_ticked(client):
    place = place_on(*LEVEL_5, min_credits=6, max_credits=12, barred=[("501", "502")])
    chosen_unit(place, "501")
    chosen_unit(place, "503")

    response = show(client, place)

    assert said(response) == {
        "501": ("", ""),
        "502": ("", "Cannot be combined with unit 501, which you have chosen."),
        "503": ("", ""),
        "504": ("", "Would bring you to 18 credits, and at most 12 are allowed."),
    }
    assert not any(box["fixed"] for box in boxes(response).values())


def test_a_refused_choice_keeps_the_ticks_and_says_why_above_and_beside(client):
    place = place_on(*LEVEL_5, barred=[("501", "502")])

    response = save(client, place, "501", "502", "503")

    assert response.context["form"].non_field_errors() == [
        "Units 501 and 502 cannot be combined: take one of them out."
    ]
    assert (ticked(response), chosen(place)) == (["501", "502", "503"], [])
    assert said(response)["501"] == ("", "Cannot be combined with unit 502, which you have chosen.")
    assert "<title>Error: Choose your units" in response.content.decode()


def test_a_second_tab_is_told_that_the_choice_has_changed_and_may_then_save(client):
    place = place_on("601", "602", "603")
    save(client, place, "601")

    response = save(client, place, "602", seen="")

    form = response.context["form"]
    assert form.non_field_errors() == [
        "This was changed while you had it open. Look at it again, then decide.",
        "Unit 601 was chosen meanwhile, and is not ticked here: saving drops it.",
    ]
    assert (ticked(response), form["seen"].value(), chosen(place)) == (["602"], "601", ["601"])
    save(client, place, "602", seen=form["seen"].value())
    assert chosen(place) == ["602"]


def test_a_second_tab_is_told_what_it_would_add_again(client):
    place = place_on("601", "602", "603")
    save(client, place, "602")

    response = save(client, place, "601", "602", seen="601 602")

    assert list(response.context["form"].non_field_errors())[1:] == [
        "Unit 601 was taken out meanwhile, and is ticked here: saving adds it."
    ]


def test_a_unit_with_mapped_evidence_is_taken_out_only_when_it_is_said_twice(client):
    place = place_on("601", "602")
    map_evidence(chosen_unit(place, "601"), "1.1")

    asked = save(client, place, "602", seen="601")

    form = asked.context["form"]
    assert form.non_field_errors() == [
        "Unit 601 has evidence mapped to one criterion. Save again to take it out and lose that; "
        "the evidence itself stays."
    ]
    assert (form["confirmed"].value(), chosen(place)) == ("601", ["601"])
    save(client, place, "602", seen="601", confirmed="601")
    assert chosen(place) == ["602"]


def test_what_was_confirmed_of_one_unit_counts_for_no_other(client):
    place = place_on("601", "602")
    map_evidence(chosen_unit(place, "601"), "1.1")

    asked = save(client, place, seen="601", confirmed="602")

    assert asked.context["form"]["confirmed"].value() == "601"
    assert chosen(place) == ["601"]


def test_a_unit_outside_the_pool_is_refused_with_a_sentence(client):
    place = place_on("601", "602")

    response = save(client, place, "601", "999")

    assert response.context["form"].non_field_errors() == ["Unit 999 is not part of this qualification: take it out."]


@pytest.mark.parametrize(("units", "seen"), [(["601"], "\x00"), (["\x00"], ""), (["601", "x" * 5000], "")])
def test_nonsense_saves_nothing(client, units, seen):
    place = place_on("601", "602")

    assert save(client, place, *units, seen=seen).context["form"].errors
    assert chosen(place) == []


def test_units_say_what_became_of_them(client):
    place = place_on("601", "602", "603", "604", "605", mandatory=["605"])
    day = timezone.now()
    handed_in(ready_unit(place, "601"), at=day)
    passed(place.learner, place.version.pool.get(unit__number="602").unit_version)
    attempt(place, "603", "failed")
    UnitEnrolment.objects.filter(unit__number="603").update(failed_at=day)
    map_evidence(chosen_unit(place, "604"), "1.1")
    chosen_unit(place, "605")

    response = show(client, place)

    assert said(response) == {
        "605": ("", "Mandatory."),
        "601": ("Waiting for an assessor", "It stays chosen, since you submitted it."),
        "602": ("Passed 2 November 2026", "It counts towards this qualification."),
        "603": ("Not passed, no resubmission left", "You may choose another unit in its place."),
        "604": ("Portfolio started", "If you take it out, one mapping of a criterion is lost; your evidence stays."),
    }
    fixed = {number for number, box in boxes(response).items() if box["fixed"]}
    assert (fixed, ticked(response)) == ({"601", "602", "603", "605"}, ["605", "601", "602", "604"])
    assert [(part.name, part.tone) for part in response.context["parts"]] == [
        ("unit 601", "chosen"),
        ("unit 602", "done"),
        ("unit 604", "chosen"),
        ("unit 605", "chosen"),
    ]


def test_a_pass_that_does_not_fit_beside_another_says_so(client):
    place = place_on("502", "503", barred=[("502", "503")])
    for row in place.version.pool.all():
        passed(place.learner, row.unit_version)

    response = show(client, place)

    assert said(response)["503"] == (
        "Passed 2 November 2026",
        "Cannot be combined with unit 502, which you have chosen.",
    )
    assert ticked(response) == ["502"]


def test_what_the_page_sends_back_for_settled_units_is_accepted(client):
    place = place_on("601", "602", "603")
    handed_in(ready_unit(place, "601"), at=timezone.now())
    passed(place.learner, place.version.pool.get(unit__number="602").unit_version)

    assert save(client, place, "601", "602", "603", seen="601").status_code == 302
    assert chosen(place) == ["601", "603"]


def test_a_choice_that_meets_the_rule_says_so(client):
    place = place_on("601", "602", min_credits=12)
    save(client, place, "601", "602")

    response = client.get(page(place))

    assert response.context["missing"] == ()
    assert "Your choice meets the rule" in response.content.decode()


def test_a_place_that_has_ended_shows_its_units_without_a_way_to_save(client):
    place = place_on("601", "602")
    chosen_unit(place, "601")
    withdraw(enrolment=place, by=place.learner, at=timezone.now())

    response = show(client, place)
    assert (ticked(response), response.context["is_open"]) == (["601"], False)

    refused = save(client, place, "601", "602", seen="601")
    assert refused.context["form"].non_field_errors() == [
        "Units can be chosen by the learner while they are registered."
    ]


def test_the_page_takes_as_many_queries_for_three_units_as_for_one(client):
    counts = []
    for numbers in (["601"], ["601", "602", "603"]):
        place = place_on(*numbers)
        for number in numbers:
            chosen_unit(place, number)
        client.force_login(place.learner)
        counts.append(queries_of(client, page(place)))

    assert counts[0] == counts[1]


def test_a_preview_says_what_a_choice_would_come_to_and_saves_nothing(client):
    place = place_on("501", "502", "503", barred=[("502", "503")], min_credits=12)
    client.force_login(place.learner)

    answer = client.get(page(place), {"preview": "yes", "units": ["501", "502"]}, headers={"HX-Request": "true"})

    assert ticked(answer) == ["501", "502"]
    assert "502" in said(answer)["503"][1]
    assert (answer.context["credits"], answer.context["missing"], answer.context["is_saved"]) == (12, (), False)
    assert answer.text.strip().startswith('<div id="choice">')
    assert "Not saved yet." in answer.text
    assert chosen(place) == []


BARS = {"barred": [("501", "502"), ("502", "503")]}
FULL = {"min_credits": 6, "max_credits": 12}
BESIDE_501 = "Cannot be combined with unit 501, which you have chosen."
TOO_MANY = "Would bring you to 18 credits, and at most 12 are allowed."


@pytest.mark.parametrize(
    ("rule", "ticked", "unit", "reason"),
    [
        (BARS, ["501"], "502", BESIDE_501),
        (BARS, ["501", "503"], "502", "Cannot be combined with units 501 and 503, which you have chosen."),
        (BARS, ["501", "502"], "502", BESIDE_501),
        (FULL, ["501", "502"], "503", TOO_MANY),
        (FULL, ["501", "502", "503"], "503", TOO_MANY),
        ({"mandatory": ["504"]}, [], "504", "Mandatory."),
    ],
)
@pytest.mark.parametrize("way", ["saved", "previewed"])
def test_every_refusal_stands_at_its_unit(client, rule, ticked, unit, reason, way):
    place = place_on(*LEVEL_5, **rule)
    client.force_login(place.learner)

    if way == "previewed":
        answer = client.get(page(place), {"preview": "yes", "units": ticked}, headers={"HX-Request": "true"})
    else:
        answer = client.post(page(place), {"units": ticked, "seen": ""}, follow=True)

    assert said(answer)[unit] == ("", reason)
    assert reason in answer.text


def test_units_that_were_saved_before_are_not_blamed_for_one_too_many(client):
    place = place_on(*LEVEL_5, **FULL)
    save(client, place, "501", "502")

    answer = client.get(page(place), {"preview": "yes", "units": ["501", "502", "503"]})

    assert said(answer) == {
        "501": ("", ""),
        "502": ("", ""),
        "503": ("", TOO_MANY),
        "504": ("", "Would bring you to 24 credits, and at most 12 are allowed."),
    }
