"""Pictures of operators: where they are served, and their bytes. Whoever knows the name may see one: clients
see it without signing in, and nobody guesses 160 bits.
"""

import base64
from typing import Final

import sqlalchemy as sa

from hovor.accounts import models
from hovor.foundation.database import Hot, Reading

PICTURE_PLACE: Final = "/pictures/"
_picture = models.operator_picture.c
_BY_NAME: Final = Hot(sa.select(_picture.webp_base64).where(_picture.name == sa.bindparam("name")))


def picture_path(name: str) -> str:
    """Where the picture of this name is served."""
    return f"{PICTURE_PLACE}{name}"


def picture(reading: Reading, name: str) -> bytes | None:
    """The picture of this name (WebP), of whichever company; None when there is none any more."""
    row = reading.one(_BY_NAME, name=name)
    return None if row is None else base64.b64decode(row[0])
