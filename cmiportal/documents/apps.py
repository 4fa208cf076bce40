"""The app documents of the ground floor."""

from django.apps import AppConfig

from cmiportal.registry import MergeTable, PrivacyTable, register

KEPT_WITH_THE_WORK = "As long as a result that rests on it may be questioned; then it is erased and its hash stays."


class DocumentsConfig(AppConfig):
    name = "cmiportal.documents"
    label = "documents"

    def ready(self) -> None:
        """Say which tables hold what belongs to a person, and that it goes with them."""
        register(
            PrivacyTable(
                key="documents.files",
                model="documents.StoredFile",
                person="owner",
                export=("name", "media_type", "size", "created_at"),
                retention=KEPT_WITH_THE_WORK,
            ),
            PrivacyTable(
                key="documents.items",
                model="documents.Item",
                person="owner",
                export=("title", "kind", "dated_on", "created_at", "withdrawn_at"),
                retention=KEPT_WITH_THE_WORK,
            ),
            PrivacyTable(
                key="documents.drafts",
                model="documents.ItemDraft",
                person="item__owner",
                export=("text", "saved_at"),
                retention="Until the evidence is withdrawn or the account is closed.",
            ),
            PrivacyTable(
                key="documents.versions",
                model="documents.ItemVersion",
                person="owner",
                export=("number", "title", "kind", "dated_on", "text", "word_count", "created_at"),
                retention=KEPT_WITH_THE_WORK,
            ),
            MergeTable("documents.StoredFile", called=("file", "files"), moves=("owner",)),
            MergeTable("documents.Item", called=("piece of evidence", "pieces of evidence"), moves=("owner",)),
            MergeTable(
                "documents.ItemVersion", called=("version of evidence", "versions of evidence"), moves=("owner",)
            ),
        )
