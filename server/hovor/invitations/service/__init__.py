"""The verbs of invitations: `making` them, `ending` them, `redeeming` them by what clients do."""

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
    "wait",
]
