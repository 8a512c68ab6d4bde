"""One call to the outside: to allowed hosts only, no redirect, a few seconds, and an honest word on how it ended.

What failed before the request was written was surely not accepted; what broke afterwards may have been.
"""

import os
import threading
import time
from collections.abc import Mapping
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
from urllib3.exceptions import SSLError as BrokenTls

from services.notify.channels import allowed_hosts
from services.notify.channels.base import SendResult
from services.notify.choices import AttemptOutcome

CONNECT, READ, WHOLE = 3.0, 5.0, 10.0  # seconds
MAX_REPLY_BYTES = 64 * 1024  # of an answer
BUSY = {408, 425, 429, 503}  # surely not accepted: come again
SESSIONS = 16  # kept open to one host
_KEPT: dict[tuple[int, bool], requests.Session] = {}
_LOCK = threading.Lock()


@dataclass(frozen=True)
class HttpReply:
    status: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON; {} when it is none."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return {}


class CallFailed(Exception):
    """The call came to no answer that could be read."""

    def __init__(self, outcome: AttemptOutcome, reason: str) -> None:
        super().__init__(reason)
        self.reply = SendResult(outcome, reason=reason)


def call(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    params: Mapping[str, str] | None = None,
    keep: bool = False,
) -> HttpReply:
    """POST and read the answer. `keep`: use the line again, where a call may be repeated. Raises Ended."""
    try:
        is_trusted = allowed_hosts.check(url)
    except allowed_hosts.HostNotAllowed:
        raise CallFailed(AttemptOutcome.REJECTED, "HOST_NOT_ALLOWED") from None
    line = _line(is_trusted=is_trusted, keep=keep)
    try:
        with line.post(
            url,
            data=body,
            headers={"User-Agent": "nuanyang", **headers},
            params=params,
            timeout=(CONNECT, READ),
            allow_redirects=False,
            stream=True,
        ) as answer:
            return HttpReply(answer.status_code, _read(answer))
    except (requests.RequestException, OSError) as error:
        raise _ended(error) from error
    finally:
        if not keep:
            line.close()


def outcome_of_status(answer: HttpReply) -> SendResult:
    """What a status alone says, where the provider's own code is not known."""
    reason = f"HTTP_{answer.status}"
    if answer.status in BUSY or 300 <= answer.status < 400:
        return SendResult(AttemptOutcome.FAILED, reason=reason)
    if 400 <= answer.status < 500:
        return SendResult(AttemptOutcome.REJECTED, reason=reason)
    return SendResult(AttemptOutcome.UNKNOWN, reason=reason)  # something behind the door broke, or said nothing we know


def _read(answer: requests.Response) -> bytes:
    end, parts, size = time.monotonic() + WHOLE, [], 0
    for part in answer.iter_content(8192):
        parts.append(part)
        size += len(part)
        if size > MAX_REPLY_BYTES or time.monotonic() > end:
            raise CallFailed(AttemptOutcome.UNKNOWN, "ANSWER_TOO_LONG")
    return b"".join(parts)


def _ended(error: Exception) -> CallFailed:
    causes = list(_causes(error))
    if any(isinstance(each, _Private) for each in causes):
        return CallFailed(AttemptOutcome.REJECTED, "PRIVATE_ADDRESS")
    not_written = (requests.ConnectTimeout, NewConnectionError, ConnectTimeoutError, ProxyError)
    if any(isinstance(each, not_written) for each in causes):
        return CallFailed(AttemptOutcome.FAILED, "NO_CONNECTION")
    if any(isinstance(each, BrokenTls) and "certificate" in str(each).lower() for each in causes):
        return CallFailed(AttemptOutcome.FAILED, "CERTIFICATE")
    return CallFailed(AttemptOutcome.UNKNOWN, type(error).__name__)


def _causes(error: BaseException | None) -> Any:
    while error is not None:
        yield error
        inner = error.args[0] if error.args and isinstance(error.args[0], Exception) else None
        error = getattr(inner, "reason", None) or inner or error.__cause__


def _line(*, is_trusted: bool, keep: bool) -> requests.Session:
    """The process's own line where lines are kept, else a fresh one: one that went stale would leave a doubt."""
    if not keep:
        return _session(is_trusted=is_trusted)
    key = os.getpid(), is_trusted
    with _LOCK:
        if key not in _KEPT:
            _KEPT[key] = _session(is_trusted=is_trusted)
        return _KEPT[key]


def _session(*, is_trusted: bool) -> requests.Session:
    line = requests.Session()
    line.trust_env = False
    line.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    line.proxies = {"http": settings.NOTIFY_PROXY, "https": settings.NOTIFY_PROXY} if settings.NOTIFY_PROXY else {}
    if is_trusted or settings.NOTIFY_PROXY:
        line.mount("http://", HTTPAdapter(pool_maxsize=SESSIONS))
        line.mount("https://", HTTPAdapter(pool_maxsize=SESSIONS))
    else:
        line.mount("https://", _PublicOnly(pool_maxsize=SESSIONS))
    return line


# -- a name that is allowed must not lead into the own network: looked at on the open line, before a word is said
class _Private(NewConnectionError):
    pass


class _PublicPlain(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_private(self)


class _PublicTls(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_private(self)


def _refuse_private(line: HTTPConnection) -> None:
    if line.sock is None or not allowed_hosts.is_public(line.sock.getpeername()[0]):
        line.close()
        raise _Private(line, "private address")


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PublicPlain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTls


class _PublicOnly(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
