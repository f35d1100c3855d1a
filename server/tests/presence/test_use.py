"""By how many operators away reasons are used, as administrators are told."""

from tests.support.server import Hovor

_MONTH = 30 * 86_400


def test_everybody_counts_once_and_for_thirty_days(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara, tomas = company.operator("klara"), company.operator("tomas")
    lunch, personal, *others = [each["id"] for each in klara.ask("GET", "/away-reasons")["items"]]
    for who, reason in ((klara, lunch), (klara, personal), (klara, lunch), (tomas, lunch)):
        who.ask("PUT", "/me/status", {"status": "away", "away_reason_id": reason})
    klara.ask("PUT", "/me/status", {"status": "away"})

    def used() -> dict[str, int]:
        items = company.administrator.ask("GET", "/away-reasons/use")["items"]
        return {each["id"]: each["operators"] for each in items}

    assert used() == {lunch: 2, personal: 1, **dict.fromkeys(others, 0)}
    hovor.advance(_MONTH + 60)
    company.administrator = hovor.sign_in("admin@alderway.example")
    # Tomáš has been at lunch ever since, until his sign-in ended.
    assert used()[personal] == 0
