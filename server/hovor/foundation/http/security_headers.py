"""Headers that every answer carries, and the content security policies of what we serve."""

import base64
import hashlib
import re
from typing import Final

_INLINE: Final = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_HAS_SOURCE: Final = re.compile(r"\bsrc\s*=", re.IGNORECASE)

# An answer of the API is data: nothing of it may run, load, or be framed.
API_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A stranger's file: even when somebody opens it as a page, it is alone in a sandbox without rights.
FILE_POLICY: Final = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

ALWAYS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), payment=(), usb=(), microphone=(self)"),
    (b"content-security-policy", API_POLICY.encode()),
    (b"cache-control", b"no-store"),
)
# Only on https, as RFC 6797 demands; a year, the least that preload lists accept.
TRANSPORT: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def page_policy(html: str) -> str:
    """The policy of a page of our own: only our files, and the page's own inline scripts and styles by
    their hashes.

    `html` is the page as it is sent; the hashes are of exactly that text.
    """
    scripts = _hashes(html, "script")
    styles = _hashes(html, "style")
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *scripts)),
            " ".join(("style-src 'self'", *styles)),
            "img-src 'self' blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def style_hashes(html: str) -> str:
    """The hashes of a page's own inline styles, as a policy names them."""
    return " ".join(_hashes(html, "style"))


def _hashes(html: str, element: str) -> list[str]:
    texts = [
        text
        for name, attributes, text in _INLINE.findall(html)
        if name.lower() == element and not _HAS_SOURCE.search(attributes)
    ]
    return [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]
