"""How the queue is reached: what Django calls a Redis address, as Celery's transport spells it."""

from urllib.parse import parse_qs, unquote, urlsplit


def broker_url(redis_url: str) -> str:
    """`unix:///path?db=0` becomes `redis+socket:///path?virtual_host=0`; others stay as they are."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    db = parse_qs(parts.query).get("db", ["0"])[0]
    password = f":{parts.password}@" if parts.password else ""
    return f"redis+socket://{password}{unquote(parts.path)}?virtual_host={db}"
