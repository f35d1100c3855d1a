"""Whether notifications can arrive, as far as the server knows it from the pages themselves."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from hovor.foundation.caller import require_operator
from hovor.foundation.database import Reading
from hovor.notifications.queries.rows import preferences, subscriptions
from hovor.presence import queries as presence

Check: TypeAlias = Literal[
    "sound_in_app", "sound_in_browser", "browser_permission", "operating_system", "connection", "push"
]
State: TypeAlias = Literal["ok", "fix", "cant_tell"]


class CheckView(msgspec.Struct, frozen=True):
    """One of the things that must be right. `because` is a code: off, no_page, blocked, denied, not_asked,
    not_confirmed, not_connected, in_doubt, not_subscribed, dead; None when it is ok.
    """

    check: Check
    state: State
    because: str | None


def checks(reading: Reading) -> list[CheckView]:
    """Of the calling operator, by what his pages have said of themselves."""
    caller = require_operator(reading.caller)
    wished = preferences(reading, caller.operator_id)
    pages = [each for each in presence.open_pages(reading, caller.operator_id) if each.live]
    return [
        _one("sound_in_app", None if wished.sounds and wished.volume else "off"),
        _sound(pages),
        _permission(pages),
        # No page can see whether the system shows what it was given; only the person in front of it can.
        CheckView("operating_system", "cant_tell", "not_confirmed"),
        _connection(reading, caller.operator_id, pages),
        _push(reading, caller.operator_id, caller.session_id),
    ]


def _one(check: Check, because: str | None, state: State = "fix") -> CheckView:
    return CheckView(check, "ok" if because is None else state, because)


def _sound(pages: Sequence[presence.OpenPage]) -> CheckView:
    said = {each.sound for each in pages}
    if "on" in said:
        return _one("sound_in_browser", "not_confirmed", "cant_tell")
    if "blocked" in said:
        return _one("sound_in_browser", "blocked")
    return _one("sound_in_browser", "no_page" if said <= {None} else "off", "cant_tell")


def _permission(pages: Sequence[presence.OpenPage]) -> CheckView:
    said = {each.notifications for each in pages}
    if "granted" in said:
        return _one("browser_permission", None)
    if "denied" in said:
        return _one("browser_permission", "denied")
    if "default" in said:
        return _one("browser_permission", "not_asked")
    return _one("browser_permission", "no_page", "cant_tell")


def _connection(reading: Reading, operator_id: str, pages: Sequence[presence.OpenPage]) -> CheckView:
    if not pages:
        return _one("connection", "not_connected")
    doubted = "cannot_notify" in presence.status(reading, operator_id).unreachable_because
    return _one("connection", "in_doubt" if doubted else None)


def _push(reading: Reading, operator_id: str, session_id: str) -> CheckView:
    known = [each for each in subscriptions(reading, operator_id) if each.session_id == session_id]
    if any(each.dead_at is None for each in known):
        return _one("push", None)
    return _one("push", "dead" if known else "not_subscribed")
