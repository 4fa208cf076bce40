"""What the catalogue registers: its entries of the navigation, and the tables that visitors read."""

from cmiportal.registry import Entry, NavigationEntry, PublicTable

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
    *(PublicTable(key=model.lower(), model=f"qualifications.{model}") for model in PUBLIC),
)
