"""Print a new environment file with fresh secrets: ``python -m deploy.new_env care.example.cn > deploy/.env``.

Protect it (chmod 600) and keep a copy elsewhere: without ``VAULT_KEYS`` nobody can read the sealed columns.
"""

import secrets as random
import sys

from deploy.local import secrets


def lines(domain: str) -> list[str]:
    """One ``NAME=value`` a line, in the order an operator reads them."""
    return [
        f"NUANYANG_DOMAIN={domain}",
        f"NUANYANG_ALLOWED_HOSTS={domain}",
        "EMAIL_HOST=smtp.example.cn",
        "EMAIL_PORT=25",
        f"EMAIL_FROM=nuanyang@{domain}",
        # The admin's, used once to make the roles; the three logins of the service have their own.
        f"POSTGRES_PASSWORD={random.token_urlsafe(24)}",
        *(f"{name}={value}" for name, value in secrets.generate().items()),
    ]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("\n".join(lines(sys.argv[1])))
