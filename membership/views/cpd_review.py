"""The yearly sample for who was drawn: what is asked, sending the record, what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cmiportal.accounts.access import signed_in
from cmiportal.workflow import MoveRefused

from ..forms.cpd_samples import SendForm
from ..models import CpdEntry, CpdReview
from ..services.cpd import reviews as cpd_reviews
from ..workflow import CPD_REVIEW_OPEN, CpdReviewState
from .cpd_words import TAGS, told_of

get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@get_or_post
def cpd_review(request: HttpRequest) -> HttpResponse:
    """The review that is open, or else the last; those before it below."""
    reviews = list(CpdReview.objects.filter(person=request.user).select_related("sample").order_by("-sample"))
    if not reviews:
        return render(request, "membership/cpd/review_none.html")
    row = next((one for one in reviews if one.state in CPD_REVIEW_OPEN), reviews[0])
    form = SendForm(request.POST or None, row=row) if row.may(request.user, "submit") else None
    if form is not None and form.is_valid():
        try:
            cpd_reviews.send_record(review=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            row.refresh_from_db()
            form.refuse(error, row)
        else:
            messages.success(request, f"We have your record of {row.sample_id}.")
            return redirect("membership:cpd_review")
    context = {
        "review": row,
        "tag": TAGS[CpdReviewState(row.state)],
        "form": form,
        "entries": CpdEntry.objects.visible_to(request.user).narrowed(year=row.sample_id).count(),
        "story": told_of(cpd_reviews.story_of(row)),
        "earlier": [(one, TAGS[CpdReviewState(one.state)]) for one in reviews if one != row],
    }
    return render(request, "membership/cpd/review.html", context)
