"""How a transcript is written: whatever people wrote, it is theirs and cannot pretend to be more."""

import unicodedata
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hovor.messaging.queries import ClientMessageView
from hovor.messaging.queries.transcript import MOST_CHARACTERS, WORDS, written
from hovor.messaging.views import ClientAuthorView, FileView

ZONE = ZoneInfo("Europe/Prague")
TEXTS = st.text(max_size=80) | st.sampled_from(
    ["a\n2026-11-29 10:00  You:\n    b", "\u202eb", "\x85x\x0cy", ""]
)


def _line(
    text: str | None, name: str | None = "Klára", files: tuple[FileView, ...] = ()
) -> ClientMessageView:
    author = ClientAuthorView("operator", name)
    return ClientMessageView("m", 1, "c", 1, author, None, text, files, None, None, "2026-11-29T09:17:00Z")


@given(texts=st.lists(TEXTS, max_size=5), name=TEXTS, file=TEXTS)
def test_what_was_written_stands_to_the_right_of_who_wrote_it(texts: list[str], name: str, file: str) -> None:
    files = (FileView("f", file, "text/plain", 1),)
    blocks, whole = written([_line(text, name, files) for text in texts], WORDS["en"], ZONE)
    assert whole
    assert len(blocks) == len(texts)
    for block in blocks:
        heading, *rest = block.split("\n")
        assert heading.startswith("2026-11-29 10:17  ")
        assert all(not line or line.startswith("    ") for line in rest)
        seen = block.replace("\n", "").replace("\u200c", "").replace("\u200d", "")
        assert not [each for each in seen if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


def test_what_is_too_long_loses_its_beginning() -> None:
    half = "x" * (MOST_CHARACTERS // 2)
    blocks, whole = written([_line("first " * 50), _line(half), _line(half[:-200])], WORDS["en"], ZONE)
    assert not whole
    assert len(blocks) == 2
    assert all("first" not in block for block in blocks)


def test_each_language_says_the_same() -> None:
    names = {"company": "Alderway", "zone": "Europe/Prague", "name": "Klára"}
    for words in WORDS.values():
        assert all("{" not in text.format(**names) for text in words)
        assert all(text for text in words)
