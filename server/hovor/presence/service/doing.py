"""What an operator is doing, counted by the features that know. The only writer of `operator_activity`."""

import sqlalchemy as sa

from hovor.accounts import service as accounts
from hovor.foundation.database import Hot, Work
from hovor.presence import models, queries
from hovor.presence.service.declaring import _apply_planned

_activity = models.operator_activity.c
_NOTE = Hot(
    sa.update(models.operator_activity)
    .where(
        _activity.company_id == sa.bindparam("of_company"),
        _activity.operator_id == sa.bindparam("of_operator"),
    )
    .values(
        live=_activity.live + sa.bindparam("live_more", type_=sa.Integer),
        offered=_activity.offered + sa.bindparam("offered_more", type_=sa.Integer),
        wrap_up=_activity.wrap_up + sa.bindparam("wrap_up_more", type_=sa.Integer),
        on_call=_activity.on_call + sa.bindparam("on_call_more", type_=sa.Integer),
        idle_since=sa.func.coalesce(sa.bindparam("handled_at", type_=sa.BigInteger), _activity.idle_since),
    )
)


def note_activity(
    work: Work, operator_id: str, *, live: int = 0, offered: int = 0, wrap_up: int = 0, on_call: int = 0
) -> None:
    """Adds these differences. The idle clock moves when work has been handled, never by an offer (INV-39).

    While somebody serves, his sign-in does not end; when the last conversation ends, what he planned begins.
    """
    handled = live < 0 or wrap_up < 0 or on_call < 0
    work.write(
        _NOTE,
        of_company=work.company,
        of_operator=operator_id,
        live_more=live,
        offered_more=offered,
        wrap_up_more=wrap_up,
        on_call_more=on_call,
        handled_at=work.now if handled else None,
    )
    if live:
        now = queries.activity(work, operator_id).live
        if now in {0, live}:
            accounts.hold_sessions(work, operator_id, now > 0)
        if now == 0:
            _apply_planned(work, operator_id)
