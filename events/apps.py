"""Events: found, booked, waited for and attended."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as every_app
from django.apps.registry import Apps
from django.db.models.signals import post_migrate

from cmiportal.accounts.groups import EVENTS_TEAM
from cmiportal.registry import register

# What the events team does in the admin with the rows of this app.
WRITES = ("event", "eventcode", "eventprice", "speaker", "agendaitem", "region", "community", "topic", "series")
REMOVES = ("eventprice", "speaker", "agendaitem")
READS = (
    *WRITES,
    *("booking", "guest", "linedecision", "bookingreminder", "teammessage", "feedback", "eventevent", "bookingevent"),
    *("eventhistory", "eventpricehistory", "regionhistory", "communityhistory", "topichistory", "serieshistory"),
)
RIGHTS = {
    *(f"view_{name}" for name in READS),
    *(f"add_{name}" for name in WRITES),
    *(f"change_{name}" for name in WRITES),
    *(f"delete_{name}" for name in REMOVES),
}


def keep_rights_of_the_team(app_config: AppConfig, using: str, apps: Apps = every_app, **kwargs: Any) -> None:
    """The events team may run events from the start; where a superuser has given it other rights, those stay."""
    from django.contrib.auth.management import create_permissions  # its models are loaded only now

    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    team, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=EVENTS_TEAM)
    if not team.permissions.filter(content_type__app_label=app_config.label).exists():
        rights = apps.get_model("auth", "Permission").objects.using(using)
        team.permissions.add(*rights.filter(content_type__app_label=app_config.label, codename__in=RIGHTS))


class EventsConfig(AppConfig):
    name = "events"
    label = "events"

    def ready(self) -> None:
        """Join what the ground floor and the roof offer; keep the rights of the events team."""
        from .kinds import ENTRIES  # models are loaded only now

        register(*ENTRIES)
        post_migrate.connect(keep_rights_of_the_team, sender=self)
