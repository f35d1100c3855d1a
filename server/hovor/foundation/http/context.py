"""Everything a route or a socket may need, in one frozen object that wiring builds once."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from hovor.foundation.authenticate import Authenticator, Origins
from hovor.foundation.clock import Clock
from hovor.foundation.database import Database
from hovor.foundation.files.store import FileStore
from hovor.foundation.idempotency import Idempotency
from hovor.foundation.live.hub import Hub
from hovor.foundation.metrics import Metrics
from hovor.foundation.rate_limits import Limits
from hovor.foundation.secrets import Vault
from hovor.foundation.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The installation's parts. Frozen: whoever holds it may use them, nobody may exchange them."""

    settings: Settings
    clock: Clock
    database: Database
    vault: Vault
    files: FileStore
    limits: Limits
    idempotency: Idempotency
    hub: Hub
    metrics: Metrics
    authenticate: Authenticator
    origins: Origins


def get_context(connection: HTTPConnection) -> Context:
    """The context of the app that serves this request. Also a FastAPI dependency."""
    context: Context = connection.app.state.context
    return context
