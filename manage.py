#!/usr/bin/env python
"""The project's commands: `python manage.py help`."""

import os
import sys
import warnings


# What works on the code alone; every other command has the database running.
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "makemigrations",
    "read_article",
    "spectacular",
    "startapp",
    "version",
}


def execute(arguments: list[str]) -> None:
    """Run the command; the audit knows what it writes as its own."""
    from django.core.management import execute_from_command_line

    from compliance.core.acting import acting
    from tracker.acting import command

    with acting(command(arguments[1] if len(arguments) > 1 else "help")):
        execute_from_command_line(arguments)


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from tracker import postgres

    command = arguments[1] if len(arguments) > 1 else "help"
    try:
        settings.DATABASES  # noqa: B018 - reads the environment, and says what is wrong with it
        if command in WITHOUT_DATABASE or {"-h", "--help", "--version"} & set(arguments):
            warnings.filterwarnings("ignore", "Got an error checking a consistent migration")
        elif settings.EMBEDDED:
            postgres.ensure(settings.HOME)
        else:
            postgres.check(settings.DATABASE_URL)
    except (ImproperlyConfigured, postgres.Unavailable) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    try:
        execute(arguments)
    except BrokenPipeError:  # whoever read the output has seen enough, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


if __name__ == "__main__":
    main(sys.argv)
