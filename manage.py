#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

AS_OWNER = {"migrate", "school"}


def main() -> None:
    from deploy.local import environment

    if AS_OWNER & set(sys.argv[1:2]):
        os.environ.setdefault("NUANYANG_DB_LOGIN", "owner")
    environment.adopt()  # beside a running `make run`, use its databases
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
