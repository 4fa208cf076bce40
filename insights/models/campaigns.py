"""Campaigns: a theme with its purpose, its words, what was found, stories, guidance and voices."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from cmiportal.history import tracked

from ..querysets.campaigns import CampaignQuerySet


@tracked(name="CampaignHistory", exclude=("aim", "why", "at_work", "standfirst"), related_name="changes")
class Campaign(models.Model):
    """A theme that the Institute stands up for, on one page.

    The page has these parts in this order: ``standfirst``, the ``aim`` of the research, the definitions, ``why`` it
    matters, ``at_work`` with a report as its call to action, stories, guidance, quotations.
    """

    slug = models.SlugField("web address", max_length=100, unique=True)
    title = models.CharField(max_length=160)
    standfirst = models.CharField("one or two sentences", max_length=320)
    aim = models.TextField("what the research is for")
    why = models.TextField("why it matters")
    at_work_title = models.CharField("heading of the part about work", max_length=120)
    at_work = models.TextField("what it means at work")
    topic = models.ForeignKey("Topic", on_delete=models.PROTECT, related_name="campaigns")
    picture = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        "Report",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name="report to read",
    )
    contact = models.EmailField("e-mail for questions", blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    published_on = models.DateField(null=True, blank=True, help_text="Empty: a draft. Later than today: from that day.")
    articles: models.ManyToManyField = models.ManyToManyField(
        "Article", through="CampaignStory", related_name="campaigns"
    )
    resources: models.ManyToManyField = models.ManyToManyField(
        "Resource", through="CampaignGuidance", related_name="campaigns"
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(standfirst="") & ~Q(aim=""), name="campaign_has_text")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("insights:campaign_detail", args=[self.slug])


class Part(models.Model):
    """A line of a campaign, in an order that editors choose."""

    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class CampaignDefinition(Part):
    """What a word means in this campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="definitions")
    term = models.CharField(max_length=120)
    text = models.TextField("what it means")

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.term


class CampaignQuote(Part):
    """What somebody said, and where they lead."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quotes")
    text = models.TextField("what was said")
    name = models.CharField(max_length=120)
    role = models.CharField("post and organisation", max_length=160)
    link = models.CharField("address within the site", max_length=200, blank=True)
    link_label = models.CharField("words of the link", max_length=80, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(link="", link_label="") | (~Q(link="") & ~Q(link_label="")),
                name="campaign_quote_link_has_words",
                violation_error_message="A link needs both an address and words.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CampaignStory(Part):
    """An article that a campaign points to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="stories", db_index=False)
    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        verbose_name_plural = "campaign stories"
        constraints = [models.UniqueConstraint(fields=["campaign", "article"], name="campaign_story_once")]

    def __str__(self) -> str:
        return str(self.article)


class CampaignGuidance(Part):
    """A resource that a campaign points to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="guidance", db_index=False)
    resource = models.ForeignKey("Resource", on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        verbose_name_plural = "campaign guidance"
        constraints = [models.UniqueConstraint(fields=["campaign", "resource"], name="campaign_guidance_once")]

    def __str__(self) -> str:
        return str(self.resource)
