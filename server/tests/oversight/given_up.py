"""Work that was given up, as if it had failed all its attempts."""

import sqlalchemy as sa

from hovor.foundation.caller import SystemCaller
from hovor.foundation.clock import DAY
from hovor.foundation.database import Work
from hovor.foundation.mail import letter
from hovor.foundation.timers import set_timer, timer
from tests.support.server import Hovor

_KIND = "notification_queue"


def park(hovor: Hovor, company_id: str, key: str) -> str:
    """A timer about the conversation `key`; answers by which id it is parked."""

    def verb(work: Work) -> None:
        set_timer(work, kind=_KIND, key=key, at=work.now)
        given_up = {"attempts": 12, "error": "OSError: no space left", "parked_at": work.now}
        work.write(sa.update(timer).where(timer.c.kind == _KIND, timer.c.key == key).values(given_up))

    caller = SystemCaller(company_id, "test")
    hovor.run(hovor.installation.context.database.write(verb, company=company_id, caller=caller))
    return f"timer:{_KIND}:{key}"


def park_letter(hovor: Hovor, company_id: str, letter_id: str, *, days_ago: int) -> None:
    """A letter that was given up so long ago, with nothing in it."""

    def verb(work: Work) -> None:
        at = work.now - days_ago * DAY
        values = {"written_at": at, "due_at": at, "parked_at": at, "attempts": 1, "error": "refused"}
        work.write(sa.insert(letter).values(id=letter_id, company_id=company_id, sealed="", **values))

    caller = SystemCaller(company_id, "test")
    hovor.run(hovor.installation.context.database.write(verb, company=company_id, caller=caller))
