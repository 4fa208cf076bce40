"""Every table of the app can be looked at in the admin, on a page of its own or on that of the row it belongs to."""

import pghistory.models
from django.apps import apps
from django.contrib import admin

from qualifications.models import Case, CaseEvent, CaseHandler, LearningOutcome, RuleGroupUnit

# Suspected malpractice is seen by those who handle it and by nobody else.
CASES = {Case, CaseEvent, CaseHandler}
# An outcome stands in the line of each of its criteria, the units of a group in the line of the group.
IN_LINES_OF_OTHERS = {LearningOutcome, RuleGroupUnit}


def test_every_table_is_shown_in_the_admin():
    tables = {
        model
        for model in apps.get_app_config("qualifications").get_models()
        if not issubclass(model, pghistory.models.Event)
    }
    pages = admin.site._registry
    inlines = {inline.model for page in pages.values() for inline in page.inlines}

    assert tables - set(pages) - inlines == CASES | IN_LINES_OF_OTHERS
