from django.db import migrations

from cmiportal.database import moves_with_its_person


class Migration(migrations.Migration):
    """Who was seen, and whom a sealed payload is about, changes where two accounts of one person are made one."""

    dependencies = [("accounts", "0003_seen_as"), ("merging", "0001_initial")]

    operations = [
        moves_with_its_person("accounts_seenas", "seen_as_person_by_merge", "person_id"),
        moves_with_its_person("accounts_sealedpayload", "sealed_payload_about_by_merge", "about_id"),
    ]
