"""The verbs of conversations: `opening` begins them, `owning` moves them between queues and owners,
`keeping` is what an owner does with his own, `ending` ends them, `saying` adds what operators say,
`labelling` what they note beside it, `around` the people and queues about them.
"""

from hovor.conversations.service.around import (
    client_connected,
    client_disconnected,
    know_queue,
    set_collaborator,
    set_front_state,
)
from hovor.conversations.service.ending import Ending, client_left, end, finish
from hovor.conversations.service.keeping import Keeping, keep
from hovor.conversations.service.labelling import Changes, LabelChange, change, save_label
from hovor.conversations.service.opening import Opening, Origin, continue_, open, receive  # noqa: A004
from hovor.conversations.service.owning import Asks, assign, present, queue, rescue
from hovor.conversations.service.saying import add_note, post

__all__ = [
    "Asks",
    "Changes",
    "Ending",
    "Keeping",
    "LabelChange",
    "Opening",
    "Origin",
    "add_note",
    "assign",
    "change",
    "client_connected",
    "client_disconnected",
    "client_left",
    "continue_",
    "end",
    "finish",
    "keep",
    "know_queue",
    "open",
    "post",
    "present",
    "queue",
    "receive",
    "rescue",
    "save_label",
    "set_collaborator",
    "set_front_state",
]
