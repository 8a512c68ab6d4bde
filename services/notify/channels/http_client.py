"""HTTP calls to gateways: to allowed hosts only, without redirects, within seconds, with a certain outcome.

A call that failed before its request was written was certainly not accepted; one that broke afterwards may have been.
"""

import os
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import orjson
import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError
from urllib3.exceptions import SSLError as TlsError

from services.notify.channels import allowed_hosts
from services.notify.channels.base import SendResult
from services.notify.choices import AttemptOutcome

CONNECT_TIMEOUT, READ_TIMEOUT, MAX_DURATION = 3.0, 5.0, 10.0  # seconds
MAX_REPLY_BYTES = 64 * 1024
BUSY = {408, 425, 429, 503}  # certainly not accepted; may be retried
POOL_SIZE = 16  # open connections to one host
_sessions: dict[tuple[int, bool], requests.Session] = {}
_LOCK = threading.Lock()


@dataclass(frozen=True)
class HttpReply:
    status: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON; {} when it is not JSON."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return {}


class CallFailed(Exception):
    """The call brought no readable reply; `result` holds its outcome."""

    def __init__(self, outcome: AttemptOutcome, reason: str) -> None:
        super().__init__(reason)
        self.result = SendResult(outcome, reason=reason)


def call(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    params: Mapping[str, str] | None = None,
    keep: bool = False,
) -> HttpReply:
    """POST and read the reply. `keep` reuses the connection, where a call may be repeated. Raises CallFailed."""
    try:
        is_trusted = allowed_hosts.check(url)
    except allowed_hosts.HostNotAllowed:
        raise CallFailed(AttemptOutcome.REJECTED, "HOST_NOT_ALLOWED") from None
    session = _session(is_trusted=is_trusted, keep=keep)
    try:
        with session.post(
            url,
            data=body,
            headers={"User-Agent": "nuanyang", **headers},
            params=params,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
            allow_redirects=False,
            stream=True,
        ) as response:
            return HttpReply(response.status_code, _read(response))
    except (requests.RequestException, OSError) as error:
        raise _failure(error) from error
    finally:
        if not keep:
            session.close()


def outcome_of_status(reply: HttpReply) -> SendResult:
    """The outcome by the HTTP status alone, where the provider's own code is unknown."""
    reason = f"HTTP_{reply.status}"
    if reply.status in BUSY or 300 <= reply.status < 400:
        return SendResult(AttemptOutcome.FAILED, reason=reason)
    if 400 <= reply.status < 500:
        return SendResult(AttemptOutcome.REJECTED, reason=reason)
    # A server may fail after it accepted the message, and a 200 without a known code proves nothing.
    return SendResult(AttemptOutcome.UNKNOWN, reason=reason)


def _read(response: requests.Response) -> bytes:
    """Read the body. However it ends early, the outcome is unknown and the reason one of two."""
    deadline, chunks, size = time.monotonic() + MAX_DURATION, [], 0
    try:
        for chunk in response.iter_content(8192):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_REPLY_BYTES or time.monotonic() > deadline:
                raise CallFailed(AttemptOutcome.UNKNOWN, "ANSWER_TOO_LONG")
    except (requests.RequestException, OSError) as error:  # which one depends on where the connection broke
        raise CallFailed(AttemptOutcome.UNKNOWN, "ANSWER_INCOMPLETE") from error
    return b"".join(chunks)


def _failure(error: Exception) -> CallFailed:
    causes = list(_causes(error))
    if any(isinstance(cause, _PrivateAddress) for cause in causes):
        return CallFailed(AttemptOutcome.REJECTED, "PRIVATE_ADDRESS")
    not_written = (requests.ConnectTimeout, NewConnectionError, ConnectTimeoutError, ProxyError)
    if any(isinstance(cause, not_written) for cause in causes):
        return CallFailed(AttemptOutcome.FAILED, "NO_CONNECTION")
    if any(isinstance(cause, TlsError) and "certificate" in str(cause).lower() for cause in causes):
        return CallFailed(AttemptOutcome.FAILED, "CERTIFICATE")
    return CallFailed(AttemptOutcome.UNKNOWN, type(error).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The chain of causes: requests and urllib3 keep them in `args`, `reason` or `__cause__`."""
    while error is not None:
        yield error
        inner = error.args[0] if error.args and isinstance(error.args[0], Exception) else None
        error = getattr(inner, "reason", None) or inner or error.__cause__


def _session(*, is_trusted: bool, keep: bool) -> requests.Session:
    """The session of this process where connections are kept, else a new one.

    A kept connection may have gone stale, which would leave an uncertain outcome: only repeatable calls use it.
    """
    if not keep:
        return _new_session(is_trusted=is_trusted)
    key = os.getpid(), is_trusted
    with _LOCK:
        if key not in _sessions:
            _sessions[key] = _new_session(is_trusted=is_trusted)
        return _sessions[key]


def _new_session(*, is_trusted: bool) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    proxy = settings.NOTIFY_PROXY
    session.proxies = {"http": proxy, "https": proxy} if proxy else {}
    if is_trusted or proxy:
        session.mount("http://", HTTPAdapter(pool_maxsize=POOL_SIZE))
        session.mount("https://", HTTPAdapter(pool_maxsize=POOL_SIZE))
    else:
        session.mount("https://", _PublicAdapter(pool_maxsize=POOL_SIZE))
    return session


# -- An allowed name must not resolve into our own network (SSRF): the address of the open connection is checked before
# -- anything is sent, because a second look-up could give another address.
class _PrivateAddress(NewConnectionError):
    pass


class _PublicConnection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_private(self)


class _PublicTlsConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_private(self)


def _refuse_private(connection: HTTPConnection) -> None:
    if connection.sock is None or not allowed_hosts.is_public(connection.sock.getpeername()[0]):
        connection.close()
        raise _PrivateAddress(connection, "private address")


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTlsConnection


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicPool, "https": _PublicTlsPool}
