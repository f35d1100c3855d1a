"""What invitations do because of operators and the time."""

from typing import Final

from hovor.accounts import queries as accounts
from hovor.accounts.events import OperatorChanged
from hovor.foundation.database import Work
from hovor.invitations import service


def revoke_of_deactivated(work: Work, event: OperatorChanged) -> None:
    """Nobody is invited to somebody who will never come back."""
    if "active" in event.what and not accounts.operator(work, event.operator_id).active:
        service.revoke_all(work, operator_id=event.operator_id)


WITHIN: Final = ((OperatorChanged, revoke_of_deactivated),)
TIMERS: Final = {
    service.EXPIRY: service.expire,
    service.CODE_EXPIRY: service.expire_code,
    service.REMINDER: service.remind,
}
