"""Campaigns, which anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day

from ..models import Campaign
from ..rules.pictures import PictureFacts
from ..services.campaigns import guidance_of, stories_of
from ..services.pictures import facts_in


@public
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """All that are published, in their order; one query."""
    rows = Campaign.objects.published(on=uk_day(timezone.now())).defer("aim", "why", "at_work")
    return render(request, "insights/campaigns/campaign_list.html", {"campaigns": rows})


@public
@require_safe
def campaign_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign with all its parts; six queries, two more with pictures."""
    on, user = uk_day(timezone.now()), request.user
    rows = Campaign.objects.visible_to(user, on=on).select_related("topic", "report", "picture")
    campaign = get_object_or_404(rows.prefetch_related("definitions", "quotes"), slug=slug)
    report, pictures = campaign.report, _pictures_of(campaign)
    context = {
        "campaign": campaign,
        "pictures": pictures,
        "cover": pictures.get(str(campaign.picture_id)),
        "stories": stories_of(campaign),
        "guidance": guidance_of(campaign, on=on),
        "report": report if report and report.published_on and report.published_on <= on else None,
        "others": Campaign.objects.published(on=on).exclude(pk=campaign.pk).only("slug", "title", "standfirst"),
        "is_draft": not campaign.published_on or campaign.published_on > on,
    }
    return render(request, "insights/campaigns/campaign_detail.html", context)


def _pictures_of(campaign: Campaign) -> dict[str, PictureFacts]:
    """Those in its texts, and the one above them."""
    words = [definition.text for definition in campaign.definitions.all()]
    return facts_in(campaign.aim, campaign.why, campaign.at_work, *words, cover=campaign.picture)
