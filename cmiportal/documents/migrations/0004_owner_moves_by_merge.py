from django.db import migrations

from cmiportal.database import deferrable, frozen_itself, moves_with_its_person

VERSION = "documents_itemversion"
KEPT = ("id", "item_id", "number", "kind", "word_count", "created_at", "text_sha256", "file_sha256")
CONTENT = ("title", "text", "file_id", "dated_on", "erased_at")
ERASED = (
    "OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.title = '' AND NEW.text = '' AND NEW.file_id IS NULL"
)


def same(*columns):
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return f"({new}) IS NOT DISTINCT FROM ({old})"


class Migration(migrations.Migration):
    """A version goes with its owner where two accounts of one person are made one; else it stays frozen as it was."""

    dependencies = [("documents", "0003_evidence_is_dated"), ("merging", "0001_initial")]

    former = frozen_itself(VERSION, "item_version_frozen", when=f"NOT ({ERASED} AND {same(*KEPT, 'owner_id')})")
    operations = [
        *deferrable(VERSION, "item_version_owner"),
        migrations.RunSQL(former.reverse_sql, former.sql),
        frozen_itself(
            VERSION,
            "item_version_frozen",
            when=f"NOT ({same(*KEPT)} AND (({ERASED} AND {same('owner_id')}) OR {same(*CONTENT)}))",
        ),
        moves_with_its_person(VERSION, "item_version_owner_by_merge", "owner_id"),
        moves_with_its_person("documents_storedfile", "stored_file_owner_by_merge", "owner_id"),
    ]
