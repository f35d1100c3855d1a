"""The log: structured lines for people (console) or programs (JSON), which never hold what a client wrote.

That is kept by construction. Of an event's fields only those of `FIELDS` are written, each cut to a short
length, and a traceback names the error's type and where it was raised, but not its message, since databases
and parsers repeat in their messages what they were given.
"""

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LONGEST_VALUE: Final = 200
# fmt: off
FIELDS: Final = frozenset(
    {
        "action", "address", "attempt", "batch", "channel_id", "channel_kind", "check", "client_id",
        "code", "command", "company_id", "connection_id", "conversation_id", "count", "door",
        "duration_seconds", "entry_id", "error_type", "event", "event_id", "file_id", "format", "host",
        "kind", "level", "limit_bytes", "listener", "logger", "method", "milliseconds", "name",
        "offer_id", "operator_id", "path", "port", "position", "process_id", "queue_id", "reason",
        "reference", "request_id", "revision", "route", "seconds", "signal", "size_bytes", "state",
        "status", "subject", "timer", "timer_id", "timestamp", "topic", "traceback", "unit", "url",
        "version", "waiting", "workers",
    }
)
# fmt: on


def configure(form: str, *, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Sets up the log of the whole process, that of the libraries included. `form` is "console" or "json"."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_exception,
        only_known_fields,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=(stream or sys.stderr).isatty(), pad_event_to=0)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[without_arguments, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers, theirs.propagate = [], True
    # uvicorn writes the path of every request and socket, and paths may hold secrets (/i/...); the gate
    # writes routes.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(max(level, logging.WARNING))
    # What a migration does is told by `database.migrate`, with the revision, which is all one needs.
    logging.getLogger("alembic").setLevel(max(level, logging.WARNING))


def only_known_fields(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Keeps the fields of `FIELDS`, and of each only so much as an id, a name of ours or a number takes."""
    return {
        key: _short(value) if key != "traceback" else value for key, value in event.items() if _may_stay(key)
    }


def describe_exception(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replaces an exception by its type and the places it passed; its message stays out."""
    error = _exception_of(event.pop("exc_info", None))
    if error is not None:
        event["error_type"] = type(error).__qualname__
        event["traceback"] = "\n".join(_lines(error))
    return event


def without_arguments(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """A library's line: its template is the library's own text, what it fills in may be anybody's."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["event"] = str(record.msg) if record.args else _short(str(record.msg))
        if record.exc_info:
            event["exc_info"] = record.exc_info
    return event


def _may_stay(key: str) -> bool:
    # Keys with an underscore in front are structlog's own and are removed before anything is written.
    return key in FIELDS or key in {"_record", "_from_structlog"}


def _short(value: object) -> object:
    if isinstance(value, str):
        return value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"
    if isinstance(value, (bool, int, float)) or value is None or isinstance(value, logging.LogRecord):
        return value
    if isinstance(value, Mapping | MutableMapping | list | tuple | set | frozenset | bytes):
        return f"<{type(value).__name__} of {len(value)}>"
    return _short(str(value))


def _exception_of(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        error: BaseException | None = given[1]
        return error
    return sys.exc_info()[1] if given else None


def _lines(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return lines
