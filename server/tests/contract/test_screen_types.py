"""What the screens write down of the API's answers by hand is what the API answers: a field that is renamed
on one side only is seen here.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.contract.screen_types import Comparison, Types
from tests.contract.test_contract import OPENAPI
from tooling.machine import ROOT

FOLDER: Final = ROOT / "frontend" / "shared" / "api"
OTHERWISE_NAMED: Final = {
    "AwayReasonView": "AwayReasonChoice",
    "ChannelHealth": "ChannelHealthView",
    "ChannelView": "WorkChannelView",
    "MeView": "OperatorView",
    "OutcomeView": "LabelChoice",
}
"""Interfaces whose schema has another name."""
NOT_ANSWERS: Final = {"Versioned": "what many have in common", "Page": "one page of anything"}


def compared(types: Types) -> list[str]:
    """The differences."""
    comparison = Comparison(types, OPENAPI["components"]["schemas"])
    for name in types.interfaces.keys() - NOT_ANSWERS.keys():
        comparison.interface(name, OTHERWISE_NAMED.get(name, name))
    return sorted(comparison.differences)


def test_the_types_of_the_screens_are_those_of_the_answers() -> None:
    types = Types(sorted(FOLDER.glob("*.ts")))
    assert {"ConversationView", "WorkspaceView", "InvitationView"} <= types.interfaces.keys()
    assert compared(types) == []


@pytest.mark.parametrize(
    ("there", "planted", "difference"),
    [
        ("queue_name: string | null;", "queue: string | null;", "ConversationView.queue is in no answer"),
        ("offer_id: Id | null;", "offer_id: Id;", "NotificationView.offer_id can be null"),
        ("available: boolean;", "available: string;", "ChannelView.available is yes or no"),
        ("waiting: number;", "waiting: Id;", "ChannelView.waiting is a number"),
        ("back_at: Time | null;\n  } |", "until: Time;\n  } |", "StatusView.next.until is in no answer"),
        ("'online' | 'away' |", "'online' |", "StatusView.status can be away"),
        ("readonly AllowanceUseView[]", "AllowanceUseView", "StatusView.allowances is a list"),
    ],
)  # fmt: skip
def test_a_difference_is_seen(tmp_path: Path, there: str, planted: str, difference: str) -> None:
    found = False
    for file in FOLDER.glob("*.ts"):
        text = file.read_text(encoding="utf-8")
        found = found or there in text
        (tmp_path / file.name).write_text(text.replace(there, planted), encoding="utf-8")
    assert found
    differences = compared(Types(sorted(tmp_path.glob("*.ts"))))
    assert difference in differences
