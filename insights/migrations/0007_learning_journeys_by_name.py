"""Editors call a playlist what readers call it: a learning journey."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("insights", "0006_long_texts_apart")]

    operations = [
        migrations.AlterModelOptions(
            name="playlist", options={"ordering": ["unit__number"], "verbose_name": "learning journey"}
        ),
        migrations.AlterModelOptions(
            name="playlistitem",
            options={
                "ordering": ["position", "pk"],
                "verbose_name": "resource of a learning journey",
                "verbose_name_plural": "resources of learning journeys",
            },
        ),
    ]
