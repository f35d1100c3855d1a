"""Pure decisions of notifications."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.clock import SECOND
from hovor.notifications import policy
from hovor.notifications.policy import Page, Preferences, What

PAGES = st.lists(
    st.builds(
        Page,
        id=st.sampled_from(["a", "b", "c", "d"]),
        active=st.booleans(),
        can_notify=st.booleans(),
        focused_at=st.integers(0, 9),
    ),
    unique_by=lambda page: page.id,
)


@given(PAGES, st.sets(st.sampled_from(["a", "b", "c", "d"])))
def test_one_page_is_asked_at_most_and_never_twice(pages: list[Page], asked: set[str]) -> None:
    chosen = policy.page_for_cue(pages, asked)
    able = [page for page in pages if page.can_notify and page.id not in asked]
    assert (chosen is None) == (not able)
    if chosen is not None:
        assert chosen in able
        assert not any((page.active, page.focused_at) > (chosen.active, chosen.focused_at) for page in able)


@given(PAGES)
def test_in_the_end_every_able_page_was_asked(pages: list[Page]) -> None:
    asked: list[str] = []
    while (chosen := policy.page_for_cue(pages, asked)) is not None:
        asked.append(chosen.id)
    assert sorted(asked) == sorted(page.id for page in pages if page.can_notify)


def test_pages_are_asked_anew_after_growing_pauses_and_not_for_ever() -> None:
    pauses = [policy.pause_before_round(rounds) for rounds in range(1, 9)]
    assert pauses == [each * SECOND for each in (15, 30, 60, 120, 120, 120)] + [None, None]


@pytest.mark.parametrize("what", get_args(What))
def test_push_carries_messages_invitations_and_a_lost_connection_only(what: What) -> None:
    wished = policy.preferences_from({what: {"sound": True, "browser": True, "push": True}})
    assert wished.ways(what).push is (what in {"message", "invitation", "connection"})


def test_sounds_off_silences_everything_and_changes_nothing_else() -> None:
    silent = Preferences(sounds=False)
    for what in get_args(What):
        assert silent.ways(what) == policy.Ways(
            False, Preferences().ways(what).browser, what in policy.PUSHED
        )


def test_only_what_is_named_changes_and_only_what_differs_is_kept() -> None:
    first = policy.changed({}, {"offer": {"browser": False}, "volume": 40})
    assert first == {"offer": {"sound": True, "browser": False, "push": False}, "volume": 40}
    second = policy.changed(first, {"offer": {"sound": False}})
    assert policy.preferences_from(second).offer == policy.Ways(sound=False, browser=False)
    assert policy.changed(first, {"offer": {"browser": True}, "volume": 70}) == {}


@pytest.mark.parametrize(
    "changes", [{"volume": 101}, {"volume": "loud"}, {"offer": {"smell": True}}, {"x": 1}]
)
def test_what_is_not_possible_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        policy.changed({}, changes)


def test_the_clients_words_are_not_shown_at_first() -> None:
    assert Preferences().show_words is False
