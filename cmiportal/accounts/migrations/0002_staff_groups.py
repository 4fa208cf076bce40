"""The groups of the awarding body's own staff; a superuser gives them rights in the admin."""

from django.db import migrations

GROUPS = ("moderator", "membership assessor", "editor", "events team", "administrator")


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.using(schema_editor.connection.alias).bulk_create(
        [Group(name=name) for name in GROUPS], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
