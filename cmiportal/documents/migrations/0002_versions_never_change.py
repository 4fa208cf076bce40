from django.db import migrations

from cmiportal.database import composite_key, frozen_itself

UNCHANGED = (
    "NEW.id, NEW.item_id, NEW.owner_id, NEW.number, NEW.kind, NEW.word_count, NEW.created_at, "
    "NEW.text_sha256, NEW.file_sha256"
)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        composite_key(
            "documents_itemversion", "item_version_owner", "item_id, owner_id", "documents_item", "id, owner_id"
        ),
        composite_key(
            "documents_itemversion",
            "item_version_file_hash",
            "file_id, file_sha256",
            "documents_storedfile",
            "id, sha256",
        ),
        # The one exit is erasure: title and text emptied, file let go, both hashes kept.
        frozen_itself(
            "documents_itemversion",
            "item_version_frozen",
            when="NOT (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.title = '' AND NEW.text = '' AND NEW.file_id IS NULL "
            f"AND ({UNCHANGED}) IS NOT DISTINCT FROM ({UNCHANGED.replace('NEW.', 'OLD.')}))",
        ),
    ]
