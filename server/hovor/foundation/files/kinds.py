"""What a file is, by its bytes and never by what its sender says; and what it may be called.

Only what stands in `KINDS` is taken. The name is made plain *before* it is compared, because a character
that nobody sees once turned a refused name into an accepted one (CVE-2026-28289 in FreeScout).
"""

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hovor.foundation.errors import Refusal

HEAD_BYTES: Final = 1 << 16
LONGEST_NAME: Final = 150
_ODF: Final = "application/vnd.oasis.opendocument."
_OOXML: Final = "application/vnd.openxmlformats-officedocument."


class FileKindRefused(Refusal):
    """The bytes are of no kind that is taken, or the name's ending speaks of another kind than the bytes."""

    code = "file_kind_refused"
    status = 422
    title = "Files of this kind are not accepted."


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type and the endings a name of it may have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        """Whether a preview is made of it."""
        return self.media_type.startswith("image/")


TEXT: Final = Kind("text/plain", ("txt", "text", "log", "csv", "tsv", "md"))
KINDS: Final = (
    Kind("image/png", ("png",)),
    Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    Kind("image/gif", ("gif",)),
    Kind("image/webp", ("webp",)),
    Kind("application/pdf", ("pdf",)),
    Kind("audio/mpeg", ("mp3", "mpga")),
    Kind("audio/ogg", ("ogg", "oga", "opus")),
    Kind("audio/wav", ("wav",)),
    Kind("audio/mp4", ("m4a", "f4a")),
    Kind("video/mp4", ("mp4", "m4v")),
    Kind("video/webm", ("webm",)),
    Kind("video/quicktime", ("mov", "qt")),
    Kind(f"{_OOXML}wordprocessingml.document", ("docx",)),
    Kind(f"{_OOXML}spreadsheetml.sheet", ("xlsx",)),
    Kind(f"{_OOXML}presentationml.presentation", ("pptx",)),
    Kind(f"{_ODF}text", ("odt",)),
    Kind(f"{_ODF}spreadsheet", ("ods",)),
    Kind(f"{_ODF}presentation", ("odp",)),
    TEXT,
)
_BY_TYPE: Final = {kind.media_type: kind for kind in KINDS}
_BY_ENDING: Final = {ending: kind for kind in KINDS for ending in kind.endings}
_OTHER_NAMES: Final = {"application/ogg": "audio/ogg", "audio/wave": "audio/wav", "audio/x-wav": "audio/wav"}
# A document in a ZIP is what its main part says; one that may hold macros has another main type and is not
# taken.
_OOXML_MAIN: Final = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MACROS: Final = ("vbaproject.bin", "vbadata.xml")


def kind_of(path: Path) -> Kind:
    """The kind of the bytes at `path`. Raises `FileKindRefused`."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(path)
    # Before the magic: words such as "wide" or "BM" at the right place are a film's or a picture's.
    if _is_text(head) and not head.startswith(b"%PDF-"):
        return TEXT
    found = _kind_by_magic(head)
    if found is not None:
        return found
    raise FileKindRefused


def plain_name(name: str, kind: Kind) -> str:
    """The name as it is kept and shown: one line, no path, no invisible characters, an ending that fits the
    kind.

    Raises `FileKindRefused` when the ending speaks of another kind.
    """
    normal = unicodedata.normalize("NFKC", name)
    visible = "".join(
        " " if character.isspace() else character for character in normal if _is_visible(character)
    )
    flat = "".join("_" if character in '/\\:*?"<>|' else character for character in visible)
    stem, dot, ending = " ".join(flat.split()).strip(". ").rpartition(".")
    if not dot:
        stem, ending = ending, kind.endings[0]
    if ending.lower() not in kind.endings:
        raise FileKindRefused("The name's ending does not fit what the file holds.")
    stem = stem.strip(". ") or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending.lower()}"


def _kind_by_magic(head: bytes) -> Kind | None:
    # Its tables are of use only once somebody sends a file.
    import puremagic  # noqa: PLC0415

    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    best = max((match.confidence for match in matches), default=0)
    for match in matches:
        if match.confidence == best:
            kind = _BY_TYPE.get(_OTHER_NAMES.get(match.mime_type, match.mime_type)) or (
                _BY_ENDING.get(match.extension.lstrip(".")) if not match.mime_type else None
            )
            if kind is not None and kind is not TEXT:
                return kind
    return None


def _kind_of_archive(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
            if any(name.endswith(_MACROS) for name in names):
                raise FileKindRefused("Documents with macros are not accepted.")
            for part, ending in _OOXML_MAIN.items():
                if part in names and "[content_types].xml" in names:
                    return _BY_ENDING[ending]
            first = archive.infolist()[0] if archive.infolist() else None
            if first is not None and first.filename == "mimetype" and first.file_size <= LONGEST_NAME:
                kind = _BY_TYPE.get(archive.read(first).decode("ascii", "replace").strip())
                if kind is not None:
                    return kind
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise FileKindRefused from error
    raise FileKindRefused


def _is_text(head: bytes) -> bool:
    # The head may end inside a character: up to three bytes of one are forgiven.
    for cut in range(4):
        try:
            text = head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            if len(head) < HEAD_BYTES:
                return False
            continue
        return all(character in "\t\n\r\f" or unicodedata.category(character) != "Cc" for character in text)
    return False


def _is_visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
