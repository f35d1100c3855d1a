"""Pure decisions about invitations: for how long one is valid, whether it may be used, how a code is read."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from hovor.foundation.clock import DAY, MINUTE, SECOND, Instant
from hovor.foundation.identifiers import CODE_ALPHABET, CODE_LENGTH
from hovor.foundation.rate_limits import Growth

Use: TypeAlias = Literal["once", "repeatedly"]
State: TypeAlias = Literal["active", "used", "expired", "revoked"]
Refused: TypeAlias = Literal["used", "expired", "early"]

SHORTEST: Final[Instant] = 5 * MINUTE
CODE_LASTS: Final[Instant] = 7 * DAY
"""A code is short enough to be guessed one day; a link is not."""
REMIND_BEFORE: Final[Instant] = 5 * MINUTE

NETWORK_PAUSES: Final = Growth(free=5, first=SECOND, most=5 * MINUTE, forget_after=DAY)
"""After wrong codes from one network; a right one forgives it."""
INSTALLATION_PAUSES: Final = Growth(free=100, first=SECOND // 4, most=5 * SECOND, forget_after=10 * MINUTE)
"""After wrong codes from everywhere: everybody is a little slower, nobody is shut out."""

# What people write for the characters that Crockford's alphabet leaves out.
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": "", "\N{EN DASH}": ""})


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one invitation, what its state follows from. `valid_until` None: without an end."""

    use: Use
    uses: int
    valid_until: Instant | None
    revoked_at: Instant | None
    arranged_for: Instant | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """For how long one is asked for, as the maker says it: `lasts`, or `until`, or (`endless`) for ever."""

    lasts: Instant | None = None
    until: Instant | None = None
    endless: bool = False


def state_of(of: Facts, now: Instant) -> State:
    """The state at this instant: what somebody did comes before what time did."""
    if of.revoked_at is not None:
        return "revoked"
    if of.use == "once" and of.uses > 0:
        return "used"
    return "expired" if of.valid_until is not None and of.valid_until <= now else "active"


def refuses_start(of: Facts, now: Instant, *, reachable: bool) -> Refused | None:
    """Why no conversation may be started by it, None when one may. A revoked one is an expired one.

    Before the arranged time it may be, once the operator is reachable.
    """
    state = state_of(of, now)
    if state != "active":
        return "used" if state == "used" else "expired"
    early = of.arranged_for is not None and now < of.arranged_for
    return "early" if early and not reachable else None


def valid_until(
    asked: Validity, *, now: Instant, arranged_for: Instant | None, usual: Instant, longest: Instant
) -> Instant | None:
    """When it ends, None for never; validity counts from the arranged time where there is one.

    Raises `ValueError`, with text safe to show, for a time that is too short or too long.
    """
    if asked.endless:
        return None
    begins = now if arranged_for is None else max(now, arranged_for)
    ends = asked.until if asked.until is not None else begins + (asked.lasts or min(usual, longest))
    if ends - begins < SHORTEST:
        raise ValueError("An invitation is valid for at least 5 minutes.")
    if ends - begins > longest:
        raise ValueError(f"An invitation is valid for at most {_words(longest)}.")
    return ends


def code_until(ends: Instant | None, *, now: Instant) -> Instant | None:
    """Until when its short code works; one without an end has none."""
    return None if ends is None else min(ends, now + CODE_LASTS)


def normal_code(text: str) -> str | None:
    """A code as it is stored, from what somebody typed; None when it can be none."""
    code = text.upper().translate(_READ_AS)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def shown_code(code: str) -> str:
    """In two groups, as it is read out."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


class LetterWords(NamedTuple):
    """What a letter with a link says; `{...}` are filled in."""

    subject: str
    text: str
    code: str
    arranged: str
    until: str


LETTERS: Final = {
    "en": LetterWords(
        "Talk with {operator}, {company}",
        "{operator} from {company} invites you to talk.\n\nOpen this link: {url}",
        "Or type the code {code} at {join}",
        "You arranged to meet on {time}.",
        "The link works until {time}.",
    ),
    "cs": LetterWords(
        "Rozhovor s {operator}, {company}",
        "{operator} z {company} vás zve k rozhovoru.\n\nOtevřete tento odkaz: {url}",
        "Nebo zadejte kód {code} na {join}",
        "Domluvili jste se na {time}.",
        "Odkaz platí do {time}.",
    ),
    "de": LetterWords(
        "Gespräch mit {operator}, {company}",
        "{operator} von {company} lädt Sie zum Gespräch ein.\n\nÖffnen Sie diesen Link: {url}",
        "Oder geben Sie den Code {code} ein auf {join}",
        "Verabredet für {time}.",
        "Der Link gilt bis {time}.",
    ),
}
"""By the company's language."""


class HereWords(NamedTuple):
    """What a letter says when the operator is there for a client who asked to be told."""

    subject: str
    text: str
    why: str


HERE_LETTERS: Final = {
    "en": HereWords(
        "{operator} from {company} is here now",
        "{operator} from {company} can talk with you now.\n\nOpen this link: {url}",
        "You asked for this letter, once, on the page of the invitation. If it was not you, ignore it.",
    ),
    "cs": HereWords(
        "{operator} z {company} je teď k zastižení",
        "{operator} z {company} se vám teď může věnovat.\n\nOtevřete tento odkaz: {url}",
        "O tento jediný dopis jste požádali na stránce pozvánky. Pokud ne, nevšímejte si ho.",
    ),
    "de": HereWords(
        "{operator} von {company} ist jetzt da",
        "{operator} von {company} kann jetzt mit Ihnen sprechen.\n\nÖffnen Sie diesen Link: {url}",
        "Sie haben auf der Seite der Einladung um diesen einen Brief gebeten. Wenn nicht, lassen Sie ihn.",
    ),
}
"""By the client's language."""

MOST_WISHES: Final = 20
"""So many clients of one invitation are told; more would be a way to have strangers written to."""


def remind_at(arranged_for: Instant | None, *, now: Instant) -> Instant | None:
    """When the operator is reminded; None where that is past."""
    if arranged_for is None or arranged_for - REMIND_BEFORE <= now:
        return None
    return arranged_for - REMIND_BEFORE


def _words(length: Instant) -> str:
    days, hours, minutes = length // DAY, length // (60 * MINUTE), length // MINUTE
    if days > 1:
        return f"{days} days"
    return f"{hours} hours" if hours > 1 else f"{minutes} minutes"
