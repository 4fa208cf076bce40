"""What the catalogue registers: its two entries of the main menu, and the tables that visitors read."""

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
        order=10,
    ),
    NavigationEntry(key="centres", label="Centres", url_name="qualifications:centre_list", section="main", order=20),
    *(PublicTable(key=model.lower(), model=f"qualifications.{model}") for model in PUBLIC),
)
