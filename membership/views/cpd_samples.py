"""The yearly sample for the membership team: drawing it, its reviews, and answering a record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from cmiportal.paging import PagedList
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..forms.cpd_samples import AcceptForm, DrawForm, ExcuseForm, MoreForm
from ..models import CpdReview, CpdSample
from ..querysets.cpd import CpdReviewQuerySet
from ..services.cpd import reviews as cpd_reviews
from ..services.cpd import samples as cpd_samples
from ..workflow import CpdReviewState
from .cpd_words import TAGS, shown_with_evidence, told_of
from .review import membership_team

get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])
# The forms of a review by action: what answers, what is asked, and what is said when it is done.
FORMS: dict[str, tuple[type[MovesForm], Callable[..., CpdReview], dict[str, str], str]] = {
    "accept": (AcceptForm, cpd_reviews.accept, {}, "{}: the record is accepted."),
    "ask_more": (MoreForm, cpd_reviews.ask_more, {"asks": "What is missing?"}, "{} is asked for more."),
    "excuse": (ExcuseForm, cpd_reviews.excuse, {"asks": "Why is no record needed?"}, "{} is excused."),
}


@membership_team
@get_or_post
@once
def cpd_sample_list(request: HttpRequest) -> HttpResponse:
    """All samples, and drawing one."""
    now = timezone.now()
    form = DrawForm(request.POST or None, this_year=uk_day(now).year)
    if form.is_valid():
        try:
            sample = cpd_samples.draw_sample(**form.cleaned_data, by=request.user, at=now)
        except MoveRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The sample is drawn, and everybody in it is told.")
            return redirect("membership:cpd_sample_detail", year=sample.year)
    context = {
        "form": form,
        "samples": CpdSample.objects.counted(),
        "chartered": len(cpd_samples.chartered_on(uk_day(now))),
    }
    return render(request, "membership/cpd/sample_list.html", context)


@method_decorator(membership_team, name="dispatch")
class CpdSampleDetail(PagedList):
    """The reviews of a sample: those that wait for a reviewer first."""

    template_name = "membership/cpd/sample_detail.html"
    context_object_name = "reviews"

    def get_queryset(self) -> CpdReviewQuerySet:
        """All but the person's own."""
        self.sample = get_object_or_404(CpdSample.objects.select_related("drawn_by"), pk=self.kwargs["year"])
        rows = CpdReview.objects.filter(sample=self.sample).exclude(person=self.request.user.pk)
        return rows.in_order_of_work().select_related("person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's context."""
        context = super().get_context_data(
            sample=self.sample,
            same=cpd_samples.drawn_again(self.sample),
            today=uk_day(timezone.now()),
            **kwargs,
        )
        context["rows"] = [(row, TAGS[CpdReviewState(row.state)]) for row in context["reviews"]]
        return context


@membership_team
@get_or_post
def cpd_sample_review(request: HttpRequest, year: int, pk: UUID) -> HttpResponse:
    """One record beside its answers; without entries before it was sent and after it was answered."""
    rows = CpdReview.objects.visible_to(request.user).exclude(person=request.user.pk)
    row = get_object_or_404(rows.select_related("person", "sample"), pk=pk, sample=year)
    forms = _forms(request, row)
    for action, form in forms.items():
        if form.is_bound and _answered(request, form, action, row):
            return redirect("membership:cpd_sample_detail", year=year)
    told = cpd_reviews.story_of(row)
    sent = next((one.event for one in reversed(told) if one.event.action == "submit"), None)
    entries = cpd_reviews.entries_for(row, request.user)
    context = {
        "review": row,
        "tag": TAGS[CpdReviewState(row.state)],
        "forms": forms,
        "story": told_of(told),
        "sent": sent,
        "entries": shown_with_evidence(entries, sent_at=sent.at) if sent else [],
        "is_with_us": row.state == CpdReviewState.SUBMITTED,
    }
    return render(request, "membership/cpd/sample_review.html", context)


def _forms(request: HttpRequest, row: CpdReview) -> dict[str, MovesForm]:
    """The forms of the moves that may be made now; the one whose button was pressed is bound."""
    offered = {line.action for line in row.offered_to(request.user)}
    return {
        action: form(request.POST if action in request.POST else None, row=row, prefix=action, **asks)
        for action, (form, _, asks, _) in FORMS.items()
        if action in offered
    }


def _answered(request: HttpRequest, form: MovesForm, action: str, row: CpdReview) -> bool:
    """Whether the answer was given; else the form says why not."""
    if not form.is_valid():
        return False
    _, answer, _, done = FORMS[action]
    try:
        answer(review=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as error:
        row.refresh_from_db()
        form.refuse(error, row)
        return False
    messages.success(request, done.format(row.person))
    return True
