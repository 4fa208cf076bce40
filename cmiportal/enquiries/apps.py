"""Forms to the Institute, and the inbox in which staff answer them."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as every_app
from django.apps.registry import Apps
from django.db.models.signals import post_migrate

from cmiportal.accounts.groups import ADMINISTRATORS, EDITORS
from cmiportal.registry import register

# Which of them see which kinds is decided by ``permissions.kinds_for``.
STAFF = (ADMINISTRATORS, EDITORS)
RIGHTS = ("view_enquiry", "view_enquiryevent", "view_enquiryanswer")


def keep_rights_of_staff(app_config: AppConfig, using: str, apps: Apps = every_app, **kwargs: Any) -> None:
    """Both groups may open the inbox from the start; where a superuser has given one other rights, those stay."""
    from django.contrib.auth.management import create_permissions  # its models are loaded only now

    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    rights = apps.get_model("auth", "Permission").objects.using(using)
    for name in STAFF:
        team, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        if not team.permissions.filter(content_type__app_label=app_config.label).exists():
            team.permissions.add(*rights.filter(content_type__app_label=app_config.label, codename__in=RIGHTS))


class EnquiriesConfig(AppConfig):
    name = "cmiportal.enquiries"
    label = "enquiries"

    def ready(self) -> None:
        """Join what the ground floor offers; keep the rights of those who answer."""
        from .kinds import ENTRIES  # models are loaded only now

        register(*ENTRIES)
        post_migrate.connect(keep_rights_of_staff, sender=self)
