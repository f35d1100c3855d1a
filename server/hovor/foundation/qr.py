"""QR codes, as pictures to be shown, saved and printed."""

import io
from typing import Final

_MODULE_PIXELS: Final = 12
_QUIET_MODULES: Final = 4


def qr_png(url: str) -> bytes:
    """A PNG that phones read from a screen and from paper: middle error correction, the whole quiet zone."""
    # A server that draws no code does without what draws them.
    import segno  # noqa: PLC0415

    drawn = io.BytesIO()
    segno.make_qr(url, error="m").save(drawn, kind="png", scale=_MODULE_PIXELS, border=_QUIET_MODULES)
    return drawn.getvalue()
