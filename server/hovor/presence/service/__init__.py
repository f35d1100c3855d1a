"""The verbs of presence: `declaring` says what an operator is, `connecting` whether he can be
reached, `switching` which channels he takes, `doing` how much he does; `ruling` what happens without anybody,
`limiting`, `resting` and `returning` when.
"""

from hovor.presence.service.connecting import (
    connection_closed,
    connection_lost,
    connection_opened,
    connection_restored,
    connection_suspect,
    descend,
    doubt_connections,
    process_lost,
    state_reported,
)
from hovor.presence.service.declaring import (
    Wish,
    cancel_next,
    enrol,
    set_offline,
    set_on_another_call,
    set_status,
    sign_in,
)
from hovor.presence.service.doing import note_activity
from hovor.presence.service.ruling import set_by_rule
from hovor.presence.service.switching import announce, set_channel, set_ready

__all__ = [
    "Wish",
    "announce",
    "cancel_next",
    "connection_closed",
    "connection_lost",
    "connection_opened",
    "connection_restored",
    "connection_suspect",
    "descend",
    "doubt_connections",
    "enrol",
    "note_activity",
    "process_lost",
    "set_by_rule",
    "set_channel",
    "set_offline",
    "set_on_another_call",
    "set_ready",
    "set_status",
    "sign_in",
    "state_reported",
]
