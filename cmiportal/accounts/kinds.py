"""What accounts offer to the rest of the house: messages, privacy tables, the entry in the account bar."""

from cmiportal.registry import NavigationEntry, NotificationKind, PrivacyTable

URL = "/accounts/password/reset/key/3-d1x2y3/"
REASON = "somebody used this e-mail address at the Chartered Management Institute"

MESSAGES = (
    NotificationKind(
        "account_confirm",
        label="Confirm a new account",
        subject="Confirm your e-mail address",
        template="accounts/mail/confirm",
        reason=REASON,
        secret=True,
        by_name=False,
        example={"path": URL},
    ),
    NotificationKind(
        "account_confirm_change",
        label="Confirm a new e-mail address",
        subject="Confirm your new e-mail address",
        template="accounts/mail/confirm_change",
        reason=REASON,
        secret=True,
        by_name=False,
        example={"path": URL},
    ),
    NotificationKind(
        "account_exists",
        label="Sign-up with a known address",
        subject="You already have an account",
        template="accounts/mail/exists",
        reason=REASON,
        example={"path": "/accounts/password/reset/"},
    ),
    NotificationKind(
        "account_reset",
        label="Password reset",
        subject="Choose a new password",
        template="accounts/mail/reset",
        reason=REASON,
        secret=True,
        example={"path": URL},
    ),
    NotificationKind(
        "account_unknown",
        label="Password reset for an unknown address",
        subject="You have no account with this e-mail address",
        template="accounts/mail/unknown",
        reason=REASON,
        example={"path": "/accounts/signup/"},
    ),
    NotificationKind(
        "account_security",
        label="Change to the security of an account",
        subject="{what}",
        template="accounts/mail/security",
        reason="it concerns the security of your account",
        example={
            "what": "Your password was changed",
            "at": "2027-01-19T10:30:00+00:00",
            "path": "/accounts/password/reset/",
        },
    ),
)

PRIVACY = (
    PrivacyTable(
        "user",
        model="accounts.User",
        person="pk",
        export=("email", "name", "preferred_name", "time_zone", "date_of_birth", "uln", "date_joined", "last_login"),
        retention="as long as the account is open; then erased, save where an award must name its holder",
    ),
    PrivacyTable(
        "user_email",
        model="account.EmailAddress",
        person="user",
        export=("email", "verified", "primary"),
        retention="as long as the account is open",
    ),
    PrivacyTable(
        "user_second_step",
        model="mfa.Authenticator",
        person="user",
        export=("type", "created_at", "last_used_at"),
        retention="until the person turns it off, or the account is closed",
    ),
    PrivacyTable(
        "seen_as",
        model="accounts.SeenAs",
        person="person",
        export=("since", "until", "reason"),
        retention="six years, so that whoever looked can be asked",
    ),
    PrivacyTable(
        "calendar_key",
        model="accounts.CalendarKey",
        person="person",
        export=("renewed_at",),
        retention="as long as the account is open; a new address takes the place of the former",
    ),
    PrivacyTable(
        "sealed_payload",
        model="accounts.SealedPayload",
        person="about",
        export=("body",),
        retention="as long as the event that it belongs to must be explained; then erased, and the event stays",
    ),
)

ACCOUNT = NavigationEntry(
    "account",
    label="Account",
    url_name="accounts:profile_detail",
    section="account",
    order=900,
    also=(
        "account_email",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_index",
    ),
)
