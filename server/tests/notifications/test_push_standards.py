"""Web Push by the standards' own examples, and by an implementation that others wrote."""

import json
import subprocess

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.clock import HOUR, SECOND
from hovor.foundation.secrets import KeyRing, Vault
from hovor.notifications.push.encryption import (
    CURVE,
    MOST_BYTES,
    BrowserKeys,
    KeysRefused,
    decode,
    encode,
    encrypt,
)
from hovor.notifications.push.vapid import Sender
from hovor.notifications.push.words import say
from tests.support.clock import START
from tooling import frontend

# RFC 8291, section 5 and appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
    "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
_DECRYPT = """
const ece = require('http_ece');
const crypto = require('crypto');
const [key, auth, body] = process.argv.slice(1).map((text) => Buffer.from(text, 'base64url'));
const own = crypto.createECDH('prime256v1');
own.setPrivateKey(key);
const text = ece.decrypt(body, { version: 'aes128gcm', privateKey: own, authSecret: auth });
process.stdout.write(text);
"""


def decrypted(private_key: str, auth: str, body: bytes) -> bytes:
    """What the browser with this key reads, by the npm package `http_ece`."""
    done = subprocess.run(
        [frontend.node(), "-e", _DECRYPT, "--", private_key, auth, encode(body)],
        cwd=frontend.FOLDER,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(text), "big"), CURVE)


def test_the_standards_own_example_comes_out_to_the_byte() -> None:
    body = encrypt(TEXT, BrowserKeys(P256DH, AUTH), salt=decode(SALT), sender=_private(SENDER))
    assert encode(body) == BODY


@pytest.mark.parametrize("text", [b"", TEXT, "Příliš žluťoučký 🐎".encode(), b"x" * MOST_BYTES])
def test_an_independent_implementation_reads_it(text: bytes) -> None:
    body = encrypt(text, BrowserKeys(P256DH, AUTH), salt=decode(SALT))
    assert decrypted(RECEIVER, AUTH, body) == text
    assert len(body) <= 4096


def test_two_pushes_of_the_same_words_share_no_key() -> None:
    keys = BrowserKeys(P256DH, AUTH)
    one, other = (encrypt(TEXT, keys, salt=decode(SALT)) for _ in range(2))
    assert one[:21] == other[:21]
    assert one[21:86] != other[21:86]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="3994 bytes do not fit"):
        encrypt(b"x" * (MOST_BYTES + 1), BrowserKeys(P256DH, AUTH), salt=decode(SALT))


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        (P256DH[:-4], AUTH),
        (P256DH, AUTH[:-4]),
        (encode(b"\x04" + bytes(64)), AUTH),
        ("ž" * 87, AUTH),
        (P256DH, "a b"),
    ],
)
def test_what_is_no_key_is_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(KeysRefused):
        BrowserKeys(p256dh, auth)


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_a_browser_sends_as_keys_is_keys_or_refused(p256dh: str, auth: str) -> None:
    try:
        BrowserKeys(p256dh, auth)
    except KeysRefused:
        return


def _vault(seed: bytes) -> Vault:
    return Vault(KeyRing((("k1", bytes(32)),), seed * 32))


def test_who_sends_is_proved_to_each_push_service_for_less_than_a_day() -> None:
    sender = Sender(_vault(b"a"), "acme")
    header = sender.authorization("https://push.example", START, "mailto:admin@acme.example")
    scheme, token, key = header.replace(",", "").split()
    assert (scheme, key) == ("vapid", f"k={sender.public_key}")
    head, body, signature = token.removeprefix("t=").split(".")
    assert json.loads(decode(head)) == {"typ": "JWT", "alg": "ES256"}
    claims = json.loads(decode(body))
    assert claims == {
        "aud": "https://push.example",
        "exp": (START + 12 * HOUR) // SECOND,
        "sub": "mailto:admin@acme.example",
    }
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(sender.public_key))
    raw = decode(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(der, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))


def test_every_process_has_the_same_key_and_every_company_its_own() -> None:
    key = Sender(_vault(b"a"), "acme").public_key
    assert key == Sender(_vault(b"a"), "acme").public_key
    assert key not in {Sender(_vault(b"a"), "other").public_key, Sender(_vault(b"b"), "acme").public_key}
    assert len(decode(key)) == 65


@pytest.mark.parametrize("language", ["en", "cs", "de", "xx"])
@pytest.mark.parametrize("what", ["message", "invitation", "connection", "test"])
def test_a_push_shows_itself_without_a_script_and_fits(language: str, what: str) -> None:
    said = say(what, language, kind="webchat", queue="Q" * 200, conversation_id="c1")  # type: ignore[arg-type]
    document = json.loads(said.payload)
    assert document["web_push"] == 8030
    shown = document["notification"]
    assert shown["navigate"] == "/conversations/c1"
    assert shown["title"].endswith(", " + "Q" * 200)
    assert len(said.payload.encode()) < MOST_BYTES
    assert len(said.topic) <= 32
    assert say(what, language, conversation_id="c2").topic != said.topic  # type: ignore[arg-type]


def test_the_words_are_as_the_guide_has_them() -> None:
    said = json.loads(say("message", "en", kind="webchat", queue="Sales").payload)
    assert said["notification"]["title"] == "New message, web chat, Sales"


def test_the_key_of_the_example_is_that_of_its_owner() -> None:
    point = _private(RECEIVER).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert encode(point) == P256DH
