"""The catalogue in the admin: what staff may correct is edited here, what learners were promised is shown here.

Versions of units and rules enter by the catalogue file alone (``import_catalogue`` and the page "Import a file"), which
checks them whole; see docs/decisions/catalogue-by-file.md.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone

from cmiportal.read_only import ReadOnlyAdmin, ReadOnlyInline
from cmiportal.rules.days import uk_day

from ..models import (
    BarredPair,
    Criterion,
    Level,
    PoolUnit,
    Qualification,
    QualificationVersion,
    RuleGroup,
    Unit,
    UnitVersion,
)
from ..rules.combination_words import in_words, listed
from ..services.rule import rule_of
from .catalogue_import import import_page, may_import


@admin.register(Level)
class LevelAdmin(admin.ModelAdmin):
    """Levels, with the policy of words and references."""

    list_display = ("number", "comparable", "words_from", "words_to", "referencing", "open_today")
    ordering = ("number",)

    def get_readonly_fields(self, request: HttpRequest, obj: Level | None = None) -> tuple[str, ...]:
        """The number is the key: it is given once."""
        return ("number",) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Level]:
        """With the number of qualifications that take learners today."""
        opened = Qualification.objects.open_for_registration(on=uk_day(timezone.now()))
        counted = Count("qualifications", filter=Q(qualifications__in=opened))
        return super().get_queryset(request).annotate(open_count=counted)

    @admin.display(description="open qualifications", ordering="open_count")
    def open_today(self, level: Any) -> int:
        """How many take learners today."""
        return level.open_count


class VersionInline(ReadOnlyInline):
    """The versions of a qualification's rule, latest first."""

    model = QualificationVersion
    fields = ("number", "min_credits", "max_credits", "min_units", "effective_from", "published_at")
    ordering = ("-number",)
    show_change_link = True


@admin.register(Qualification)
class QualificationAdmin(admin.ModelAdmin):
    """Titles that learners register for: texts, days and fee; the rule stands on its versions."""

    list_display = ("title", "level", "size", "code", "fee_pence", "last_registration", "is_open")
    list_filter = ("level", "size", ("last_registration", admin.EmptyFieldListFilter), "suite")
    list_select_related = ("level",)
    search_fields = ("title", "code", "ofqual_number", "slug")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (VersionInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "level", "size", "suite", "code", "ofqual_number")}),
        ("Words", {"fields": ("summary", "audience", "assessment")}),
        ("Registration", {"fields": ("minimum_age", "fee_pence")}),
        ("Days", {"fields": ("operational_start", "last_registration", "last_certification")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Qualification]:
        """With whether it takes learners today."""
        opened = Qualification.objects.open_for_registration(on=uk_day(timezone.now()))
        return super().get_queryset(request).annotate(open_today=Exists(opened.filter(pk=OuterRef("pk"))))

    @admin.display(description="open", boolean=True, ordering="open_today")
    def is_open(self, qualification: Any) -> bool:
        """Whether it takes learners today."""
        return qualification.open_today

    def save_model(self, request: HttpRequest, obj: Qualification, form: ModelForm, change: bool) -> None:
        """Save; the place in lists follows from the size."""
        obj.size_rank = Qualification.Size.values.index(obj.size) + 1
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and the page that takes a catalogue file."""
        page = path("import/", self.admin_site.admin_view(import_page), name="qualifications_catalogue_import")
        return [page, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the way to the import for those who may use it."""
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import(request.user)})


class PoolInline(ReadOnlyInline):
    """The units of a rule, in the version that it pins."""

    model = PoolUnit
    fields = ("unit", "unit_version", "mandatory")


class GroupInline(ReadOnlyInline):
    """Groups with a minimum of their own."""

    model = RuleGroup
    fields = ("name", "min_credits", "min_units", "units")
    readonly_fields = ("units",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuleGroup]:
        """With their units, in one query for all groups."""
        return super().get_queryset(request).prefetch_related("members__unit")

    @admin.display(description="units")
    def units(self, group: RuleGroup) -> str:
        """``601, 602 and 603``."""
        return listed(sorted(member.unit.number for member in group.members.all()))


class PairInline(ReadOnlyInline):
    """Units that may not both count."""

    model = BarredPair
    fields = ("first", "second")


@admin.register(QualificationVersion)
class QualificationVersionAdmin(ReadOnlyAdmin):
    """Rules of combination, as they were promised."""

    list_display = ("qualification", "number", "min_credits", "max_credits", "units", "effective_from", "published_at")
    list_filter = ("qualification__level", "qualification__size", ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("qualification",)
    search_fields = ("qualification__title", "qualification__code")
    date_hierarchy = "effective_from"
    ordering = ("qualification__level", "qualification__size_rank", "qualification__title", "-number")
    inlines = (PoolInline, GroupInline, PairInline)
    fields = (
        *("qualification", "number", "rule", "min_credits", "max_credits", "min_units"),
        *("glh", "tqt", "effective_from", "published_at"),
    )
    readonly_fields = ("rule",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[QualificationVersion]:
        """With the size of the pool."""
        return super().get_queryset(request).annotate(pool_size=Count("pool"))

    @admin.display(description="units", ordering="pool_size")
    def units(self, version: Any) -> int:
        """How many units there are to choose from."""
        return version.pool_size

    @admin.display(description="in words")
    def rule(self, version: QualificationVersion) -> str:
        """The rule as pages say it."""
        return in_words(rule_of(version))


class UnitVersionInline(ReadOnlyInline):
    """The versions of a unit, latest first."""

    model = UnitVersion
    fields = ("number", "title", "credits", "glh", "published_at")
    ordering = ("-number",)
    show_change_link = True


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    """Units by number: level, theme and aim; title, credits and criteria stand on the versions."""

    list_display = ("number", "title", "level", "credits", "theme")
    list_filter = ("level", "theme")
    list_select_related = ("level",)
    search_fields = ("number", "versions__title")
    inlines = (UnitVersionInline,)
    fields = ("number", "level", "theme", "aim")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        """With title and credits of the latest published version."""
        latest = UnitVersion.objects.filter(unit=OuterRef("pk"), published_at__isnull=False).order_by("-number")
        facts = {f"latest_{name}": Subquery(latest.values(name)[:1]) for name in ("title", "credits")}
        return super().get_queryset(request).annotate(**facts)

    @admin.display(ordering="latest_title")
    def title(self, unit: Any) -> str | None:
        """Of the latest published version."""
        return unit.latest_title

    @admin.display(ordering="latest_credits")
    def credits(self, unit: Any) -> int | None:
        """Of the latest published version."""
        return unit.latest_credits


class CriterionInline(ReadOnlyInline):
    """The criteria of a unit version under their outcomes."""

    model = Criterion
    fields = ("code", "verb", "text", "outcome")


@admin.register(UnitVersion)
class UnitVersionAdmin(ReadOnlyAdmin):
    """Units as they are taught and judged."""

    list_display = ("unit", "number", "title", "credits", "glh", "criteria", "published_at")
    list_filter = ("unit__level", ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("unit",)
    search_fields = ("unit__number", "title")
    ordering = ("unit__number", "-number")
    inlines = (CriterionInline,)
    fields = ("unit", "number", "title", "credits", "glh", "words_from", "words_to", "published_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnitVersion]:
        """With the number of criteria."""
        return super().get_queryset(request).annotate(criterion_count=Count("criteria"))

    @admin.display(description="criteria", ordering="criterion_count")
    def criteria(self, version: Any) -> int:
        """How many there are."""
        return version.criterion_count
