"""Log lines: one JSON object each, without personal fields."""

import re

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Keys that may hold a person's data are dropped from every line. Messages are constants, so they cannot hold any.
PERSONAL_KEYS = frozenset(
    {"name", "phone", "id_number", "address", "username", "body", "title", "email", "note", "password"}
)
# In these lines of an error PostgreSQL repeats the values of a refused row.
_DETAIL = re.compile(r"\n(?:DETAIL|CONTEXT|LINE \d+):.*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL)


def drop_personal_fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Remove personal keys from an event."""
    return {key: value for key, value in event.items() if key not in PERSONAL_KEYS}


PROCESSORS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure() -> None:
    """Send structlog's events through the standard library, so that every library's lines have one format."""
    structlog.configure(
        processors=[*PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def as_json(logger: WrappedLogger, method: str, event: EventDict) -> str:
    """Format an event as JSON, with its exception as text. The last step of every line."""
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    event.pop(
        "message", None
    )  # where another handler has formatted the record before: the text once more, with its path
    if (request := event.get("request")) is not None and not isinstance(request, str):
        # Django adds the object, which shows its query, and repeats the path in its text.
        from services.kit.request_log import route_of  # imports Django's parts, whose settings configure this module

        route = route_of(request)
        event["request"] = f"{request.method} {route}"
        event["event"] = str(event.get("event", "")).replace(request.path, route)
    line = structlog.processors.format_exc_info(logger, method, drop_personal_fields(logger, method, event))
    if "exception" in line:
        line["exception"] = _DETAIL.sub("", str(line["exception"]))
    return str(structlog.processors.JSONRenderer(ensure_ascii=False)(logger, method, line))


def settings(level: str) -> dict[str, object]:
    """Django's LOGGING: one handler with one format, on standard error."""
    formatter = {"()": "structlog.stdlib.ProcessorFormatter", "processor": as_json, "foreign_pre_chain": PROCESSORS}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": level},
        # Warnings of apprise quote the secret addresses of group bots.
        "loggers": {"axes": {"level": "WARNING"}, "apprise": {"level": "CRITICAL"}},
    }
