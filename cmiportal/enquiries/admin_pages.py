"""The admin's pages that move an enquiry: take it, answer, close, and what was spam or is not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from .forms import AnswerForm, CloseForm
from .models import Enquiry
from .services import answering
from .services.messages import answer_mail

CHANGE = "admin:enquiries_enquiry_change"
HERE = "[Your answer stands here.]"


@dataclass(frozen=True)
class Page:
    """A page by the name of its move: what stands above the form, the form, and what it does."""

    said: str
    act: Callable[..., Enquiry]
    form: type[MovesForm] = MovesForm


PAGES = {
    "take": Page("It is yours to answer from then on, and others see that.", answering.take),
    "answer": Page("The answer goes out by e-mail at once, and stays with the enquiry.", answering.answer, AnswerForm),
    "give_back": Page("It waits again for whoever is free.", answering.give_back),
    "close": Page(
        "Nothing more is to be done. It can be opened again until its text is erased.", answering.close, CloseForm
    ),
    "reopen": Page("It is yours to answer from then on.", answering.reopen),
    "accept": Page(
        "It joins those to be answered. The sender gets the confirmation that was held back.", answering.accept
    ),
    "mark_spam": Page(
        "Nobody answers it, the sender is told nothing, and its text is erased soon.", answering.mark_spam
    ),
}


def offered(enquiry: Enquiry, user: Any) -> list[tuple[str, str]]:
    """(address, label) of the moves that this person may make now."""
    return [
        (reverse(f"admin:enquiries_enquiry_{line.action}", args=[enquiry.pk]), line.label)
        for line in enquiry.offered_to(user)
    ]


def enquiry_page(request: HttpRequest, pk: UUID, name: str, model_admin: Any) -> HttpResponse:
    """Show the form; make the move and keep it in the admin's log of the enquiry."""
    enquiry = get_object_or_404(Enquiry.objects.visible_to(request.user), pk=pk)
    page = PAGES[name]
    label = next(line.label for line in enquiry.workflow.transitions if line.action == name)
    form = page.form(request.POST or None, row=enquiry)
    if request.method == "POST" and form.is_valid() and _done(request, enquiry, page, form):
        model_admin.log_change(request, enquiry, label)
        messages.success(request, f"{label}: done.")
        return redirect(CHANGE, enquiry.pk)
    may = enquiry.may(request.user, name)
    context = {
        **admin.site.each_context(request),
        "title": f"{label}: {enquiry}",
        "label": label,
        "opts": Enquiry._meta,
        "enquiry": enquiry,
        "may": may,
        "said": page.said,
        "form": form,
        "mail": _mail(enquiry, form) if may and page.form is AnswerForm else None,
    }
    return TemplateResponse(request, "admin/enquiries/enquiry/action.html", context)


def _mail(enquiry: Enquiry, form: MovesForm) -> EmailMultiAlternatives:
    """What the sender gets: the answer as far as it is written, and what the e-mail says around it."""
    return answer_mail(enquiry, text=(form["text"].value() or "").strip() or HERE)


def _done(request: HttpRequest, enquiry: Enquiry, page: Page, form: MovesForm) -> bool:
    try:
        page.act(enquiry=enquiry, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        enquiry.refresh_from_db()
        form.refuse(refused, enquiry)
        return False
    return True
