"""Files that the frontend's build has left: sent as they are, or as the build has compressed them."""

import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from hovor.foundation.errors import NotFound

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For names that change with their content."""
_ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
"""Best first, with the ending that the build gives them."""


class BuiltFiles:
    """The files of a folder, by their names: a request is compared with these, so that no path reaches the
    disk.
    """

    def __init__(self, folder: Path, paths: Iterable[Path]) -> None:
        found = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
        endings = tuple(ending for _, ending in _ENCODINGS)
        self.names: Final = frozenset(name for name in found if not name.endswith(endings))
        self._found = found

    def answer(self, request: Request, name: str, headers: Mapping[str, str]) -> Response:
        """The file for whoever asks, in the best form that he can read. Raises `NotFound`."""
        if name not in self.names:
            raise NotFound
        readable = _readable(request.headers.get("accept-encoding", ""))
        encoding, path = next(
            (
                (encoding, self._found[name + ending])
                for encoding, ending in _ENCODINGS
                if encoding in readable and name + ending in self._found
            ),
            ("", self._found[name]),
        )
        stat = path.stat()
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        sent = {**headers, "vary": "accept-encoding", "etag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=sent)
        if encoding:
            sent["content-encoding"] = encoding
        kind = mimetypes.guess_type(name)[0]
        return FileResponse(path, headers=sent, media_type=kind, stat_result=stat)


def _readable(accepted: str) -> frozenset[str]:
    """The encodings that an Accept-Encoding names and does not refuse."""
    words = (word.strip().lower().partition(";q=") for word in accepted.split(","))
    return frozenset(name.strip() for name, _, weight in words if weight.rstrip("0.") or not weight)
