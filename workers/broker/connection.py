"""The broker's address as Celery writes it, and the lengths of its queues."""

from collections.abc import Collection, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from redis import Redis, RedisError

CONNECT_TIMEOUT = 0.5  # seconds


def broker_url(redis_url: str) -> str:
    """Convert `unix:///path?db=0` to Celery's `redis+socket:///path?virtual_host=0`; other URLs pass unchanged."""
    url = urlsplit(redis_url)
    if url.scheme != "unix":
        return redis_url
    db = parse_qs(url.query).get("db", ["0"])[0]
    password = f":{url.password}@" if url.password else ""
    return f"redis+socket://{password}{unquote(url.path)}?virtual_host={db}"


def lengths(queues: Collection[str]) -> Mapping[str, int] | None:
    """Return the number of messages per queue; None when the broker does not answer."""
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=CONNECT_TIMEOUT, socket_timeout=CONNECT_TIMEOUT, retry=None
        ) as client:
            return {queue: int(client.llen(queue)) for queue in queues}
    except RedisError:
        return None
