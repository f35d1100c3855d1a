"""What accounts do because of the company, and when a sign-in's time has come."""

from hovor.accounts import queries, service
from hovor.accounts.events import OperatorChanged
from hovor.accounts.service.sessions import SESSION_TIMER
from hovor.companies import queries as companies
from hovor.companies.events import SettingsChanged
from hovor.foundation.database import Work
from hovor.foundation.errors import Invalid
from hovor.second_factor.events import SecondFactorChanged


def require_group_of_channel(work: Work, event: SettingsChanged) -> None:
    """A channel's group is one of the company's: the company itself does not know its groups. Raises
    `Invalid`.
    """
    if event.what != "channel":
        return
    group_id = companies.channel(work, event.changed_id).group_id
    if group_id is not None and all(group.id != group_id for group in queries.groups(work)):
        raise Invalid(fields=[{"field": "group_id", "message": "There is no such group."}])


def end_other_sessions(work: Work, event: SecondFactorChanged) -> None:
    """Whoever is signed in elsewhere has not shown the second factor; and who lost it may have lost more. The
    account is told of as changed, since it says whether there is one.
    """
    if event.what != "codes_renewed":
        work.publish(OperatorChanged(operator_id=event.operator_id, what=("second_factor",)))
    if event.what in {"enabled", "reset"}:
        service.end_sessions(work, event.operator_id, cause="second_factor", but=event.session_id)


WITHIN = ((SettingsChanged, require_group_of_channel), (SecondFactorChanged, end_other_sessions))
TIMERS = {SESSION_TIMER: service.expire_session}
