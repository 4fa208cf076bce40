"""The desk: work that waits for the person, soonest due first."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import only, signed_in

from ..models import Stage, Submission
from ..permissions import marks_or_signs


@only("staff of centres and moderators", marks_or_signs)
@require_safe
def work_queue(request: HttpRequest) -> HttpResponse:
    """Open stages that are this person's to act on."""
    stages = Stage.objects.to_do_for(request.user).with_work()
    return render(request, "qualifications/assessment/work_queue.html", {"stages": stages})


@signed_in
@require_safe
def submission_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where one submission stands."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    return render(request, "qualifications/assessment/submission_detail.html", {"submission": submission})
