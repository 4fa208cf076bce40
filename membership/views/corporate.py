"""Corporate membership: an organisation's seats, who accepted, inviting, releasing, buying and renewing."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cmiportal.accounts.access import only
from cmiportal.billing.services.prices import price_on
from cmiportal.billing.services.refusals import NoPrice
from cmiportal.posts.once import once
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused

from ..forms.seats import InviteForm, SeatsForm
from ..models import Organisation, Seat
from ..permissions import acts_for_somebody
from ..services.corporate import orders as seat_orders
from ..services.corporate import rows as seat_rows
from ..services.corporate import seats
from .seat_words import line_of

View = Callable[..., HttpResponse]
SEATS_ON_A_PAGE = 20
DETAIL = "membership:organisation_detail"
for_organisations = only("who acts for an organisation", acts_for_somebody)
get_or_post: Callable = require_http_methods(["GET", "HEAD", "POST"])


def of_organisation(view: View) -> View:
    """A page of an organisation that the person acts for: the view gets its row. For others there is no page."""

    @for_organisations
    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
        return view(request, row, **kwargs)

    return wrapped


def of_seat(view: View) -> View:
    """The same for one seat that is not released."""

    @for_organisations
    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        rows = Seat.objects.visible_to(request.user).live().select_related("organisation", "membership__person")
        return view(request, get_object_or_404(rows, pk=pk), **kwargs)

    return wrapped


@for_organisations
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The organisations that the person acts for; the only one at once."""
    rows = list(Organisation.objects.visible_to(request.user))
    if len(rows) == 1:
        return redirect(DETAIL, pk=rows[0].pk)
    return render(request, "membership/corporate/list.html", {"organisations": rows})


@of_organisation
@get_or_post
@once
def organisation_detail(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Seats with who has them and how their membership stands; a POST invites somebody."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(request, row, form):
        return redirect(DETAIL, pk=row.pk)
    today = uk_day(timezone.now())
    given = seat_rows.live_seats(row).select_related("membership__person")
    page = Paginator(given, SEATS_ON_A_PAGE).get_page(request.GET.get("page"))
    taken, runs = page.paginator.count, seat_rows.runs(row, on=today)
    context = {
        "organisation": row,
        "period": seat_rows.period_of(row),
        "runs": runs,
        "renews": seat_rows.renews(row, on=today),
        "opens": seat_rows.renewal_opens(row),
        "order": seat_rows.unpaid_order(row),
        "taken": taken,
        "free": max(row.seats - taken, 0) if runs else 0,
        "page_obj": page,
        "lines": [line_of(seat) for seat in page],
        "form": form,
    }
    return render(request, "membership/corporate/detail.html", context)


def _invited(request: HttpRequest, row: Organisation, form: InviteForm) -> bool:
    """Whether somebody was invited; else the form says why not."""
    try:
        seats.invite(organisation=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as error:
        form.add_error("email", str(error))
        return False
    messages.success(request, f"We have written to {form.cleaned_data['email']}.")
    return True


@of_organisation
@get_or_post
@once
def seats_buy(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Order seats: a year of them, or more within the year that runs; those that ran out are renewed first."""
    today = uk_day(timezone.now())
    if seat_rows.renews(row, on=today) and not seat_rows.runs(row, on=today):
        return redirect("membership:seats_renew", pk=row.pk)
    return _order(request, row, seat_orders.open_seats, is_renewal=False)


@of_organisation
@get_or_post
@once
def seats_renew(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Order another year, for as many seats as now unless another number is typed; not before it is time."""
    if not seat_rows.renews(row, on=uk_day(timezone.now())):
        messages.error(request, "Your seats cannot be renewed now.")
        return redirect(DETAIL, pk=row.pk)
    return _order(request, row, seat_orders.open_renewal, is_renewal=True)


@of_seat
@require_POST
@once
def seat_invite_again(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Send a new link."""
    try:
        seats.invite_again(seat=seat, by=request.user, at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"We have written to {seat.email} again. The link before no longer works.")
    return redirect(DETAIL, pk=seat.organisation_id)


@of_seat
@get_or_post
def seat_release(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask, then take the seat back."""
    if request.method != "POST":
        return render(request, "membership/corporate/release.html", {"seat": seat, "line": line_of(seat)})
    try:
        seats.release(seat=seat, by=request.user, at=timezone.now())
    except MoveRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The seat is free again.")
    return redirect(DETAIL, pk=seat.organisation_id)


def _order(request: HttpRequest, row: Organisation, order: Callable[..., Any], *, is_renewal: bool) -> HttpResponse:
    now = timezone.now()
    initial = {"seats": row.seats} if is_renewal else {}
    form = SeatsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            opened = order(organisation=row, by=request.user, at=now, **form.cleaned_data)
        except (MoveRefused, NoPrice) as error:
            form.add_error(None, str(error))
        else:
            return redirect("billing:order_detail", pk=opened.pk)
    try:
        price = price_on(seat_rows.PRODUCT, "", uk_day(now))
    except NoPrice:
        price = None
    context = {
        "organisation": row,
        "period": seat_rows.period_of(row),
        "runs": seat_rows.runs(row, on=uk_day(now)),
        "is_renewal": is_renewal,
        "order": seat_rows.unpaid_order(row),
        "price": price,
        "form": form,
    }
    return render(request, "membership/corporate/order.html", context)
