from django.db import migrations

from cmiportal.database import composite_key, state_is_last_event


class Migration(migrations.Migration):
    """No state of an article without its move, and no text of one shown by another."""

    dependencies = [("insights", "0001_initial")]

    operations = [
        state_is_last_event("insights_article", "article", "article"),
        composite_key(
            "insights_article",
            "article_shows_its_own_text",
            "shown_id, id",
            "insights_articleversion",
            "id, article_id",
        ),
        composite_key(
            "insights_article",
            "article_works_on_its_own_text",
            "latest_id, id",
            "insights_articleversion",
            "id, article_id",
        ),
    ]
