"""Bringing a file of regions, communities and topics into the tables; what it does not name is left alone."""

from django.db import models, transaction

from cmiportal.importing import BadFile, Report, all_or_nothing, bring_in
from cmiportal.visitors import publish

from ..models import Community, Region, Topic
from ..rules.networks_file import judge

TABLES: tuple[tuple[type[models.Model], str, str], ...] = (
    (Region, "regions", "region"),
    (Community, "communities", "community"),
    (Topic, "topics", "topic"),
)


@transaction.atomic
def import_networks(*, content: bytes) -> Report:
    """Bring the file in, all of it or nothing; raises BadFile where the file, or the database on seeing it, refuses."""
    document, faults = judge(content)
    if faults:
        raise BadFile(faults)
    report = Report()
    with all_or_nothing():
        for model, part, word in TABLES:
            bring_in(model, word, document[part], report)
    publish()
    return report
