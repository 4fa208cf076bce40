"""Campaigns, which anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day

from ..models import Campaign
from ..services.campaigns import guidance_of, stories_of


@public
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """All that are published, in their order; one query."""
    rows = Campaign.objects.published(on=uk_day(timezone.now())).defer("aim", "why", "at_work")
    return render(request, "insights/campaigns/campaign_list.html", {"campaigns": rows})


@public
@require_safe
def campaign_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign with all its parts; six queries, however much it points to."""
    on, user = uk_day(timezone.now()), request.user
    rows = Campaign.objects.visible_to(user, on=on).select_related("topic", "report")
    campaign = get_object_or_404(rows.prefetch_related("definitions", "quotes"), slug=slug)
    report = campaign.report
    context = {
        "campaign": campaign,
        "stories": stories_of(campaign),
        "guidance": guidance_of(campaign, on=on),
        "report": report if report and report.published_on and report.published_on <= on else None,
        "others": Campaign.objects.published(on=on).exclude(pk=campaign.pk).only("slug", "title", "standfirst"),
        "is_draft": not campaign.published_on or campaign.published_on > on,
    }
    return render(request, "insights/campaigns/campaign_detail.html", context)
