"""How queues may be set up while chance plays: each time one of these, on top of what was before."""

from collections.abc import Mapping

OVERFLOW = {"after_seconds": 20, "when_full": True, "when_closed": True}
SETTINGS: Mapping[str, Mapping[str, object]] = {
    "usual": {"size_limit": None, "hours": None, "overflow": None, "relaxation": [], "broadcast": False},
    "overflows": {"overflow": OVERFLOW},
    "small": {"size_limit": 1},
    "closed": {"hours": [{"days": [1], "opens": "00:00", "closes": "00:01"}]},
    "relaxes": {
        "relaxation": [{"after_seconds": 20, "lower_to": 1}, {"after_seconds": 60, "drop_skills": True}]
    },
    "last first": {"choice": "last_operator", "discipline": "priority"},
    "best": {"choice": "best_skill", "discipline": "ageing"},
    "broadcast": {"broadcast": True},
    "answers": {"when_nobody": "callback", "reply_text": "Which number may we call?"},
}
