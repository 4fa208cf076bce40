"""Work and demo on one machine: `make demo` hands down DATABASE_URL and REDIS_URL of its own servers."""

from . import env

env.assume(
    SECRET_KEY="only-for-work-and-demo-on-one-machine-never-in-production",
    ALLOWED_HOSTS="localhost,127.0.0.1,[::1]",
    DATABASE_URL="postgresql://portal@/postgres?host=/tmp",
    REDIS_URL="redis://localhost:6379/0",
)

from .base import *  # noqa: E402,F403 - base asks for what is assumed above
from .base import INSTALLED_APPS, VAR_DIR  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "cmiportal.demo"]
DEMO = env.flag("DEMO")
EMAIL_FILE_PATH = VAR_DIR / "mail"
if DEMO:
    EMAIL_BACKEND = "cmiportal.demo.mail.FolderBackend"
    PAYMENT_VARIANTS = {"dummy": ("cmiportal.billing.providers.DemoProvider", {})}
    # Invented, and plainly so.
    VAT_NUMBER = "GB 000 0000 00"
    BANK_DETAILS = "Transfer to the demo’s account: sort code 00-00-00, account number 00000000."
