"""Drafts and templates."""

from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.foundation.caller import require_operator
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.database import Hot, Reading
from hovor.messaging import models
from hovor.messaging.errors import TemplateUnknown
from hovor.messaging.views import DraftView, FileView, TemplateView

_d, _p = models.draft.c, models.template.c
_DRAFT = Hot(
    sa.select(_d.version, _d.text, _d.files, _d.saved_at).where(
        _d.company_id == sa.bindparam("company_id"),
        _d.conversation_id == sa.bindparam("conversation_id"),
        _d.operator_id == sa.bindparam("operator_id"),
    )
)
_LIVING: Final = sa.select(_p.id, _p.version, _p.name, _p.language, _p.text).where(
    _p.company_id == sa.bindparam("company_id"), _p.retired_at.is_(None)
)
_TEMPLATE = Hot(_LIVING.where(_p.id == sa.bindparam("template_id")))
_TEMPLATES = Hot(_LIVING.order_by(_p.name, _p.language))
_decode_files = msgspec.json.Decoder(tuple[FileView, ...]).decode


def draft(reading: Reading, conversation_id: str) -> DraftView:
    """What the calling operator has typed and not sent in this conversation; an empty one when there is
    nothing.
    """
    operator = require_operator(reading.caller)
    keys = {"conversation_id": conversation_id, "operator_id": operator.operator_id}
    row = reading.one(_DRAFT, company_id=reading.company, **keys)
    if row is None:
        return DraftView(conversation_id, 0, "", (), None)
    version, text, files, saved_at = row
    return DraftView(conversation_id, version, text, _files(files), to_rfc3339(saved_at))


def template(reading: Reading, template_id: str) -> TemplateView:
    """One living template. Raises `TemplateUnknown`."""
    row = reading.one(_TEMPLATE, company_id=reading.company, template_id=template_id)
    if row is None:
        raise TemplateUnknown
    return TemplateView(*row)


def templates(reading: Reading) -> list[TemplateView]:
    """All living templates of the company by name, then language."""
    return [TemplateView(*row) for row in reading.all(_TEMPLATES, company_id=reading.company)]


def _files(document: str | None) -> tuple[FileView, ...]:
    return () if document is None else _decode_files(document)
