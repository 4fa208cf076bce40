"""Lists read and count titles, kinds and days of thousands of rows: their long texts are kept apart from them."""

from django.db import migrations

from cmiportal.database import short_rows


class Migration(migrations.Migration):
    dependencies = [("insights", "0005_pictures_in_texts")]

    operations = [
        short_rows("insights_resource", over=256),
        short_rows("insights_articleversion", over=256),
    ]
