"""Previews of pictures: decoded and encoded again, so that only pixels remain, within bounds on size and
time.
"""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hovor.foundation.errors import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 50_000_000
LONGEST_EDGE: Final = 1024
MEDIA_TYPE: Final = "image/webp"
_QUALITY: Final = 80
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")


class PictureRefused(Refusal):
    """The bytes begin like a picture and are none, or it has more than 50 million pixels."""

    code = "picture_refused"
    status = 422
    title = "This picture cannot be read, or it is too large."


def preview_of(path: Path) -> bytes:
    """The picture as WebP, at most 1,024 pixels on its longer edge, upright, without any metadata.

    Of a moving picture it is the first frame. Raises `PictureRefused`.
    """
    return _encoded(path, LONGEST_EDGE, square=False)


def square_of(data: bytes, edge: int) -> bytes:
    """The middle of the picture as WebP, `edge` pixels square, upright, without any metadata.

    Raises `PictureRefused`.
    """
    return _encoded(io.BytesIO(data), edge, square=True)


def _encoded(source: Path | io.BytesIO, edge: int, *, square: bool) -> bytes:
    # Most servers never see a picture, and the library is several megabytes.
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    try:
        # Opening reads the header only: the size is known before a single pixel is decoded.
        with Image.open(source, formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused
            picture.draft("RGB", (edge, edge))
            upright = ImageOps.exif_transpose(picture)
            if square:
                upright = ImageOps.fit(_plain(upright), (edge, edge))
            else:
                upright.thumbnail((edge, edge))
            pixels = Image.new("RGBA" if upright.has_transparency_data else "RGB", upright.size)
            pixels.paste(upright.convert(pixels.mode))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureRefused from error
    out = io.BytesIO()
    pixels.save(out, "WEBP", quality=_QUALITY)
    return out.getvalue()


def _plain(picture: "Image") -> "Image":
    """In colours that can be mixed when the picture is made smaller; a palette's cannot."""
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
