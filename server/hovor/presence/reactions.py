"""What presence does because of accounts and the company, and when its timers are due."""

from hovor.accounts import queries as accounts
from hovor.accounts.events import OperatorChanged, SignedIn, SignedOut
from hovor.companies import queries as companies
from hovor.companies.events import SettingsChanged
from hovor.foundation.database import Work
from hovor.presence import queries, service
from hovor.presence.service.declaring import _announce_status
from hovor.presence.service.descending import LADDER_TIMER
from hovor.presence.service.limiting import ALLOWANCE_TIMER, _follow_allowance
from hovor.presence.service.resting import INACTIVE_TIMER, _watch_for_input
from hovor.presence.service.returning import RETURN_TIMER, _return_due
from hovor.presence.service.ruling import RULE_TIMER, _allowance_due, _inactive_due, _rule_due


def operator_changed(work: Work, event: OperatorChanged) -> None:
    """A new operator begins offline; other channels of his are announced."""
    if "created" in event.what:
        service.enrol(work, event.operator_id)
    if "channels" in event.what or "created" in event.what:
        service.announce(work, event.operator_id, [each.id for each in companies.channels(work)])


def signed_in(work: Work, event: SignedIn) -> None:
    """The company says with which status a day begins."""
    service.sign_in(work, event.operator_id)


def signed_out(work: Work, event: SignedOut) -> None:
    """Whoever has signed out is offline."""
    service.set_offline(work, event.operator_id, cause=event.cause)


def settings_changed(work: Work, event: SettingsChanged) -> None:
    """A channel was turned off or on; or the switches were locked or given back, which changes what the
    closed ones count for. Allowances, the company's days and its wish for activity hold from now on.
    """
    if event.what in {"away_reason", "company"}:
        _limits_changed(work)
    if event.what == "away_reason":
        return
    closed = queries.switched_off(work)
    for operator_id, channel_ids in accounts.assignments(work).items():
        changed = [
            each
            for each in channel_ids
            if each == event.changed_id or (event.what == "company" and (operator_id, each) in closed)
        ]
        if changed:
            service.announce(work, operator_id, changed)


def _limits_changed(work: Work) -> None:
    for operator in accounts.operators(work):
        before = queries.declared(work, operator.id)
        if before.status == "offline":
            continue
        _watch_for_input(work, operator.id)
        _follow_allowance(work, operator.id)
        if queries.declared(work, operator.id).allowance_ends_at != before.allowance_ends_at:
            _announce_status(work, operator.id, before.cause)


WITHIN = (
    (OperatorChanged, operator_changed),
    (SignedIn, signed_in),
    (SignedOut, signed_out),
    (SettingsChanged, settings_changed),
)
TIMERS = {
    LADDER_TIMER: service.descend,
    RULE_TIMER: _rule_due,
    ALLOWANCE_TIMER: _allowance_due,
    INACTIVE_TIMER: _inactive_due,
    RETURN_TIMER: _return_due,
}
