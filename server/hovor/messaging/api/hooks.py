"""The door for vendors' webhooks: `/hooks/{channel_key}`."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hovor.messaging.api.intake import Intake
from hovor.messaging.channel import Challenge, Forged, RawRequest

PATH: Final = "/hooks/{channel_key}"


def hooks(intake: Intake) -> Route:
    """200 means stored. A body that proves nothing gets 403, one that could not be stored 503, so that the
    vendor tells it again.
    """

    async def take(request: Request) -> Response:
        raw = RawRequest(
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=await request.body(),
        )
        match await intake.take(request.path_params["channel_key"], raw):
            case Challenge(answer):
                return PlainTextResponse(answer)
            case Forged():
                return Response(status_code=403)
            case _:
                return Response(status_code=200)

    return Route(PATH, take, methods=["GET", "POST"])
