"""The grades that the project ships, without reading the file in each test."""

from membership.models import Grade

RULES = {
    "student": (10, "", [[{"registered": True}]], "", False),
    "affiliate": (20, "", [[]], "membership-affiliate", True),
    "associate": (30, "ACMI", None, "membership-associate", True),
    "member": (
        40,
        "MCMI",
        [[{"years": 3}, {"qualification": {"level": 6}}], [{"years": 5}]],
        "membership-member",
        True,
    ),
    "companion": (60, "CCMI", None, "", False),
}


def grade(key):
    """The grade of that key, made on the first call."""
    rank, letters, rule, product, joinable = RULES[key]
    values = {
        "rank": rank,
        "title": key.capitalize(),
        "post_nominals": letters,
        "summary": f"For a {key}.",
        "rule": rule,
        "product": product,
        "joinable": joinable,
    }
    return Grade.objects.get_or_create(key=key, defaults=values)[0]


def all_grades():
    """Every grade, the lowest first."""
    return [grade(key) for key in RULES]
