"""Chartered Manager for whoever thinks of applying: what it is, and which route is open to them."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.billing.models import Price
from cmiportal.rules.days import uk_day

from ..forms.applications import RouteFinderForm
from ..models import CharteredCriterion, Grade, Route
from ..rules.eligibility import Facts, Outcome, decide
from ..rules.eligibility_words import needed
from ..services.chartered.rows import last_application_of
from ..services.members.grades import ways_of
from ..services.record.facts import facts_of
from .grade_words import rises_on
from .reasons import STATES, Reason, reasons

WORDS = {Outcome.MET: "Open to you", Outcome.PERSON: "Open to you, once confirmed", Outcome.NOT_MET: "Not yet"}


@dataclass(frozen=True)
class RouteLine:
    """A route with what each of its ways asks, its fee of the day, and the titles of its criteria."""

    route: Route
    needs: list[str] = field(default_factory=list)
    fee: Price | None = None
    criteria: list[CharteredCriterion] = field(default_factory=list)


@dataclass(frozen=True)
class RouteFound:
    """A route, what came of its rule in a word with its state, and each way with its reasons."""

    route: Route
    word: str
    state: str
    ways: list[list[Reason]]

    @property
    def is_possible(self) -> bool:
        """Whether applying by it makes sense."""
        return self.state != STATES[Outcome.NOT_MET]


@public
@require_safe
def chartered_home(request: HttpRequest) -> HttpResponse:
    """What Chartered Manager status is, and its routes side by side with their fees of today."""
    routes = Route.objects.filter(open=True).prefetch_related("criteria")
    has_applied = request.user.is_authenticated and last_application_of(request.user) is not None
    context = {
        "lines": lines_of(list(routes)),
        "has_applied": has_applied,
        "rises": rises_on(uk_day(timezone.now()), Grade.objects.all()),
    }
    return render(request, "membership/applications/home.html", context)


@public
@require_safe
def route_finder(request: HttpRequest) -> HttpResponse:
    """A few questions, and what the answers make of each route; for those who are signed in their record answers."""
    today = uk_day(timezone.now())
    form = RouteFinderForm(request.GET if "years" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["found"] = _found(form.facts(on=today))
    elif not form.is_bound and request.user.is_authenticated:
        context["found"] = _found(facts_of(request.user, on=today))
        context["from_record"] = True
    context["possible"] = sum(one.is_possible for one in context.get("found", []))
    return render(request, "membership/applications/finder.html", context)


def lines_of(routes: list[Route]) -> list[RouteLine]:
    """The routes with their fees of the day; one query, and one for the criteria where they are not at hand."""
    fees = fees_today(routes)
    return [
        RouteLine(
            route=route,
            needs=[needed(way) for way in ways_of(route.rule) or ()],
            fee=fees.get(route.product),
            criteria=list(route.criteria.all()),
        )
        for route in routes
    ]


def fees_today(routes: list[Route]) -> dict[str, Price]:
    """What applying costs today, by product; a route that is not there has no price. One query."""
    prices = Price.objects.on(uk_day(timezone.now())).filter(product__in=[route.product for route in routes])
    return {price.product: price for price in prices.filter(audience="")}


def _found(facts: Facts) -> list[RouteFound]:
    """Each open route with what comes of the facts: those that are possible come first."""
    rows = []
    for route in Route.objects.filter(open=True):
        decision = decide(ways_of(route.rule), facts)
        rows.append(RouteFound(route, WORDS[decision.outcome], STATES[decision.outcome], reasons(decision)))
    return sorted(rows, key=lambda row: not row.is_possible)
