"""`manage.py import_networks FILE`: bring regions, communities and topics in; see docs/networks-format.md."""

from cmiportal.importing import ImportCommand
from events.services.networks_file import import_networks


class Command(ImportCommand):
    """Regions, communities and topics."""

    help = "Add and change regions, communities and topics as a file has them: all of it, or nothing."
    described_in = "docs/networks-format.md"
    bring_in = staticmethod(import_networks)
