"""A company's chats as its administrator sets them up, and who may be met in them."""

from typing import Any, Final

import httpx2

from tests.support.server import Company, Document, Operator, Visitor

SITE: Final = "https://shop.example"
ELSEWHERE: Final = "https://evil.example"


class Chat:
    """One channel with settings of its own."""

    def __init__(self, company: Company, **settings: object) -> None:
        self.company = company
        channel = {"kind": "webchat", "name": "Shop", "group_id": company.group_id, "settings": settings}
        made = company.administrator.ask("POST", "/channels", channel)
        self.id: str = made["id"]
        self.key: str = made["key"]

    def visitor(self, token: str | None = None) -> Visitor:
        """Somebody on the website."""
        visitor = Visitor(self.company.hovor.address, self.key, token)
        self.company.hovor.opened.append(visitor)
        return visitor

    def hello(self, origin: str | None = None, **body: object) -> httpx2.Response:
        """The answer to a browser that comes from a page of this origin."""
        headers = {} if origin is None else {"origin": origin}
        address = f"{self.company.hovor.address}/api/v1/public/webchat/{self.key}/hello"
        return httpx2.post(address, json=body, headers=headers, timeout=30)

    def served(self, visitor: Visitor) -> tuple[Operator, str]:
        """The visitor asks, and an operator takes his conversation."""
        operator = self.company.administrator
        conversation_id: str = visitor.say("Hello")["conversation_id"]
        operator.ask("POST", f"/conversations/{conversation_id}/pick", {})
        return operator, conversation_id


def refusal(answer: httpx2.Response, status: int) -> Document:
    """The problem document of a refusal."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: Document = answer.json()
    return document


def refused(visitor: Visitor, method: str, path: str, body: Any = None) -> tuple[int, str]:  # noqa: ANN401  any JSON
    """The status and the code with which a visitor is refused."""
    answer = visitor.http.request(method, path, json=body)
    return answer.status_code, refusal(answer, answer.status_code)["code"]
