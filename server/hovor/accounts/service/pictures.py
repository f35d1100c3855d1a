"""Pictures of operators, which change like the rest of their profile."""

import base64
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import models
from hovor.foundation.database import Hot, Work, insert

PICTURE_EDGE: Final = 256
"""Pixels of a picture, each way."""

_picture = models.operator_picture.c
_new = insert(models.operator_picture)
_KEEP: Final = Hot(
    _new.on_conflict_do_update(
        index_elements=["operator_id"],
        set_={name: _new.excluded[name] for name in ("name", "webp_base64", "at")},
    )
)
_REMOVE: Final = Hot(
    sa.delete(models.operator_picture).where(
        _picture.company_id == sa.bindparam("of_company"), _picture.operator_id == sa.bindparam("of_operator")
    )
)


class NewPicture(msgspec.Struct, frozen=True):
    """A picture to be: `PICTURE_EDGE` pixels square, made by us (WebP). `name` is a new secret."""

    name: str
    webp: bytes


def _keep_picture(work: Work, operator_id: str, picture: NewPicture | None) -> None:
    """This one takes the former one's place, which is gone; None: initials."""
    if picture is None:
        work.write(_REMOVE, of_company=work.company, of_operator=operator_id)
        return
    work.write(
        _KEEP,
        operator_id=operator_id,
        company_id=work.company,
        name=picture.name,
        webp_base64=base64.b64encode(picture.webp).decode(),
        at=work.now,
    )
