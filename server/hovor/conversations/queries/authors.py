"""The caller as the author of what stands in a timeline."""

from hovor.accounts import queries as accounts
from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.foundation.database import Reading
from hovor.messaging.queries import Author


def author(reading: Reading) -> Author:
    """Whoever calls, with his names as they are now. A client's name stands on his card: it is not read for
    each message.
    """
    caller = reading.caller
    match caller:
        case OperatorCaller(operator_id=operator_id):
            found = accounts.operator(reading, operator_id)
            return Author("operator", found.id, found.name, found.public_name)
        case ClientCaller(client_id=client_id):
            return Author("client", client_id)
        case _:
            return Author(caller.actor.kind, caller.actor.id)
