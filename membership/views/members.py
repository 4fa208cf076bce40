"""A member's own pages: the membership, renewing it, leaving it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.members import RenewForm, ResignForm
from ..models import Membership
from ..rules.conduct import CURRENT, VERSIONS
from ..rules.periods import grace_ends
from ..services.members.endings import resign
from ..services.members.renewals import next_year, open_renewal, waiting_order, why_not_renewable
from ..services.members.requests import open_request_of
from ..workflow import MEMBERSHIP_ENDED, MEMBERSHIP_HAS_PERIOD, MembershipState
from .member_words import HELD_BY, TAGS, WITHOUT_RENEWAL, story_of
from .request_words import stands

get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


def own_membership(request: HttpRequest) -> Membership:
    """The person's membership, current or ended; 404 for whoever never had one."""
    return get_object_or_404(Membership.objects.select_related("grade").of(request.user)[:1])


@signed_in
@require_safe
def membership_detail(request: HttpRequest) -> HttpResponse:
    """Grade, number, dates, the one next step, and everything that happened to the membership."""
    row = Membership.objects.select_related("grade").of(request.user).first()
    asked = open_request_of(request.user)
    if row is None:
        return redirect("membership:request_detail" if asked else "membership:grade_list")
    today = uk_day(timezone.now())
    renewable = not why_not_renewable(row, on=today)
    context = {
        "membership": row,
        "tag": TAGS[MembershipState(row.state)],
        "held_by": HELD_BY.get(row.basis, ""),
        "ends_by_itself": row.basis in WITHOUT_RENEWAL,
        "asked": asked,
        "stands": asked and stands(asked),
        "story": story_of(row.events.select_related("actor")),
        "spans": row.grades.select_related("grade"),
        "renewable": renewable,
        "to_pay": waiting_order(row) if renewable else None,
        "in_grace": row.state == MembershipState.GRACE,
        "grace_ends_on": row.ends_on and grace_ends(row.ends_on, settings.MEMBERSHIP_GRACE_DAYS),
        "has_ended": row.state in MEMBERSHIP_ENDED,
        "is_held": row.state in MEMBERSHIP_HAS_PERIOD,
    }
    return render(request, "membership/members/detail.html", context)


@signed_in
@get_or_post
@once
def renewal(request: HttpRequest) -> HttpResponse:
    """Accept the Code of Conduct, then pay for another year; an order that waits is not asked for again."""
    row = own_membership(request)
    today = uk_day(timezone.now())
    if closed := why_not_renewable(row, on=today):
        messages.info(request, closed)
        return redirect("membership:membership_detail")
    if order := waiting_order(row):
        return redirect("billing:order_detail", pk=order.pk)
    form = RenewForm(request.POST or None)
    if form.is_valid():
        try:
            order = open_renewal(membership=row, by=request.user, code_accepted=True, at=timezone.now())
        except MoveRefused as error:  # a price that is missing, too
            form.add_error(None, str(error))
        else:
            return redirect("billing:order_detail", pk=order.pk)
    context = {"membership": row, "form": form, "principles": VERSIONS[CURRENT], "next": next_year(row, on=today)}
    return render(request, "membership/members/renewal.html", context)


@signed_in
@get_or_post
def resignation(request: HttpRequest) -> HttpResponse:
    """Ask, then end the membership today."""
    row = own_membership(request)
    if not row.may(request.user, "resign"):
        return redirect("membership:membership_detail")
    form = ResignForm(request.POST or None, row=row)
    if form.is_valid():
        try:
            resign(membership=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as error:
            row.refresh_from_db()
            form.refuse(error, row)
        else:
            messages.success(request, "Your membership has ended. You can come back at any time.")
            return redirect("membership:membership_detail")
    return render(request, "membership/members/resignation.html", {"membership": row, "form": form})
