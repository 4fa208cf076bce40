"""What kept forms offer to the rest of the house: their privacy tables."""

from cmiportal.registry import MergeTable, PrivacyTable

PRIVACY = (
    PrivacyTable(
        "sent_post",
        model="posts.SentPost",
        person="person",
        export=("location", "created_at"),
        retention="POST_KEY_DAYS",
    ),
    PrivacyTable(
        "kept_form",
        model="posts.KeptForm",
        person="person",
        export=("path", "fields", "files", "created_at"),
        retention="KEPT_FORM_HOURS at most; a form that creates something goes once it is sent",
    ),
)
MERGING = (
    MergeTable("posts.SentPost", called=("form that was sent", "forms that were sent"), moves=("person",)),
    MergeTable(
        "posts.KeptForm", called=("form that waits to be sent", "forms that wait to be sent"), moves=("person",)
    ),
)
