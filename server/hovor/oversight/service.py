"""The one verb of oversight."""

import re
from typing import Final

from hovor.foundation import audit
from hovor.foundation.caller import require_administrator
from hovor.foundation.database import Work
from hovor.foundation.errors import NotFound
from hovor.foundation.mail import retry_letter
from hovor.foundation.reactions_backlog import retry_event
from hovor.foundation.timers import retry_timer

_POSITION: Final = re.compile(r"[0-9]{1,18}")


def retry(work: Work, *, parked_id: str) -> None:
    """Have what is parked tried again now, from its first attempt on; the log keeps who wished it.

    Raises `NotSignedIn`, `NotAllowed`, and `NotFound` for what is not parked (any more).
    """
    require_administrator(work.caller)
    what, _, rest = parked_id.partition(":")
    name, _, subject = rest.partition(":")
    if what == "timer":
        retry_timer(work, kind=name, key=subject)
    elif what == "letter":
        retry_letter(work, name)
    elif what == "event" and _POSITION.fullmatch(subject):
        retry_event(work, listener=name, position=int(subject))
    else:
        raise NotFound
    audit.record(work, "parked.retried", what, parked_id)
