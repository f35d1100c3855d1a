"""What lies on disk: sealed secrets, the audit chain, throttles, settings."""

import json
import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation import audit, rate_limits
from hovor.foundation.caller import Anonymous, OperatorCaller
from hovor.foundation.clock import HOUR, MINUTE, SECOND
from hovor.foundation.database import Database, Work
from hovor.foundation.rate_limits import Growth, Limits, RateLimited, Rule
from hovor.foundation.secrets import KeyFileRefused, SealBroken, Vault, rotate
from hovor.foundation.settings import SettingsRefused, load_settings
from tests.support.clock import VirtualClock

KLARA = OperatorCaller("acme", "klara", "administrator", "s")

# -- secrets --------------------


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "secret.key"


def test_a_sealed_secret_opens_where_it_belongs_and_nowhere_else(key_file: Path) -> None:
    vault = Vault.from_file(key_file)
    sealed = vault.seal("pa55word", company="acme", purpose="mailbox")
    assert "pa55word" not in sealed
    assert vault.open_text(sealed, company="acme", purpose="mailbox") == "pa55word"
    for company, purpose in [("globex", "mailbox"), ("acme", "whatsapp"), ("acmem", "ailbox")]:
        with pytest.raises(SealBroken):
            vault.open(sealed, company=company, purpose=purpose)


def test_the_same_secret_is_never_sealed_the_same(key_file: Path) -> None:
    vault = Vault.from_file(key_file)
    assert len({vault.seal("x", company="c", purpose="p") for _ in range(100)}) == 100


@given(place=st.integers(0, 200), change=st.integers(1, 255))
def test_a_changed_seal_does_not_open(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    vault = Vault.from_file(tmp_path_factory.getbasetemp() / "changed.key")
    sealed = bytearray(vault.seal("secret", company="c", purpose="p").encode())
    sealed[place % len(sealed)] ^= change
    try:
        opened = vault.open(sealed.decode(), company="c", purpose="p")
    except (SealBroken, UnicodeDecodeError):
        return
    # Base64 forgives some spellings; what opens is still what was sealed.
    assert opened == b"secret"


@pytest.mark.parametrize("text", ["", ".", "..", "s1.x.y", "s1..", "s2.a.b", "s1.😀.😀"])
def test_rubbish_does_not_open(key_file: Path, text: str) -> None:
    with pytest.raises(SealBroken):
        Vault.from_file(key_file).open(text, company="c", purpose="p")


def test_rotation_opens_the_old_and_seals_with_the_new(key_file: Path) -> None:
    before = Vault.from_file(key_file)
    old = before.seal("x", company="c", purpose="p")
    rotate(key_file)
    after = Vault.from_file(key_file)
    assert after.open_text(old, company="c", purpose="p") == "x"
    new = after.seal("x", company="c", purpose="p")
    assert (after.is_sealed_with_newest(old), after.is_sealed_with_newest(new)) == (False, True)
    with pytest.raises(SealBroken):
        before.open(new, company="c", purpose="p")
    assert before.keyed_hash("token") == after.keyed_hash("token")


def test_the_key_file_is_for_its_owner_only(key_file: Path) -> None:
    vault = Vault.from_file(key_file)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["secret.key"]
    assert Vault.from_file(key_file).keyed_hash("x") == vault.keyed_hash("x")
    key_file.chmod(0o640)
    with pytest.raises(KeyFileRefused, match="chmod 600"):
        Vault.from_file(key_file)


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"sealing":[],"hashing":""}', "\x00", '{"sealing":[{"id":"a"}]}']
)
def test_a_damaged_key_file_is_refused_and_left_alone(key_file: Path, content: str) -> None:
    Vault.from_file(key_file)
    key_file.write_text(content)
    with pytest.raises(KeyFileRefused):
        Vault.from_file(key_file)
    assert key_file.read_text() == content


def test_hashes_of_two_installations_differ(tmp_path: Path) -> None:
    one, other = Vault.from_file(tmp_path / "a"), Vault.from_file(tmp_path / "b")
    assert one.keyed_hash("token") != other.keyed_hash("token")


# -- audit --------------------


async def act(database: Database, number: int, company: str = "acme") -> None:
    caller = OperatorCaller(company, "klara", "administrator", "s")

    def verb(work: Work) -> None:
        audit.record(work, "operator.changed", "operator", f"o{number}", {"fields": ["name"], "n": number})

    await database.write(verb, company=company, caller=caller)


async def verified(database: Database, head: str | None = None) -> audit.Verified:
    return await database.read(audit.verify, company="acme", caller=KLARA, head=head)


async def test_acts_are_listed_latest_first(database: Database) -> None:
    for number in range(5):
        await act(database, number)
    entries = await database.read(audit.entries, company="acme", caller=KLARA, limit=3)
    assert [entry.number for entry in entries] == [5, 4, 3]
    assert (entries[0].actor_id, entries[0].subject_id) == ("klara", "o4")
    assert entries[0].detail == {"fields": ["name"], "n": 4}
    older = await database.read(audit.entries, company="acme", caller=KLARA, before=3, limit=3)
    assert [entry.number for entry in older] == [2, 1]


async def test_an_untouched_chain_is_whole(database: Database) -> None:
    assert (await verified(database)).broken_at is None
    for number in range(5):
        await act(database, number)
        await act(database, number, "globex")
    whole = await verified(database)
    assert (whole.entries, whole.broken_at) == (5, None)
    await act(database, 6)
    assert (await verified(database, whole.head)).broken_at is None


TAMPERING = {
    "changed detail": (sa.update(audit.audit).where(audit.audit.c.number == 3).values(detail="{}"), 3),
    "changed actor": (sa.update(audit.audit).where(audit.audit.c.number == 3).values(actor_id="tomas"), 3),
    "changed time": (sa.update(audit.audit).where(audit.audit.c.number == 3).values(at=1), 3),
    "removed": (sa.delete(audit.audit).where(audit.audit.c.number == 3), 3),
    "moved to another company": (
        sa.update(audit.audit).where(audit.audit.c.number == 3).values(company_id="globex"),
        3,
    ),
    "hash replaced": (sa.update(audit.audit).where(audit.audit.c.number == 3).values(hash="0" * 64), 3),
}


def _write(work: Work, statement: sa.Update | sa.Delete | sa.Insert) -> None:
    work.write(statement)


@pytest.mark.parametrize("how", TAMPERING)
async def test_tampering_is_found(database: Database, how: str) -> None:
    for number in range(5):
        await act(database, number)
    statement, broken_at = TAMPERING[how]
    await database.write(_write, statement, company="acme", caller=KLARA)
    assert (await verified(database)).broken_at == broken_at


async def test_removing_the_last_acts_is_found_with_an_exported_head(database: Database) -> None:
    for number in range(5):
        await act(database, number)
    head = (await verified(database)).head
    cut = sa.delete(audit.audit).where(audit.audit.c.number >= 4)
    await database.write(_write, cut, company="acme", caller=KLARA)
    assert (await verified(database)).broken_at is None
    assert (await verified(database, head)).broken_at == 4


async def test_an_act_needs_a_company(database: Database) -> None:
    with pytest.raises(ValueError, match="company"):
        await database.write(audit.record, "x", "y", "z", company="", caller=Anonymous())


async def test_an_act_of_a_refused_unit_never_was(database: Database) -> None:
    def verb(work: Work) -> None:
        audit.record(work, "x", "y", "z")
        raise RateLimited(SECOND)

    with pytest.raises(RateLimited):
        await database.write(verb, company="acme", caller=KLARA)
    assert (await verified(database)).entries == 0


# -- limits --------------------


def test_a_bucket_gives_its_burst_and_then_its_rate(clock: VirtualClock) -> None:
    limits, rule = Limits(clock), Rule("r", burst=3, per_second=0.5)
    for _ in range(3):
        limits.take(rule, "a")
    with pytest.raises(RateLimited) as refused:
        limits.take(rule, "a")
    assert refused.value.extra == {"retry_after_seconds": 2}
    limits.take(rule, "b")
    limits.take(Rule("other", 3, 0.5), "a")
    clock.advance(2)
    limits.take(rule, "a")
    with pytest.raises(RateLimited):
        limits.take(rule, "a")


@given(steps=st.lists(st.tuples(st.floats(0, 10), st.integers(1, 3)), max_size=50))
def test_no_more_than_burst_and_rate_ever_pass(steps: list[tuple[float, int]]) -> None:
    clock = VirtualClock()
    limits, rule, taken = Limits(clock), Rule("r", burst=5, per_second=0.5), 0
    start = clock.now()
    for pause, tokens in steps:
        clock.advance(pause)
        wait = limits.try_take(rule, "a", tokens=tokens)
        taken += tokens if wait == 0 else 0
        assert taken <= 5 + (clock.now() - start) / SECOND * 0.5 + 1e-6
        if wait > 0:
            clock.advance_to(clock.now() + wait)
            assert limits.try_take(rule, "a", tokens=tokens) == 0
            taken += tokens


def test_memory_is_bounded(clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "_REMEMBERED", 10)
    limits = Limits(clock)
    for number in range(100):
        limits.take(Rule("r", 1, 1), str(number))
    assert len(limits._buckets) == 10


GROWTH = Growth(free=3, first=SECOND, most=15 * MINUTE)


def test_pauses_double_up_to_the_most() -> None:
    pauses = [GROWTH.pause(failures) // SECOND for failures in range(16)]
    assert pauses == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert GROWTH.pause(10**6) == 15 * MINUTE


async def test_failures_outlive_a_restart_and_a_success_forgives_them(
    database: Database, clock: VirtualClock
) -> None:
    async def fail() -> int:
        return await database.write(rate_limits.note_failure, "key", GROWTH, company="", caller=Anonymous())

    async def waits() -> int:
        return await database.read(rate_limits.throttled_for, "key", company="", caller=Anonymous())

    assert [await fail() // SECOND for _ in range(6)] == [0, 0, 0, 1, 2, 4]
    assert await waits() == 4 * SECOND
    clock.advance(3)
    assert await waits() == SECOND
    clock.advance(2)
    assert await waits() == 0
    await database.write(rate_limits.forgive, "key", company="", caller=Anonymous())
    assert await fail() == 0
    for _ in range(5):
        await fail()
    clock.advance(25 * 3600)
    assert await fail() == 0
    clock.advance(48 * 3600)
    before = clock.now() - 24 * HOUR
    assert await database.write(rate_limits.prune, before, company="", caller=Anonymous()) == 1


# -- settings --------------------


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.startswith("HOVOR_")]:
        monkeypatch.delenv(name)
    return monkeypatch


def test_settings_have_the_documented_defaults(environment: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8000, Path("data"))
    assert settings.key_file == Path("data/secret.key")
    assert settings.engine_url == "sqlite:///data/hovor.sqlite"


def test_the_environment_is_read_and_the_command_line_wins(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HOVOR_PORT", "9000")
    environment.setenv("HOVOR_DATABASE_URL", "postgresql://db/hovor")
    environment.setenv("HOVOR_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    environment.setenv("HOVOR_PUBLIC_URL", "https://chat.example/")
    settings = load_settings()
    assert (settings.port, settings.engine_url) == (9000, "postgresql://db/hovor")
    assert [str(network) for network in settings.proxy_networks] == ["10.0.0.0/8", "::1/128"]
    assert settings.public_url == "https://chat.example"
    assert load_settings(port=9001).port == 9001


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HOVOR_PROT", "1", "Did you mean HOVOR_PORT"),
        ("HOVOR_DATABSE_URL", "x", "Did you mean HOVOR_DATABASE_URL"),
        ("HOVOR_PORT", "many", "HOVOR_PORT"),
        ("HOVOR_PORT", "70000", "HOVOR_PORT"),
        ("HOVOR_TRUSTED_PROXIES", "everybody", "HOVOR_TRUSTED_PROXIES"),
        ("HOVOR_PUBLIC_URL", "chat.example", "HOVOR_PUBLIC_URL"),
        ("HOVOR_PUBLIC_URL", "https://chat.example/path", "HOVOR_PUBLIC_URL"),
        ("HOVOR_LOG_FORMAT", "xml", "HOVOR_LOG_FORMAT"),
        ("HOVOR_DEMO_PASSWORD", "short", "HOVOR_DEMO_PASSWORD"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(
    environment: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsRefused, match=says):
        load_settings()


def test_the_demo_password_is_in_no_text_of_the_settings(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HOVOR_DEMO_PASSWORD", "CANARY CANARY")
    assert "CANARY" not in repr(load_settings())
    assert "CANARY" not in json.dumps(str(load_settings()))


def test_the_tools_names_do_not_disturb(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HOVOR_TEST_DATABASE_URL", "x")
    environment.setenv("HOVOR_CHROMIUM", "x")
    load_settings()
