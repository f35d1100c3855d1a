"""Pictures and languages in the profile, over HTTP: what is taken, what is served, and who sees it change."""

import io

import httpx2
import pytest
from PIL import Image

from tests.support.server import Document, Hovor, Operator

_ORIENTATION = 0x0112


def picture(form: str = "PNG", size: tuple[int, int] = (600, 300), *, turned: bool = False) -> bytes:
    """Red left, blue right, green in the middle."""
    drawn = Image.new("RGB", size, "green")
    third = size[0] // 3
    drawn.paste("red", (0, 0, third, size[1]))
    drawn.paste("blue", (size[0] - third, 0, *size))
    out = io.BytesIO()
    exif = Image.Exif()
    if turned:
        exif[_ORIENTATION] = 6
    drawn.save(out, form, exif=exif)
    return out.getvalue()


def send(operator: Operator, data: bytes, name: str = "me.png", key: str | None = None) -> httpx2.Response:
    headers = {} if key is None else {"idempotency-key": key}
    return operator.http.post("/api/v1/me/picture", files={"file": (name, data)}, headers=headers)


def taken(operator: Operator, data: bytes, name: str = "me.png") -> str:
    answer = send(operator, data, name)
    assert answer.status_code == 200, answer.text
    path: str = answer.json()["picture"]
    return path


def test_the_middle_of_it_is_served_as_pixels_alone_to_whoever_knows_its_name(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    assert klara.ask("GET", "/me")["picture"] is None
    path = taken(klara, picture("JPEG", turned=True), "me.jpg")
    # A stranger without any cookie, as a client's browser is.
    shown = httpx2.get(f"{hovor.address}{path}")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in shown.headers["content-security-policy"]
    with Image.open(io.BytesIO(shown.content)) as seen:
        assert seen.size == (256, 256)
        assert not dict(seen.getexif())
        top, middle, bottom = (seen.convert("RGB").getpixel((128, y)) for y in (4, 128, 250))
    # Turned upright, its left end is above.
    assert [_name(each) for each in (top, middle, bottom)] == ["red", "green", "blue"]
    assert httpx2.get(f"{hovor.address}/pictures/nobody").status_code == 404


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_every_usual_kind_is_taken_whatever_it_is_called(hovor: Hovor, form: str) -> None:
    klara = hovor.set_up().operator("klara")
    assert taken(klara, picture(form), "me.txt").startswith("/pictures/")


def test_what_is_no_picture_or_too_much_of_one_is_refused(hovor: Hovor) -> None:
    klara = hovor.set_up().operator("klara")
    vector = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    huge = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(huge, "PNG")
    for data in (vector, b"GIF89a", b"", picture()[:200], huge.getvalue()):
        refused = send(klara, data)
        assert (refused.status_code, refused.json()["code"]) == (422, "picture_refused"), data[:20]
    large = send(klara, b"x" * ((10 << 20) + 1))
    assert (large.status_code, large.json()["code"]) == (413, "file_too_large")
    assert klara.ask("GET", "/me")["picture"] is None


def test_another_one_takes_its_place_and_initials_when_it_is_removed(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara, tomas = company.operator("klara"), company.operator("tomas")
    tomas.connect()
    first = taken(klara, picture())

    def told(path: str | None) -> Document:
        return tomas.live.hears(
            "operator.changed", lambda view: (view["id"], view["picture"]) == (klara.id, path)
        )

    told(first)
    second = taken(klara, picture("GIF"))
    told(second)
    assert httpx2.get(f"{hovor.address}{first}").status_code == 404
    assert httpx2.get(f"{hovor.address}{second}").status_code == 200
    assert klara.ask("GET", "/workspace")["me"]["picture"] == second
    for _ in range(2):
        assert klara.ask("DELETE", "/me/picture")["picture"] is None
    told(None)
    assert httpx2.get(f"{hovor.address}{second}").status_code == 404


def test_the_same_request_twice_is_one_picture_and_an_administrator_may_take_it_away(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara, tomas = company.operator("klara"), company.operator("tomas")
    paths = {send(klara, picture(), key="one").json()["picture"] for _ in range(2)}
    assert len(paths) == 1
    conflict = send(klara, picture("GIF"), key="one")
    assert conflict.status_code == 409
    path = f"/operators/{klara.id}/picture"
    assert tomas.http.delete(f"/api/v1{path}").status_code == 403
    assert company.administrator.ask("DELETE", path)["picture"] is None


def test_clients_see_it_on_the_invitation_and_in_the_chat(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.go_online()
    path = taken(klara, picture())
    made = klara.ask("POST", "/invitations", {})
    secret = made["url"].rpartition("/")[2]
    page = httpx2.get(f"{hovor.address}/api/v1/public/invitations/{secret}").json()
    assert page["operator"]["picture"] == path
    visitor = company.visitor()
    visitor.say("Good morning")
    offer = klara.live.hears("offer.made")
    klara.ask("POST", f"/offers/{offer['id']}/accept", {})
    again = company.visitor(visitor.token)
    assert again.hello["conversation"]["operator"] == {"name": "Klara", "picture": path}


def test_languages_are_kept_in_their_order_and_show_everywhere(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.connect()
    assert klara.ask("GET", "/me")["languages"] == []
    assert klara.ask("PATCH", "/me", {"languages": ["cs", "en", "cs"]})["languages"] == ["cs", "en"]
    assert klara.live.waits(lambda: any(each["type"] == "resync" for each in klara.live.frames))
    assert klara.ask("GET", "/workspace")["me"]["languages"] == ["cs", "en"]
    changed = company.administrator.ask("PATCH", f"/operators/{klara.id}", {"languages": ["de"]})
    assert (changed["languages"], changed["name"]) == (["de"], "Klara")
    for wrong in (["CS"], ["czech"], ["cs-CZ"], ["x"] * 3, ["cs"] * 31):
        assert klara.http.patch("/api/v1/me", json={"languages": wrong}).status_code == 422
    assert klara.ask("PATCH", "/me", {"languages": []})["languages"] == []


def _name(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    return ("red", "green", "blue")[max(range(3), key=lambda index: pixel[index])]
