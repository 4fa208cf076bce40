"""The resource library: finding and reading resources, keeping them, and saying that one is done."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cmiportal.accounts.access import public, signed_in
from cmiportal.paging import PagedList
from cmiportal.rules.days import uk_day
from cmiportal.ui.narrowing import PAGE, narrowed
from cmiportal.visitors import reads_query

from ..forms.library_filters import ResourceFilterForm
from ..models import Resource
from ..permissions import reads_resource, uses_the_library
from ..services.keeping import (
    LibraryRefused,
    done_by,
    keep,
    kept_by,
    let_go,
    mark_done,
    undo_done,
    waiting_offer,
    with_marks_of,
)
from ..services.library import beside, journeys_of, resources_for_lists
from ..services.pictures import facts_in

PAGE_SIZE = 20
KEPT = "insights:resource_kept"
NO = "no"


@public
@reads_query(*ResourceFilterForm.base_fields, PAGE)
@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    """The library by title; three queries for visitors, however much there is."""
    on = uk_day(timezone.now())
    return narrowed(
        request,
        ResourceFilterForm(request.GET, on=on),
        "insights/resources/resource_list.html",
        page_size=PAGE_SIZE,
        said=lambda found: {"is_open": uses_the_library(request.user)},
        resources=resources_for_lists(request.user, on=on),
    )


@public
@require_safe
def resource_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One resource: whole for whom it is open, else what it is and what opens it.

    Three queries for visitors, two more with pictures.
    """
    on, user = uk_day(timezone.now()), request.user
    rows: Any = Resource.objects.visible_to(user, on=on).select_related("topic")
    if user.is_authenticated:
        rows = with_marks_of(rows, user)
    resource = get_object_or_404(rows, slug=slug)
    is_open = reads_resource(user, resource)
    context = {
        "resource": resource,
        "is_open": is_open,
        "pictures": facts_in(resource.body) if is_open else {},
        "is_shown": resource.published_on is not None and resource.published_on <= on,
        "beside": beside(resource, user, on=on),
        "journeys": journeys_of(resource, user),
    }
    if user.is_authenticated and resource.done_at:
        context["offer"] = waiting_offer(user, resource)
    return render(request, "insights/resources/resource_detail.html", context)


@signed_in
@require_POST
def resource_keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the resource for later, or (``keep=no``) no longer."""
    resource, person = _found(request, slug), _person(request)
    if request.POST.get("keep") == NO:
        let_go(person=person, resource=resource)
        messages.success(request, f"You no longer keep “{resource}”.")
    else:
        keep(person=person, resource=resource, at=timezone.now())
        messages.success(request, f"You keep “{resource}” for later.")
    return _back(request, resource)


@signed_in
@require_POST
def resource_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the resource is done, or (``done=no``) that it is not after all."""
    resource, person = _found(request, slug), _person(request)
    if request.POST.get("done") == NO:
        undo_done(person=person, resource=resource)
        messages.success(request, f"“{resource}” is not marked as done any more.")
        return _back(request, resource)
    try:
        mark_done(person=person, resource=resource, at=timezone.now())
    except LibraryRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{resource}” is marked as done.")
    return _back(request, resource)


@method_decorator([signed_in, never_cache], name="dispatch")
class ResourceKept(PagedList):
    """What the person keeps for later, the latest first; or what they have done."""

    http_method_names: ClassVar = ["get", "head", "options"]
    template_name = "insights/resources/resource_kept.html"

    @property
    def is_done(self) -> bool:
        """Whether what is done is asked for."""
        return self.request.GET.get("show") == "done"

    def get_queryset(self) -> QuerySet:
        """The rows of this view."""
        rows = done_by if self.is_done else kept_by
        return rows(_person(self.request), on=uk_day(timezone.now()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the addresses of both views."""
        own = reverse(KEPT)
        views = {"is_done": self.is_done, "is_kept": not self.is_done, "kept_url": own, "done_url": f"{own}?show=done"}
        return super().get_context_data(**kwargs) | views


def _found(request: HttpRequest, slug: str) -> Resource:
    """The resource of that address; 404 where the person may not find it."""
    return get_object_or_404(Resource.objects.visible_to(request.user, on=uk_day(timezone.now())), slug=slug)


def _person(request: HttpRequest) -> Any:
    """Who is signed in, as their rules ask."""
    return request.user


def _back(request: HttpRequest, resource: Resource) -> HttpResponse:
    """The list from which a button was pressed (``?back=``), else the page of the resource."""
    back = request.GET.get("back")
    if back not in ("kept", "done"):
        return redirect(resource)
    return redirect(reverse(KEPT) + ("?show=done" if back == "done" else ""))
