"""What a client is told whose queue has nobody for him."""

from typing import Final

from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.conversations.service import Changes
from hovor.foundation.database import Work
from hovor.messaging import service as messaging
from hovor.routing.engine import there
from hovor.routing.queries.gathering import operators, waiting_of
from hovor.routing.queries.rows import find_queue
from hovor.routing.queries.shutting import Shut

CALLBACK: Final = "callback"
"""The parameter of a conversation whose client was asked for a number to be called back at."""
_REPLIES: Final = frozenset({"auto_reply", CALLBACK})


def answer_for_nobody(work: Work, *, conversation_id: str) -> None:
    """A client who waits in a queue that is closed, full or deserted is written to, once, if the queue is set
    up for it; he keeps his place. Does nothing where somebody is there for him.

    Raises `NotFound`.
    """
    row = conversations.get(work, conversation_id)
    line = find_queue(work, row.queue_id)
    if row.state != "queued" or line is None or line.settings.when_nobody not in _REPLIES:
        return
    waiting = waiting_of(row, line)
    present = any(there(each, waiting, waiting.all_steps[-1]) for each in operators(work))
    # It stands in the line itself by now: full is one that holds more than its size.
    if present and Shut(work, {line.id: line}, besides=1).because(line.id) is None:
        return
    system = work.as_system("routing")
    messaging.post(
        system,
        conversation_id=row.id,
        author=conversations.author(system),
        client_ref=f"nobody:{row.id}",
        content=messaging.Content(text=line.settings.reply_text),
        audience=conversations.audience_of(work, row),
    )
    if line.settings.when_nobody == CALLBACK:
        changes = Changes(parameters={CALLBACK: "requested"})
        conversing.change(system, conversation_id=row.id, changes=changes)
