"""What kept forms offer to the rest of the house: their privacy tables."""

from cmiportal.registry import PrivacyTable

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
