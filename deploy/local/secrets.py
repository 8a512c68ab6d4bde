"""Secrets of one machine, generated on the first start, stored in ``var/secrets`` readable by the owner only."""

import base64
import secrets
from collections.abc import Mapping
from pathlib import Path

from services.kit import vault

LOGINS = ("OWNER_PASSWORD", "WEB_PASSWORD", "WORKER_PASSWORD")


def generate() -> dict[str, str]:
    """Return new secrets by environment variable."""
    return {
        "VAULT_KEYS": vault.new_key(),
        "VAULT_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "NUANYANG_SECRET_KEY": secrets.token_urlsafe(48),
        "BACKUP_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        **{login: secrets.token_urlsafe(24) for login in LOGINS},
    }


def load_or_create(folder: Path, env: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets: from `env` where set, else from `folder`, else generated and written there."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return {
        name: env.get(name) or _from_file(folder / name.lower(), generated) for name, generated in generate().items()
    }


def _from_file(path: Path, generated: str) -> str:
    if not path.exists():
        # Created with its mode first: written and then restricted, it would be readable for a moment.
        path.touch(mode=0o600)
        path.write_text(generated + "\n")
    return path.read_text().strip()
