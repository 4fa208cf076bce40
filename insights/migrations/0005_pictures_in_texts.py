"""Which articles and resources show a picture is found by an index, as pictures of drafts alone are sent to nobody."""

import django.contrib.postgres.indexes
from django.db import migrations

import cmiportal.database


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0004_when_highlights_go_out"),
    ]

    operations = [
        cmiportal.database.picture_ids(),
        migrations.AddIndex(
            model_name="articleversion",
            index=django.contrib.postgres.indexes.GinIndex(
                cmiportal.database.PictureIds("body"), name="article_version_pictures"
            ),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=django.contrib.postgres.indexes.GinIndex(
                cmiportal.database.PictureIds("body"), name="resource_pictures"
            ),
        ),
    ]
