#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

# Database logins of the commands that need more than the web's.
LOGINS = {"migrate": "owner", "school": "owner", "keys": "worker"}


def main() -> None:
    from deploy.local import environment

    for login in (LOGINS[name] for name in sys.argv[1:2] if name in LOGINS):
        os.environ.setdefault("NUANYANG_DB_LOGIN", login)
    environment.adopt()  # beside a running `make run`, use its databases
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
