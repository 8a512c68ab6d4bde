"""How the queue is reached: what Django calls a Redis address, as Celery spells it; and how long its lines are."""

from collections.abc import Collection, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from redis import Redis, RedisError

CONNECT_TIMEOUT = 0.5  # seconds


def broker_url(redis_url: str) -> str:
    """`unix:///path?db=0` becomes `redis+socket:///path?virtual_host=0`; others stay as they are."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    db = parse_qs(parts.query).get("db", ["0"])[0]
    password = f":{parts.password}@" if parts.password else ""
    return f"redis+socket://{password}{unquote(parts.path)}?virtual_host={db}"


def lengths(queues: Collection[str]) -> Mapping[str, int] | None:
    """How many messages wait in each line; None when the queue does not answer."""
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=CONNECT_TIMEOUT, socket_timeout=CONNECT_TIMEOUT, retry=None
        ) as line:
            return {queue: int(line.llen(queue)) for queue in queues}
    except RedisError:
        return None
