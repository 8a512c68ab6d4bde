"""Secrets of one machine, made on the first start and kept in ``var/secrets`` for its owner's eyes only."""

import base64
import secrets
from collections.abc import Mapping
from pathlib import Path

LOGINS = ("OWNER_PASSWORD", "WEB_PASSWORD", "WORKER_PASSWORD")


def vault_key() -> str:
    """One key of the vault as ``id:base64``; the first of a comma-separated list is the active one."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def fresh() -> dict[str, str]:
    """New secrets under the names of the environment variables that carry them."""
    return {
        "VAULT_KEYS": vault_key(),
        "VAULT_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "NUANYANG_SECRET_KEY": secrets.token_urlsafe(48),
        **{login: secrets.token_urlsafe(24) for login in LOGINS},
    }


def kept(folder: Path, env: Mapping[str, str]) -> dict[str, str]:
    """The machine's secrets: from `env` where given, else from `folder`, else made now and written there."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return {name: env.get(name) or _from_file(folder / name.lower(), made) for name, made in fresh().items()}


def _from_file(path: Path, made: str) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(made + "\n")
    return path.read_text().strip()
