"""Each environment's settings as a process sees them that starts with that environment alone."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "a-long-secret-of-the-tests",
    "DATABASE_URL": "postgresql://portal_app@db.example.org/portal",
    "REDIS_URL": "redis://cache.example.org:6379/0",
    "ALLOWED_HOSTS": "portal.example.org",
}


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a new process with no other environment than `environment`."""
    path = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**path, **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_production_does_not_start_without_a_setting_and_names_it(name):
    lacking = {key: value for key, value in COMPLETE.items() if key != name}
    start = python("import cmiportal.wsgi", **lacking)
    assert start.returncode == 1
    assert start.stderr.splitlines()[-1].endswith(
        f": Set {name} in the environment; the README's table of settings says what to put there."
    )


def test_production_names_everything_that_is_missing_at_once():
    start = python("import cmiportal.wsgi")
    assert "Set SECRET_KEY, DATABASE_URL, REDIS_URL, ALLOWED_HOSTS in the environment" in start.stderr


def test_production_is_closed_and_safe_with_the_four_settings_alone():
    told = python(
        "from cmiportal.settings import prod as p;"
        "print(p.DEBUG, p.DEMO, p.SITE_URL, p.SESSION_COOKIE_SECURE, 'cmiportal.demo' in p.INSTALLED_APPS)",
        **COMPLETE,
    )
    assert told.stdout.strip() == "False False https://portal.example.org True False"


def test_work_on_one_machine_has_debug_and_demo_off_until_asked_for():
    told = python("from cmiportal.settings import dev as d; print(d.DEBUG, d.DEMO, d.EMAIL_BACKEND)")
    assert told.stdout.strip() == "False False django.core.mail.backends.smtp.EmailBackend"


def test_the_readme_lists_every_setting_that_is_asked_for_and_no_other():
    asked = python(
        "from cmiportal.settings import env, prod, dev;"
        "from cmiportal.demo.management.commands.demo import asked_for;"
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'cmiportal.settings.dev'; asked_for();"
        "print(*sorted(env.asked))",
        **COMPLETE,
    )
    readme = (settings.BASE_DIR / "README.md").read_text()
    procfile = (settings.BASE_DIR / "Procfile").read_text()
    table = readme.partition("## Settings")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)
    assert sorted(listed) == sorted(
        {*asked.stdout.split(), *re.findall(r"\$\{([A-Z_]+)", procfile), "DJANGO_SETTINGS_MODULE"}
    )


def test_nothing_but_the_reader_looks_at_the_environment():
    naming = {"celery.py", "wsgi.py"}  # they name the settings module, as every Django project does
    readers = [
        path.relative_to(settings.BASE_DIR)
        for folder in ("cmiportal", "qualifications")
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text()) and path.name not in naming
    ]
    assert [str(path) for path in readers] == ["cmiportal/settings/env.py"]
