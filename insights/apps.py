"""Insights: articles, campaigns, reports, the resource library, and the pages of the site."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as every_app
from django.apps.registry import Apps
from django.db.models.signals import post_migrate

from cmiportal.accounts.groups import EDITORS
from cmiportal.registry import register

# What editors do in the admin with the rows of this app.
WRITES = (
    *("article", "topic", "articleseries", "author", "picture", "page", "report", "resource"),
    *("campaign", "campaigndefinition", "campaignquote", "campaignstory", "campaignguidance"),
    *("playlist", "playlistitem", "highlightsissue", "highlightsitem"),
)
REMOVES = (
    *("campaigndefinition", "campaignquote", "campaignstory", "campaignguidance", "playlistitem", "highlightsitem"),
)
READS = (
    *WRITES,
    *("articleevent", "articleversion", "articleaddress", "pageaddress", "reportdownloads"),
    *("topichistory", "articleserieshistory", "authorhistory", "pagehistory", "pageaddresshistory"),
    *("reporthistory", "campaignhistory", "resourcehistory", "playlisthistory"),
)
RIGHTS = {
    *(f"view_{name}" for name in READS),
    *(f"add_{name}" for name in WRITES),
    *(f"change_{name}" for name in WRITES),
    *(f"delete_{name}" for name in REMOVES),
}


def keep_rights_of_editors(app_config: AppConfig, using: str, apps: Apps = every_app, **kwargs: Any) -> None:
    """Editors may write from the start; where a superuser has given them other rights, those stay."""
    from django.contrib.auth.management import create_permissions  # its models are loaded only now

    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    team, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=EDITORS)
    if not team.permissions.filter(content_type__app_label=app_config.label).exists():
        rights = apps.get_model("auth", "Permission").objects.using(using)
        team.permissions.add(*rights.filter(content_type__app_label=app_config.label, codename__in=RIGHTS))


class InsightsConfig(AppConfig):
    name = "insights"
    label = "insights"

    def ready(self) -> None:
        """Join what the ground floor and the roof offer; follow names; keep the rights of editors."""
        from .kinds import ENTRIES  # models are loaded only now
        from .services.finding import follow_names

        register(*ENTRIES)
        follow_names()
        post_migrate.connect(keep_rights_of_editors, sender=self)
