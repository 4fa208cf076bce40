"""`manage.py import_membership FILE`: bring a membership file in; see docs/membership-format.md."""

from cmiportal.importing import ImportCommand
from membership.services.membership_file import import_membership


class Command(ImportCommand):
    """Grades, routes, criteria, areas and prices."""

    help = "Add and change grades, routes, criteria, areas and prices as a file has them: all of it, or nothing."
    described_in = "docs/membership-format.md"
    bring_in = staticmethod(import_membership)
