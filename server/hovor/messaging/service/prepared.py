"""Words not yet said: drafts of one operator, templates of the whole company."""

from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.foundation import audit
from hovor.foundation.caller import require_operator, require_supervisor
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import FieldProblem, Invalid
from hovor.messaging import models, policy, queries
from hovor.messaging.errors import TemplateNameTaken, TextTooLong
from hovor.messaging.events import TemplateChanged
from hovor.messaging.policy import Content
from hovor.messaging.views import Author, DraftView, TemplateView

_d, _p = models.draft.c, models.template.c
_ONE: Final = sa.literal_column("1", sa.BigInteger)
_OWN: Final = sa.and_(
    _d.conversation_id == sa.bindparam("conversation_id"), _d.operator_id == sa.bindparam("operator_id")
)
_put = insert(models.draft)
_SAVE = Hot(
    _put.on_conflict_do_update(
        index_elements=["conversation_id", "operator_id"],
        set_={
            "text": _put.excluded.text,
            "files": _put.excluded.files,
            "saved_at": _put.excluded.saved_at,
            "version": _d.version + _ONE,
        },
    )
)
_FORGET = Hot(sa.delete(models.draft).where(_OWN))


def save_draft(work: Work, *, conversation_id: str, content: Content) -> DraftView:
    """Keep what the calling operator has typed in this conversation; with nothing in it the draft is gone.

    Raises `TextTooLong`, `FileNotYours`.
    """
    operator = require_operator(work.caller)
    text = policy.storable(content.text or "")
    if len(text) > policy.DRAFT_CHARACTERS:
        raise TextTooLong(limit=policy.DRAFT_CHARACTERS)
    key = {"conversation_id": conversation_id, "operator_id": operator.operator_id}
    if not text and not content.file_ids:
        work.write(_FORGET, **key)
        return queries.draft(work, conversation_id)
    author = Author("operator", operator.operator_id)
    files = queries.attachable(work, author, content.file_ids) if content.file_ids else ()
    document = msgspec.json.encode(files).decode() if files else None
    work.write(_SAVE, **key, company_id=work.company, text=text, files=document, saved_at=work.now, version=1)
    return queries.draft(work, conversation_id)


def create_template(work: Work, *, name: str, language: str, text: str) -> TemplateView:
    """A new prepared text, called up by `#name`. Supervisors only. Raises `Invalid`, `TemplateNameTaken`."""
    require_supervisor(work.caller)
    made = _checked(TemplateView(id=work.new_id(), version=1, name=name, language=language, text=text))
    _refuse_taken(work, made)
    row = {
        **msgspec.structs.asdict(made),
        "company_id": work.company,
        "retired_at": None,
        "changed_at": work.now,
    }
    work.write(sa.insert(models.template).values(**row))
    return _told(work, made, "template.created")


def change_template(
    work: Work,
    *,
    template_id: str,
    name: str | None = None,
    language: str | None = None,
    text: str | None = None,
) -> TemplateView:
    """Change what is given. Supervisors only. Raises `TemplateUnknown`, `Invalid`, `TemplateNameTaken`."""
    require_supervisor(work.caller)
    old = queries.template(work, template_id)
    given = {"name": name, "language": language, "text": text}
    changes = {field: value for field, value in given.items() if value is not None}
    made = _checked(msgspec.structs.replace(old, version=old.version + 1, **changes))
    _refuse_taken(work, made)
    values: dict[str, str | int] = {"name": made.name, "language": made.language, "text": made.text}
    values |= {"version": made.version, "changed_at": work.now}
    work.write(sa.update(models.template).where(_p.id == template_id).values(**values))
    return _told(work, made, "template.changed")


def retire_template(work: Work, *, template_id: str) -> None:
    """Take it out of everybody's list; what was said with it stays. Supervisors only. Raises
    `TemplateUnknown`.
    """
    require_supervisor(work.caller)
    old = queries.template(work, template_id)
    values = {"retired_at": work.now, "version": old.version + 1, "changed_at": work.now}
    work.write(sa.update(models.template).where(_p.id == template_id).values(**values))
    _told(work, old, "template.retired")


def _checked(template: TemplateView) -> TemplateView:
    problems: list[FieldProblem] = []
    if policy.TEMPLATE_NAME.fullmatch(template.name) is None:
        problems.append({"field": "name", "message": "Use 1 to 40 characters without spaces and #."})
    if policy.LANGUAGE.fullmatch(template.language) is None:
        problems.append({"field": "language", "message": "Use a language code such as en or cs."})
    if not template.text.strip() or len(template.text) > policy.TEMPLATE_CHARACTERS:
        problems.append({"field": "text", "message": f"Use 1 to {policy.TEMPLATE_CHARACTERS} characters."})
    if problems:
        raise Invalid(fields=problems)
    return msgspec.structs.replace(
        template, name=policy.storable(template.name), text=policy.storable(template.text)
    )


def _refuse_taken(work: Work, template: TemplateView) -> None:
    same = sa.select(_p.id).where(
        _p.company_id == work.company,
        _p.name == template.name,
        _p.language == template.language,
        _p.retired_at.is_(None),
        _p.id != template.id,
    )
    if work.one(same) is not None:
        raise TemplateNameTaken


def _told(work: Work, template: TemplateView, action: str) -> TemplateView:
    audit.record(
        work, action, "template", template.id, {"name": template.name, "language": template.language}
    )
    work.publish(TemplateChanged(template_id=template.id))
    return template
