"""The verbs of invitations: `making` them, `ending` them, `redeeming` them by what clients do, `telling`
clients that their operator is there.
"""

from hovor.invitations.service.ending import (
    CODE_EXPIRY,
    EXPIRY,
    REMINDER,
    expire,
    expire_code,
    remind,
    revoke,
    revoke_all,
)
from hovor.invitations.service.making import (
    Change,
    InvitedClient,
    NewInvitation,
    Sealed,
    change,
    create,
    send,
)
from hovor.invitations.service.redeeming import Browser, Start, Started, join, start, talk_to_team, wait
from hovor.invitations.service.telling import TellMe, tell, tell_me

__all__ = [
    "CODE_EXPIRY",
    "EXPIRY",
    "REMINDER",
    "Browser",
    "Change",
    "InvitedClient",
    "NewInvitation",
    "Sealed",
    "Start",
    "Started",
    "TellMe",
    "change",
    "create",
    "expire",
    "expire_code",
    "join",
    "remind",
    "revoke",
    "revoke_all",
    "send",
    "start",
    "talk_to_team",
    "tell",
    "tell_me",
    "wait",
]
