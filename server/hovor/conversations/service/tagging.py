"""The tags of one conversation."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from hovor.conversations import models
from hovor.conversations.errors import TagUnknown
from hovor.conversations.queries.labels import tags
from hovor.foundation.database import Hot, Work, insert

_tagged = models.conversation_tag.c
_UNTAG = Hot(
    sa.delete(models.conversation_tag).where(
        _tagged.company_id == sa.bindparam("company_id"),
        _tagged.conversation_id == sa.bindparam("conversation_id"),
    )
)
_TAG = Hot(insert(models.conversation_tag))


class Tagging:
    """Sets the tags of a conversation; who may do so is asked before."""

    def __init__(self, work: Work, conversation_id: str) -> None:
        self._work: Final = work
        self._conversation_id: Final = conversation_id

    def set(self, tag_ids: Sequence[str]) -> None:
        """These and no others; a retired tag may stay where it was. Raises `TagUnknown`."""
        work = self._work
        wanted = sorted(set(tag_ids))
        unknown = set(wanted) - {each.id for each in tags(work)}
        if unknown:
            raise TagUnknown(tag_ids=sorted(unknown))
        keys = {"company_id": work.company, "conversation_id": self._conversation_id}
        work.write(_UNTAG, **keys)
        work.write_many(_TAG, [{**keys, "tag_id": each} for each in wanted])
