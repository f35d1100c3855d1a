"""What colleagues note about a conversation beside its timeline, and the company's lists to choose from."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa

from hovor.conversations import models
from hovor.conversations.errors import NameTaken, NotYours, OutcomeUnknown, ParameterLocked
from hovor.conversations.events import LabelsChanged
from hovor.conversations.queries.labels import Label, outcomes, tags
from hovor.conversations.queries.rights import readable
from hovor.conversations.queries.rows import Conversation
from hovor.conversations.service.moving import Moving
from hovor.conversations.service.tagging import Tagging
from hovor.foundation import audit
from hovor.foundation.caller import ClientCaller, require_administrator
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import NotFound

_conversation = models.conversation.c
_parameter = models.parameter.c
_RATING_COMMENT: Final = Hot(
    sa.update(models.conversation)
    .where(
        _conversation.company_id == sa.bindparam("company_id"),
        _conversation.id == sa.bindparam("conversation_id"),
    )
    .values(rating_comment=sa.bindparam("comment", type_=sa.Text))
)
_LOCKED: Final = Hot(
    sa.select(_parameter.name).where(
        _parameter.company_id == sa.bindparam("company_id"),
        _parameter.conversation_id == sa.bindparam("conversation_id"),
        _parameter.read_only == sa.literal_column("1"),
    )
)
_FORGET: Final = Hot(
    sa.delete(models.parameter).where(
        _parameter.company_id == sa.bindparam("company_id"),
        _parameter.conversation_id == sa.bindparam("conversation_id"),
        _parameter.name == sa.bindparam("name"),
    )
)
_new_parameter = insert(models.parameter)
_SET: Final = Hot(
    _new_parameter.on_conflict_do_update(
        index_elements=["conversation_id", "name"],
        set_={name: _new_parameter.excluded[name] for name in ("value", "source", "read_only")},
    )
)
_CLIENTS_OWN: Final = frozenset({"rating", "rating_comment", "parameters"})
_OPERATORS_OWN: Final = frozenset({"subject", "outcome_id", "tag_ids", "parameters"})
_TABLES: Final = {"outcomes": models.outcome, "tags": models.tag}


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be changed; what is not given stays. A parameter of None is taken away.

    `rating` (1 to 5) and `rating_comment` are the client's own to give; `parameters` are either side's, and
    what the client's website says is not for operators to change; everything else is for colleagues.
    """

    subject: str | msgspec.UnsetType | None = msgspec.UNSET
    outcome_id: str | msgspec.UnsetType | None = msgspec.UNSET
    tag_ids: Sequence[str] | msgspec.UnsetType = msgspec.UNSET
    parameters: Mapping[str, str | None] | msgspec.UnsetType = msgspec.UNSET
    rating: int | msgspec.UnsetType = msgspec.UNSET
    rating_comment: str | msgspec.UnsetType | None = msgspec.UNSET


def change(work: Work, *, conversation_id: str, changes: Changes) -> Conversation:
    """Change what is noted about a conversation, open or closed; its state, owner and queue stay (INV-04).

    Raises `NotFound`, `PreviewNotAllowed`, `NotYours` for what is not the caller's to say, `TagUnknown`,
    `OutcomeUnknown`, `ParameterLocked`.
    """
    moving = Moving(work, readable(work, conversation_id))
    given = {
        name: value
        for name in Changes.__struct_fields__
        if (value := getattr(changes, name)) is not msgspec.UNSET
    }
    own = _CLIENTS_OWN if isinstance(work.caller, ClientCaller) else _OPERATORS_OWN
    if not given.keys() <= own:
        raise NotYours
    if given.get("outcome_id") is not None:
        _refuse_unknown(work, given["outcome_id"])
    columns = {name: given[name] for name in ("subject", "outcome_id", "rating") if name in given}
    moving.change(**columns)
    if "tag_ids" in given:
        Tagging(work, conversation_id).set(given["tag_ids"])
    if "parameters" in given:
        _set_parameters(work, conversation_id, given["parameters"])
    if "rating_comment" in given:
        comment = given["rating_comment"]
        work.write(_RATING_COMMENT, company_id=work.company, conversation_id=conversation_id, comment=comment)
    moving.publish_changed(",".join(sorted(given)) or "nothing")
    return moving.row


class LabelChange(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome or a tag as it is to be. `id` None: a new one. A retired one can be chosen no more."""

    id: str | None = None
    name: str
    retired: bool = False


def save_label(work: Work, *, kind: Literal["outcomes", "tags"], label: LabelChange) -> Label:
    """Add an outcome or a tag to the company's list, or change one. For administrators.

    Raises `NotSignedIn`, `NotAllowed`, `NotFound`, `NameTaken`.
    """
    require_administrator(work.caller)
    known = outcomes(work) if kind == "outcomes" else tags(work)
    before = next((each for each in known if each.id == label.id), None)
    if label.id is not None and before is None:
        raise NotFound
    living = (each for each in known if each.retired_at is None and each.id != label.id)
    if not label.retired and any(each.name.casefold() == label.name.casefold() for each in living):
        raise NameTaken
    values: dict[str, Any] = {"name": label.name, "retired_at": work.now if label.retired else None}
    table = _TABLES[kind]
    if before is None:
        values |= {"id": work.new_id(), "company_id": work.company, "version": 1}
        place = {"place": len(known)} if kind == "outcomes" else {}
        work.write(sa.insert(table).values(**values, **place))
    else:
        values["version"] = before.version + 1
        work.write(
            sa.update(table)
            .where(table.c.company_id == work.company, table.c.id == label.id)
            .values(**values)
        )
    saved = Label(values.get("id") or label.id or "", label.name, values["retired_at"], values["version"])
    audit.record(work, f"{kind}.saved", kind, saved.id, {"name": label.name, "retired": label.retired})
    work.publish(LabelsChanged(what=kind))
    return saved


def _refuse_unknown(work: Work, outcome_id: str) -> None:
    if not any(each.id == outcome_id and each.retired_at is None for each in outcomes(work)):
        raise OutcomeUnknown


def _set_parameters(work: Work, conversation_id: str, parameters: Mapping[str, str | None]) -> None:
    keys = {"company_id": work.company, "conversation_id": conversation_id}
    by_client = isinstance(work.caller, ClientCaller)
    locked = {name for (name,) in work.all(_LOCKED, **keys)} & parameters.keys()
    if locked and not by_client:
        raise ParameterLocked(names=sorted(locked))
    source = {"source": "website" if by_client else "operator", "read_only": int(by_client)}
    for name, value in parameters.items():
        if value is None:
            work.write(_FORGET, name=name, **keys)
        else:
            work.write(_SET, id=work.new_id(), name=name, value=value, **source, **keys)
