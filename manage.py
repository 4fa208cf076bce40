#!/usr/bin/env python
"""Run one of the project's management commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmiportal.settings.dev")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C, as shells count it; nobody at a keyboard wants the traceback


if __name__ == "__main__":
    main()
