"""What the surroundings tell us, read once, typed, with a sentence for what is missing."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

Mode = Literal["local", "test", "check", "production"]
Login = Literal["web", "worker", "owner"]

ROOT = Path(__file__).resolve().parents[2]
# What `make check` and an editor need: settings that import without any server.
NO_DATABASE = "postgresql://nobody@localhost:1/none"
NO_KEY = "check:" + "A" * 43 + "="


class ConfigurationError(RuntimeError):
    """The surroundings lack something; the sentence names the variable."""


def _need(name: str, mode: Mode, otherwise: str) -> str:
    if value := os.environ.get(name, ""):
        return value
    if mode in {"check", "test"}:
        return otherwise
    raise ConfigurationError(f"{name} is not set. `make run` sets it; elsewhere see docs/operations.md.")


def _mode() -> Mode:
    mode = os.environ.get("NUANYANG_MODE", "check")
    if mode not in {"local", "test", "check", "production"}:
        raise ConfigurationError(f"NUANYANG_MODE is {mode!r}; it must be local, test, check or production.")
    return cast("Mode", mode)


def _login() -> Login:
    login = os.environ.get("NUANYANG_DB_LOGIN", "web")
    if login not in {"web", "worker", "owner"}:
        raise ConfigurationError(f"NUANYANG_DB_LOGIN is {login!r}; it must be web, worker or owner.")
    return cast("Login", login)


def _yes(name: str, default: str) -> bool:
    return os.environ.get(name, default).lower() in {"1", "yes", "true", "on"}


@dataclass(frozen=True)
class Metrics:
    """Where the sweep answers a monitor: on no port, unless told; beyond this machine only to who knows the token."""

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
    mode: Mode = field(default_factory=_mode)
    login: Login = field(default_factory=_login)

    def __post_init__(self) -> None:
        if self.mode == "production" and os.environ.get("NUANYANG_CLOCK"):
            raise ConfigurationError("NUANYANG_CLOCK is for journeys and demos; production follows the real clock.")
        if self.mode == "production" and NO_KEY in self.vault_keys:
            raise ConfigurationError("VAULT_KEYS holds the key of the examples; make a key of your own.")

    @property
    def secret_key(self) -> str:
        return _need("NUANYANG_SECRET_KEY", self.mode, "only-for-checks-and-tests")

    @property
    def vault_keys(self) -> str:
        return _need("VAULT_KEYS", self.mode, NO_KEY)

    @property
    def vault_index_key(self) -> str:
        return _need("VAULT_INDEX_KEY", self.mode, "B" * 43 + "=")

    def database(self, login: Login) -> str:
        """The URL of a login. Only commands of the operator are given the owner's."""
        if login == "owner" and self.login != "owner":
            return os.environ.get("OWNER_DATABASE_URL", NO_DATABASE)
        return _need(f"{login.upper()}_DATABASE_URL", self.mode, NO_DATABASE)

    @property
    def redis_url(self) -> str:
        return os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")

    @property
    def lease_seconds(self) -> float:
        """After so many seconds of silence a worker counts as dead and its job or delivery is taken by another."""
        return float(os.environ.get("NUANYANG_LEASE_SECONDS", "60"))

    @property
    def var(self) -> Path:
        return Path(os.environ.get("NUANYANG_DATA_DIR", ROOT / "var"))

    @property
    def metrics(self) -> "Metrics":
        return Metrics()

    @property
    def hosts(self) -> list[str]:
        return os.environ.get("NUANYANG_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

    @property
    def is_demo(self) -> bool:
        """The demo county leaves second factors off and says so on every page."""
        return _yes("NUANYANG_DEMO", "yes" if self.mode == "local" else "no")

    @property
    def mfa_compulsory(self) -> bool:
        return _yes("NUANYANG_MFA", "no" if self.is_demo or self.mode == "test" else "yes")

    @property
    def https(self) -> bool:
        return _yes("NUANYANG_HTTPS", "yes" if self.mode == "production" else "no")

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
        """STARTTLS, as mail hosts ask for on port 587."""
        return _yes("EMAIL_TLS", "no")

    @property
    def email_from(self) -> str:
        return os.environ.get("EMAIL_FROM", "nuanyang@localhost")


env = Env()
