"""A statement on one criterion: written, saved as the person goes, and backed by evidence."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from cmiportal.accounts.access import signed_in
from cmiportal.documents.models import Item
from cmiportal.documents.words import count_words
from cmiportal.posts.once import once
from cmiportal.workflow import MoveRefused

from ..forms.statements import StatementDraftForm, StatementEvidenceForm, StatementForm
from ..models import Statement
from ..rules.statements import said_of
from ..services.applying.statements import (
    StaleStatement,
    add_evidence,
    criteria_to_write,
    keep_statement,
    remove_evidence,
)
from ..services.chartered.outcomes import judged_attempts
from .applications import get_or_post, with_applicant

NEWER = "membership/applications/_newer_text.html"


@signed_in
@get_or_post
def statement_edit(request: HttpRequest, key: str) -> HttpResponse:
    """The statement with its words counted, what was said of it before, and the evidence behind it."""
    statement = _own(request, key)
    form = StatementForm(request.POST or None, statement=statement)
    context = {"statement": statement, "criterion": statement.criterion, "form": form}
    if form.is_valid():
        try:
            kept = keep_statement(statement=statement, at=timezone.now(), **form.cleaned_data)
        except StaleStatement as error:
            form.add_error(None, str(error))
            form.carry(revision=error.revision)
            context["newer"] = error
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{statement.criterion}: saved.")
            return redirect("membership:statement_edit", key=kept.criterion_id)
    limits = (statement.criterion.words_from, statement.criterion.words_to)
    words = count_words(form.data.get("text", "")) if form.is_bound else statement.words
    context["said"] = said_of(words, *limits)
    context["feedback"] = _feedback(statement)
    context["backing"] = statement.evidence.select_related("item").order_by("pk")
    return render(request, "membership/applications/statement.html", context)


@signed_in
@require_POST
def statement_draft(request: HttpRequest, key: str) -> JsonResponse:
    """Save the text alone, for static/js/drafts.js: ``saved`` is the time of day, ``revision`` what stands now.

    409 when another tab saved first, with the newer text as HTML; 422 with the reason when it cannot be kept.
    """
    statement = _own(request, key)
    form = StatementDraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"said": "This text cannot be kept as it is."}, status=422)
    now = timezone.now()
    try:
        kept = keep_statement(statement=statement, at=now, **form.cleaned_data)
    except StaleStatement as error:
        newer = render_to_string(NEWER, {"newer": error})
        return JsonResponse({"said": str(error), "revision": error.revision, "newer": newer}, status=409)
    except MoveRefused as error:
        return JsonResponse({"said": str(error)}, status=422)
    return JsonResponse({"saved": date_format(timezone.localtime(now), "H:i"), "revision": kept.revision})


@signed_in
@get_or_post
@once
def statement_evidence_add(request: HttpRequest, key: str) -> HttpResponse:
    """Choose one of the person's own pieces of evidence, and say where in it."""
    statement = _own(request, key)
    mine = Item.objects.visible_to(request.user).current().order_by("-created_at", "pk")
    items = list(mine.exclude(statement_uses__statement=statement))
    form = StatementEvidenceForm(request.POST or None, items=items)
    if form.is_valid():
        try:
            add_evidence(statement=statement, **form.cleaned_data)
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{form.cleaned_data['item']}” stands behind {statement.criterion}.")
            return redirect("membership:statement_edit", key=key)
    context = {"statement": statement, "criterion": statement.criterion, "form": form, "items": items}
    return render(request, "membership/applications/evidence.html", context)


@signed_in
@require_POST
def statement_evidence_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a piece of evidence away from a statement; it stays in the portfolio."""
    statement = _own(request, key)
    backing = get_object_or_404(statement.evidence.select_related("statement__application"), pk=pk)
    try:
        remove_evidence(evidence=backing)
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The evidence is taken away. It stays among your evidence.")
    return redirect("membership:statement_edit", key=key)


def _own(request: HttpRequest, key: str) -> Statement:
    """The person's statement on that criterion while it can be written; 404 otherwise."""
    row = with_applicant(request)
    statement = get_object_or_404(row.statements.select_related("criterion"), criterion=key)
    if statement.criterion not in criteria_to_write(row):
        raise Http404
    statement.application = row
    return statement


def _feedback(statement: Statement) -> str:
    """What was said of the statement when it was judged last, if it was."""
    for _, judged in judged_attempts(statement.application):
        for one in judged:
            if one.criterion_id == statement.criterion_id:
                return one.feedback
    return ""
