"""How an operator wishes to be told."""

from collections.abc import Mapping
from typing import Final

import msgspec

from hovor.foundation.caller import require_operator
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import Invalid
from hovor.notifications import models, policy, queries
from hovor.notifications.events import PreferencesChanged

_new = insert(models.notification_preference)
_KEEP: Final = Hot(
    _new.on_conflict_do_update(
        index_elements=["operator_id"],
        set_={"document": _new.excluded.document, "version": _new.excluded.version},
    )
)


def change_preferences(work: Work, *, changes: Mapping[str, object]) -> None:
    """What is named changes, of an event by each way that is named; the rest stays. Raises `Invalid`."""
    caller = require_operator(work.caller)
    stored, version = queries.stored_preferences(work, caller.operator_id)
    try:
        document = policy.changed(stored, changes)
    except ValueError as error:
        raise Invalid(str(error)) from error
    if document == stored:
        return
    work.write(
        _KEEP,
        operator_id=caller.operator_id,
        company_id=work.company,
        document=msgspec.json.encode(document).decode(),
        version=version + 1,
    )
    work.publish(PreferencesChanged(operator_id=caller.operator_id))
