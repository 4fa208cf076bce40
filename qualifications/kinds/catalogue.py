"""What the catalogue registers: its entries of the navigation, the tables that visitors read, centres of a region."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from cmiportal.registry import Entry, NavigationEntry, PublicTable, RegionPart
from cmiportal.rules.days import uk_day

from ..models import Centre

PUBLIC = (
    "Level",
    "Qualification",
    "QualificationVersion",
    "Unit",
    "UnitVersion",
    "LearningOutcome",
    "Criterion",
    "PoolUnit",
    "RuleGroup",
    "RuleGroupUnit",
    "BarredPair",
    "Centre",
    "Approval",
)


def centres_of_region(names: Collection[str], at: datetime) -> list[Centre]:
    """Centres that say they are in one of these, or whose nation is one, with an approval that holds; one query."""
    nations = [value for value, label in Centre.Nation.choices if label.casefold() in names]
    centres = Centre.objects.filter(approvals__during__contains=uk_day(at)).annotate(in_small=Lower("region"))
    return list(centres.filter(Q(in_small__in=names) | Q(nation__in=nations)).order_by("name").distinct())


ENTRIES: tuple[Entry, ...] = (
    NavigationEntry(
        key="qualifications",
        label="Qualifications",
        url_name="qualifications:catalogue_list",
        section="main",
        menu="education",
        order=20,
    ),
    NavigationEntry(
        key="centres",
        label="Find a Centre",
        url_name="qualifications:centre_list",
        section="main",
        menu="education",
        order=80,
    ),
    NavigationEntry(
        key="qualifications_below",
        label="Qualifications",
        url_name="qualifications:catalogue_list",
        section="footer",
        menu="products",
        order=10,
    ),
    NavigationEntry(
        key="centres_below",
        label="Find a centre",
        url_name="qualifications:centre_list",
        section="footer",
        menu="products",
        order=20,
    ),
    RegionPart(
        key="centres",
        label="Centres that teach our qualifications",
        template="qualifications/catalogue/_centres_of_region.html",
        rows=centres_of_region,
    ),
    *(PublicTable(key=model.lower(), model=f"qualifications.{model}") for model in PUBLIC),
)
