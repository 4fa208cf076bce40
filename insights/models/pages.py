"""Pages that say who the Institute is and what it offers."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cmiportal.history import tracked

from ..querysets.pages import PageQuerySet

PATH = RegexValidator(
    r"\A[a-z0-9]+(?:[-/][a-z0-9]+)*\Z", "Small letters, figures, hyphens and slashes, such as about/governance."
)


@tracked(name="PageHistory", exclude=("body", "standfirst"), related_name="changes")
class Page(models.Model):
    """A page of the site with an address of its own, ``path``; its first part is the section that it belongs to.

    ``menu`` is where in the navigation it stands, with ``label`` as its words and after those with a lower
    ``position``; empty where only other pages lead to it.
    """

    path = models.CharField("web address", max_length=120, unique=True, validators=[PATH])
    title = models.CharField(max_length=120)
    standfirst = models.CharField("one or two sentences", max_length=320)
    body = models.TextField("text")
    menu = models.CharField(max_length=20, blank=True)
    label = models.CharField("words in the menu", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    is_published = models.BooleanField("published", default=False)
    updated_at = models.DateTimeField(editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(standfirst="") & ~Q(body=""), name="page_has_text"),
            models.CheckConstraint(
                condition=Q(menu="") | ~Q(label=""),
                name="page_in_menu_has_label",
                violation_error_message="Say with which words it stands in the menu.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its address."""
        return reverse("pages:page_detail", args=[self.path])


@tracked(name="PageAddressHistory", related_name="changes")
class PageAddress(models.Model):
    """An address that a page had and that leads on to the one it has."""

    path = models.CharField(max_length=120, primary_key=True, validators=[PATH])
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="addresses")
    since = models.DateTimeField()

    class Meta:
        ordering = ["path"]
        verbose_name = "former address of a page"
        verbose_name_plural = "former addresses of pages"

    def __str__(self) -> str:
        return self.path
