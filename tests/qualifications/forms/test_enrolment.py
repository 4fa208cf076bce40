"""What forms about places take and refuse, each with its sentence."""

from datetime import date

import pytest

from cmiportal.ui.moves import ReasonForm
from qualifications.forms.enrolment import LeaveForm, LineManagerForm, PlaceAnswerForm, PlaceRequestForm
from qualifications.models import Centre, Enrolment
from qualifications.services.enrolment import LineManager
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import CentreFactory

TODAY = date(2026, 11, 2)
ANSWERS = {
    "name_as_printed": " Amara   Whitlock ",
    "date_of_birth_0": "10",
    "date_of_birth_1": "5",
    "date_of_birth_2": "1990",
    "line_manager_name": "Priya Ostrander",
    "line_manager_email": "priya@example.org",
    "line_manager_organisation": "Ostrander & Vale",
}


def request_form(centres=None, **changes):
    return PlaceRequestForm(
        {**ANSWERS, **changes},
        learner=UserFactory(email="amara@example.org"),
        centres=Centre.objects.all() if centres is None else centres,
        ask_birth=True,
        today=TODAY,
    )


@pytest.mark.django_db
def test_a_request_names_the_line_manager_and_a_clean_name():
    centre = CentreFactory()
    form = request_form(centre=centre.slug)

    assert form.is_valid()
    assert form.line_manager() == LineManager("Priya Ostrander", "priya@example.org", "Ostrander & Vale")
    assert form.cleaned_data["name_as_printed"] == "Amara Whitlock"
    assert (form.cleaned_data["centre"], form.cleaned_data["date_of_birth"]) == (centre, date(1990, 5, 10))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name_as_printed", "", "Enter your full name"),
        ("name_as_printed", "A\u202ezil", "Take out the hidden characters that change the direction of the text."),
        ("date_of_birth_1", "14", "The month must be between 1 and 12"),
        ("date_of_birth_2", "1899", "The date must be after 1899 and before today"),
        ("date_of_birth_2", "2027", "The date must be after 1899 and before today"),
        ("line_manager_email", "", "Enter an e-mail address in full, like name@example.org"),
        ("line_manager_email", "priya", "Enter an e-mail address in full, like name@example.org"),
        ("line_manager_email", "AMARA@example.org", "Enter your line manager’s e-mail address, not your own."),
        ("centre", "", "Choose a centre"),
        ("centre", "elsewhere", "Choose one of the centres listed"),
    ],
)
def test_each_answer_is_refused_with_its_sentence(field, value, sentence):
    form = request_form(**{"centre": CentreFactory().slug, field: value})

    assert form.errors == {field.removesuffix("_1").removesuffix("_2"): [sentence]}


@pytest.mark.django_db
def test_a_name_of_ten_thousand_characters_is_refused_and_kept():
    form = request_form(centre=CentreFactory().slug, name_as_printed="a" * 10_000)

    assert form.errors == {"name_as_printed": ["Use 300 characters or fewer; you used 10000."]}
    assert form["name_as_printed"].value() == "a" * 10_000


@pytest.mark.django_db
@pytest.mark.parametrize(("centres", "widget"), [(6, "RadioSelect"), (7, "Select")])
def test_many_centres_are_a_menu_with_none_chosen(centres, widget):
    CentreFactory.create_batch(centres)

    field = request_form().fields["centre"]

    assert type(field.widget).__name__ == widget
    labels = [str(label) for _, label in field.choices]
    assert labels == ["Choose a centre"] * (centres == 7) + [f"{one.name}, Leeds" for one in Centre.objects.all()]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"decision": "approve"}, {}),
        ({"decision": "decline", "reason": "No budget."}, {}),
        ({"decision": "decline", "reason": " "}, {"reason": ["Say why you decline; the learner reads it"]}),
        ({}, {"decision": ["Say whether you approve the place"]}),
        (
            {"decision": "decline", "reason": "a" * 2001},
            {"reason": ["Use 2000 characters or fewer; you used 2001"]},
        ),
    ],
)
def test_a_line_manager_answers(data, errors):
    assert PlaceAnswerForm(data).errors == errors


def test_asking_again_is_about_the_place_as_it_was_seen():
    learner = UserFactory.build(email="amara@example.org")
    row = Enrolment(moves=3)

    form = LineManagerForm(row=row, learner=learner, initial={"line_manager_name": "Priya"})

    assert (form["moves"].value(), form["line_manager_name"].value()) == (3, "Priya")


def test_a_reason_is_asked_for_in_the_words_of_the_decision():
    form = ReasonForm({}, row=Enrolment(), asks="Why do you decline?", hint="The learner reads it.")

    assert (form.fields["reason"].label, form.fields["reason"].help_text) == (
        "Why do you decline?",
        "The learner reads it.",
    )
    assert form.errors["reason"] == ["Say why"]


@pytest.mark.parametrize(
    "form", [ReasonForm(row=Enrolment()), LeaveForm(row=Enrolment()), PlaceAnswerForm()], ids=lambda form: type(form)
)
def test_no_browser_cuts_a_reason_that_was_pasted(form):
    assert "maxlength" not in str(form["reason"])
