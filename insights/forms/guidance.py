"""The questions of choosing as a form: drawn from the rule's table, filled with what was answered."""

from typing import Any

from django import forms

from cmiportal.ui.fields import RadioSelect

from ..rules.choosing import Answers
from ..rules.choosing_questions import QUESTIONS

NO_WISH = ("", "No, my time decides")


class ChooseForm(forms.Form):
    """Nine questions in one address; nothing is kept, and nothing is refused: see ``rules.choosing.read``."""

    hides_optional = True
    use_required_attribute = False

    def __init__(self, answers: Answers) -> None:
        super().__init__(initial=vars(answers))
        for question in QUESTIONS:
            choices: list[Any] = list(question.answers) if question.needed else [*question.answers, NO_WISH]
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                help_text=question.hint,
                choices=choices,
                required=False,
                widget=RadioSelect(inline=question.key in ("chartered", "hours", "months")),
            )
