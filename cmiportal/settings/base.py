"""What every environment shares. Policy figures of the field stand in ``policy.py``."""

from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from redis.backoff import NoBackoff
from redis.retry import Retry

from . import env
from .policy import *  # noqa: F403 - one namespace of settings, as Django wants it

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).resolve()

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = env.flag("DEBUG")
DEMO = False
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.listed("CSRF_TRUSTED_ORIGINS", "")
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "cmiportal.accounts",
    "cmiportal.posts",
    "cmiportal.notifications",
    "cmiportal.documents",
    "cmiportal.links",
    "cmiportal.billing",
    "cmiportal.merging",
    "cmiportal.search",
    "cmiportal.enquiries",
    "cmiportal.ui",
    "membership",
    "qualifications",
    "events",
    "insights",
    "cmiportal.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_htmx",
    "import_export",
    "payments",
    "pghistory",
    "pghistory.admin",
    "pgtrigger",
    "template_partials.apps.SimpleAppConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cmiportal.addresses.whole_address_middleware",
    "cmiportal.visitors.visitors_pages_middleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cmiportal.accounts.middleware.SeeingMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "cmiportal.accounts.middleware.private_pages_middleware",
    "cmiportal.accounts.middleware.time_zone_middleware",
]

ROOT_URLCONF = "cmiportal.urls"
WSGI_APPLICATION = "cmiportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "cmiportal.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cmiportal.ui.context_processors.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["portal"]
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

# django-payments: the row of an attempt to pay, and the address that providers lead back to.
PAYMENT_MODEL = "billing.Payment"
PAYMENT_HOST = urlsplit(SITE_URL).netloc
PAYMENT_USES_SSL = SITE_URL.startswith("https:")
STRIPE_API_KEY = env.text("STRIPE_API_KEY", "")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "")
# Without both secrets orders are paid by invoice alone (system check billing.E002 refuses one without the other).
PAYMENT_VARIANTS: dict[str, tuple[str, dict[str, str]]] = {}
if STRIPE_API_KEY or STRIPE_WEBHOOK_SECRET:
    PAYMENT_VARIANTS["stripe"] = (
        "cmiportal.billing.providers.StripeProvider",
        {"api_key": STRIPE_API_KEY, "endpoint_secret": STRIPE_WEBHOOK_SECRET},
    )
# What invoices say about the Institute.
INVOICE_FROM = env.listed(
    "INVOICE_FROM", "Chartered Management Institute,Management House,Cottingham Road,Corby NN17 1TT"
)
VAT_NUMBER = env.text("VAT_NUMBER", "")
BANK_DETAILS = env.text("BANK_DETAILS", "")
BILLING_EMAIL = env.text("BILLING_EMAIL", "billing@example.org")

DATABASES = {"default": env.database("DATABASE_URL")}
# The owner of the tables migrates (scripts/release.sh); web and worker run as this role, which cannot rewrite history.
APPLICATION_ROLE = env.text("APPLICATION_ROLE", "portal_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS: tuple = ()

AUTH_USER_MODEL = "accounts.User"
# Addresses are unique by lower(email), a constraint that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["cmiportal.accounts.backends.SessionBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "cmiportal.cache.TolerantRedisCache",
        "LOCATION": REDIS_URL,
        # The client's own retries (three, with growing pauses) would hold each page for seconds while Redis is away.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
}
CELERY_TIMEZONE = "Europe/London"
# Nothing of the schedule is kept on disk: every entry may run twice or late, and says so by being harmless.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "cmiportal.site.tasks.beat", "schedule": HEARTBEAT_SECONDS},
    # A sweep that no worker took in time is worth nothing: the next one finds the same rows.
    "sweep": {
        "task": "cmiportal.notifications.tasks.deliver_due",
        "schedule": NOTIFICATION_SWEEP_SECONDS,
        "options": {"expires": NOTIFICATION_SWEEP_SECONDS},
    },
    "erase-old-posts": {"task": "cmiportal.posts.tasks.erase_old", "schedule": crontab(minute="30")},
    "documents-sweep": {"task": "cmiportal.documents.tasks.sweep", "schedule": 3600},
    # A new interval measures from the start of beat, so each full hour: a restart then delays no reminder.
    "remind-due": {"task": "qualifications.remind_due", "schedule": crontab(minute="0")},
    "expire-orders": {"task": "billing.expire_orders", "schedule": crontab()},
    "remind-of-events": {"task": "events.remind", "schedule": crontab(minute="*/5")},
    "keep-lines-moving": {"task": "events.keep_lines_moving", "schedule": crontab()},
    "call-off-events": {"task": "events.call_off", "schedule": crontab()},
    "see-to-money": {"task": "events.see_to_money", "schedule": crontab()},
    "complete-events": {"task": "events.complete_over", "schedule": crontab(minute="*/5")},
    "publish-articles": {"task": "insights.appear_due", "schedule": crontab()},
    "make-sizes-of-pictures": {"task": "insights.make_sizes", "schedule": crontab()},
    "search-due": {"task": "search.reindex_due", "schedule": crontab(minute="*/5")},
    "search-anew": {"task": "search.rebuild", "schedule": crontab(hour="3", minute="5")},
    "erase-needs": {"task": "events.erase_needs", "schedule": crontab(hour="0", minute="40")},
    "tidy-enquiries": {"task": "enquiries.tidy", "schedule": crontab(hour="0", minute="45")},
    # What a run that was stopped left is found five minutes later.
    "send-highlights": {"task": "insights.send_highlights", "schedule": crontab(minute="*/5")},
    # Soon after midnight in UK time; what a missed night left is found the next.
    "expire-places": {"task": "qualifications.expire_places", "schedule": crontab(hour="0", minute="15")},
    # On some night very many end: what a run that was stopped left is found half an hour later, not the next night.
    "end-memberships": {"task": "membership.end_what_is_over", "schedule": crontab(hour="0-5", minute="20,50")},
    "remind-renewals": {"task": "membership.remind_renewals", "schedule": crontab(hour="8", minute="10")},
    "expire-applications": {"task": "membership.expire_applications", "schedule": crontab(hour="0", minute="25")},
    "expire-nominations": {"task": "membership.expire_nominations", "schedule": crontab(hour="0", minute="35")},
    "remind-of-records": {"task": "membership.remind_of_records", "schedule": crontab(hour="8", minute="30")},
    "remind-applicants": {"task": "membership.remind_applicants", "schedule": crontab(hour="8", minute="20")},
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Chartered Management Institute <portal@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Whom to tell of a weakness of the site: /.well-known/security.txt.
SECURITY_EMAIL = env.text("SECURITY_EMAIL", "security@example.org")
# So many addresses stand in one file of /sitemap.xml; search engines read 50,000 at most.
SITEMAP_PAGE = 5_000

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["cmiportal.formats"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads are never under the web root: there is no MEDIA_URL, a view serves each file by its kind's rule.
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_HANDLERS = [
    "cmiportal.documents.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

CSRF_FAILURE_VIEW = "cmiportal.accounts.kept.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

ACCOUNT_ADAPTER = "cmiportal.notifications.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Who can read the mailbox must not thereby pass the check that protects the account from them.
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Anybody can have these two sent to somebody else's mailbox: beyond allauth's own limits, so many and no more.
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key", "confirm_email": "1/180s/key,10/d/key"}
ACCOUNT_FORMS = {
    "login": "cmiportal.accounts.forms.LoginForm",
    "signup": "cmiportal.accounts.forms.SignupForm",
    "add_email": "cmiportal.accounts.forms.AddEmailForm",
    "change_password": "cmiportal.accounts.forms.ChangePasswordForm",
    "set_password": "cmiportal.accounts.forms.SetPasswordForm",
    "reset_password": "cmiportal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "cmiportal.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "cmiportal.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "cmiportal.accounts.second_step.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "cmiportal.accounts.forms.AuthenticateForm",
    "reauthenticate": "cmiportal.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "cmiportal.accounts.forms.ActivateTOTPForm",
}
# Nobody gets in without a confirmed address, so one that is being changed to need not stop the second step.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A phone whose clock is half a minute off still makes codes that are right.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Chartered Management Institute"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"keys": {"()": "cmiportal.logs.HideKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "cmiportal": {"level": "INFO"},
        "qualifications": {"level": "INFO"},
        "insights": {"level": "INFO"},
    },
}
