"""Environment variables, read once and typed, with a message for each that is missing or invalid."""

import os
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, cast

Mode = Literal["local", "test", "check", "production"]
Login = Literal["web", "worker", "owner"]

ROOT = Path(__file__).resolve().parents[2]
# For `make check` and editors: values with which the settings import without a server.
NO_DATABASE = "postgresql://nobody@localhost:1/none"
NO_KEY = "check:" + "A" * 43 + "="


class ConfigurationError(RuntimeError):
    """An environment variable is missing or invalid; the message names it."""


def _required(name: str, mode: Mode, check_value: str) -> str:
    if value := os.environ.get(name, ""):
        return value
    if mode in {"check", "test"}:
        return check_value
    raise ConfigurationError(f"{name} is not set. `make run` sets it; elsewhere see docs/operations.md.")


def _mode() -> Mode:
    if not (mode := os.environ.get("NUANYANG_MODE", "")):
        # No default: each would be wrong somewhere, and `check` has a published key.
        raise ConfigurationError(
            "NUANYANG_MODE is not set. `make run` sets it; a server needs `production` in its environment file, a tool"
            " without a server `check` (docs/operations.md)."
        )
    if mode not in {"local", "test", "check", "production"}:
        raise ConfigurationError(f"NUANYANG_MODE is {mode!r}; it must be local, test, check or production.")
    return cast("Mode", mode)


def _login() -> Login:
    login = os.environ.get("NUANYANG_DB_LOGIN", "web")
    if login not in {"web", "worker", "owner"}:
        raise ConfigurationError(f"NUANYANG_DB_LOGIN is {login!r}; it must be web, worker or owner.")
    return cast("Login", login)


def _flag(name: str, default: str) -> bool:
    return os.environ.get(name, default).lower() in {"1", "yes", "true", "on"}


@dataclass(frozen=True)
class Metrics:
    """Where the sweep serves metrics. Port 0 serves none; other machines need the token."""

    port: int = field(default_factory=lambda: int(os.environ.get("NUANYANG_METRICS_PORT", "0")))
    host: str = field(default_factory=lambda: os.environ.get("NUANYANG_METRICS_HOST", "127.0.0.1"))
    token: str = field(default_factory=lambda: os.environ.get("NUANYANG_METRICS_TOKEN", ""), repr=False)

    def __post_init__(self) -> None:
        if self.port and not self.token and self.host not in {"127.0.0.1", "::1", "localhost"}:
            raise ConfigurationError(
                "NUANYANG_METRICS_HOST opens the metrics to others; set NUANYANG_METRICS_TOKEN too."
            )


@dataclass(frozen=True)
class Env:
    """The environment of this process."""

    mode: Mode = field(default_factory=_mode)
    login: Login = field(default_factory=_login)

    def __post_init__(self) -> None:
        if self.mode == "production" and os.environ.get("NUANYANG_CLOCK"):
            raise ConfigurationError("NUANYANG_CLOCK is for tests and the demo; production uses the real clock.")
        if self.mode == "production" and NO_KEY in self.vault_keys:
            raise ConfigurationError("VAULT_KEYS holds the key of the examples; generate a new key.")

    @property
    def secret_key(self) -> str:
        return _required("NUANYANG_SECRET_KEY", self.mode, "only-for-checks-and-tests")

    @property
    def vault_keys(self) -> str:
        return _required("VAULT_KEYS", self.mode, NO_KEY)

    @property
    def vault_index_key(self) -> str:
        return _required("VAULT_INDEX_KEY", self.mode, "B" * 43 + "=")

    def database(self, login: Login) -> str:
        """The URL of a database login. Only the operator's commands get the owner's."""
        if login == "owner" and self.login != "owner":
            return os.environ.get("OWNER_DATABASE_URL", NO_DATABASE)
        return _required(f"{login.upper()}_DATABASE_URL", self.mode, NO_DATABASE)

    @property
    def redis_url(self) -> str:
        return os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")

    @property
    def lease_seconds(self) -> float:
        """Seconds after which a worker that is silent counts as dead and another claims its job or delivery."""
        return float(os.environ.get("NUANYANG_LEASE_SECONDS", "60"))

    @property
    def data_dir(self) -> Path:
        return Path(os.environ.get("NUANYANG_DATA_DIR", ROOT / "var"))

    @property
    def root(self) -> Path:
        return ROOT

    @property
    def address(self) -> str:
        """The public address, for links and the certificate check."""
        return os.environ.get("NUANYANG_ADDRESS", "")

    @property
    def ca_file(self) -> str:
        """Certificates of a private authority, where the proxy's is not a public one."""
        return os.environ.get("NUANYANG_CA_FILE", "")

    @property
    def min_free_bytes(self) -> int:
        """Free bytes of the data disk below which the doctor warns: a day of logs and a backup of a small county."""
        return int(os.environ.get("NUANYANG_MIN_FREE_BYTES") or 2 * 2**30)

    @property
    def files_quota_bytes(self) -> int:
        """Bytes of attachments and exports of one school: 200 children with ten photos each take some 4 GiB."""
        return int(os.environ.get("NUANYANG_FILES_QUOTA_BYTES") or 5 * 2**30)

    @property
    def clamd(self) -> str:
        """The socket of ClamAV's daemon, a path or `host:port`; "" where uploads are not scanned."""
        return os.environ.get("NUANYANG_CLAMD", "")

    @property
    def backup_key(self) -> str:
        """The key of the backups, for the operator's commands only; "" in every other process."""
        return os.environ.get("BACKUP_KEY", "")

    @property
    def backup_dir(self) -> Path:
        return Path(os.environ.get("BACKUP_DIR") or self.data_dir / "backups")

    @property
    def backup_hook(self) -> str:
        """A command that copies a new backup to another place; it gets the path as its last argument."""
        return os.environ.get("BACKUP_HOOK", "")

    @property
    def metrics(self) -> Metrics:
        return Metrics()

    @property
    def allowed_hosts(self) -> list[str]:
        return os.environ.get("NUANYANG_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

    @property
    def link_address(self) -> str:
        """The public address of the service, with a slash at its end: links are printed below it."""
        scheme = "https" if self.https else "http"
        given = self.address or f"{scheme}://{self.allowed_hosts[0]}"
        return f"{given.rstrip('/')}/"

    @property
    def trusted_proxies(self) -> list[str]:
        """Networks of the proxies whose word on the caller's address counts."""
        given = os.environ.get("NUANYANG_TRUSTED_PROXIES", "127.0.0.0/8,::1/128")
        try:
            return [str(ip_network(entry.strip())) for entry in given.split(",") if entry.strip()]
        except ValueError as error:
            raise ConfigurationError(f"NUANYANG_TRUSTED_PROXIES holds no network: {error}.") from error

    @property
    def is_demo(self) -> bool:
        """Whether this is the demo: no second factors, and a notice on every page."""
        return _flag("NUANYANG_DEMO", "yes" if self.mode == "local" else "no")

    @property
    def mfa_compulsory(self) -> bool:
        """Whether roles with much power need a second factor."""
        return _flag("NUANYANG_MFA", "no" if self.is_demo or self.mode == "test" else "yes")

    @property
    def local_words(self) -> list[str]:
        """Names that no password may be made of: of the county, its townships and schools, in pinyin or characters."""
        return [word.strip() for word in os.environ.get("NUANYANG_LOCAL_WORDS", "").split(",") if word.strip()]

    @property
    def https(self) -> bool:
        return _flag("NUANYANG_HTTPS", "yes" if self.mode == "production" else "no")

    @property
    def email_host(self) -> str:
        return os.environ.get("EMAIL_HOST", "127.0.0.1")

    @property
    def email_port(self) -> int:
        return int(os.environ.get("EMAIL_PORT", "25"))

    @property
    def email_user(self) -> str:
        return os.environ.get("EMAIL_USER", "")

    @property
    def email_password(self) -> str:
        return os.environ.get("EMAIL_PASSWORD", "")

    @property
    def email_tls(self) -> bool:
        """Whether to use STARTTLS, which mail servers require on port 587."""
        return _flag("EMAIL_TLS", "no")

    @property
    def email_from(self) -> str:
        return os.environ.get("EMAIL_FROM", "nuanyang@localhost")


env = Env()
