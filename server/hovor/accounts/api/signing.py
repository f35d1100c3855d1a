"""Coming in and going out, and the first run of an empty installation."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from hovor.accounts import policy, schemas, service
from hovor.accounts.api.second_factor import proof_of
from hovor.accounts.errors import WrongCredentials
from hovor.companies import queries as companies
from hovor.companies.service import ChannelKinds, NewChannel
from hovor.foundation.caller import Anonymous, OperatorCaller, SystemCaller
from hovor.foundation.errors import FieldProblem, Invalid
from hovor.foundation.http.callers import clear_session_cookie, operator_caller, set_session_cookie
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.proxies import caller_address, caller_network
from hovor.foundation.http.route import command, encode, query
from hovor.foundation.identifiers import new_secret, token_hash
from hovor.foundation.rate_limits import RateLimited
from hovor.second_factor.errors import WrongOneTimeCode

JSON: Final = "application/json"
TOKEN_BITS: Final = 256
KEY_BITS: Final = 160
WEB_CHAT: Final = "webchat"
_LONGEST_DEVICE: Final = 200

Signed = Annotated[OperatorCaller, Depends(operator_caller)]


def new_password_problems(field: str, password: str, email: str) -> list[FieldProblem]:
    """What is wrong with a new password, for the field it stands in."""
    problem = policy.password_problem(password, email)
    return [] if problem is None else [{"field": field, "message": problem}]


def require_email(field: str, text: str) -> str:
    """The address as it is stored. Raises `Invalid`."""
    email = policy.normal_email(text)
    if email is None:
        raise Invalid(fields=[{"field": field, "message": "This is not an e-mail address."}])
    return email


def new_session(request: Request, token: str, new_password_hash: str | None = None) -> service.NewSession:
    """A session for the browser that asks, with this token."""
    return service.NewSession(token_hash(token), _device(request), caller_address(request), new_password_hash)


def _device(request: Request) -> str:
    return request.headers.get("user-agent", "")[:_LONGEST_DEVICE]


def _attempt(context: Context, request: Request, email: str) -> service.Attempt:
    hashed = context.vault.keyed_hash
    address, network = hashed(f"address {email}"), hashed(f"network {caller_network(request)}")
    return service.Attempt(email, address, network, _device(request), caller_address(request))


async def _verified(
    context: Context, passwords: service.Passwords, attempt: service.Attempt, password: str
) -> tuple[str, str, str]:
    """The company, the operator and the hash that the password fits. Raises `WrongCredentials`,
    `RateLimited`.
    """
    write = context.database.write
    candidate = await write(service.begin_sign_in, attempt, company="", caller=Anonymous())
    if isinstance(candidate, RateLimited):
        raise candidate
    fits = await passwords.verify(candidate.password_hash, password)
    company, operator, stored = candidate.company_id, candidate.operator_id, candidate.password_hash
    if not fits or company is None or operator is None or stored is None:
        await write(service.note_wrong_password, attempt, company="", caller=Anonymous())
        raise WrongCredentials
    return company, operator, stored


class Signing:
    """Coming in, going out, and the first run."""

    def __init__(self, passwords: service.Passwords, kinds: ChannelKinds) -> None:
        self._passwords = passwords
        self._kinds = kinds

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1", tags=["sign-in"])
        routes.add_api_route("/sign-in", self.post_sign_in, methods=["POST"], summary="Sign in")
        routes.add_api_route(
            "/sign-out", self.post_sign_out, methods=["POST"], status_code=204, summary="Sign out"
        )
        routes.add_api_route(
            "/set-up", self.get_set_up, methods=["GET"], summary="Whether this installation is empty"
        )
        routes.add_api_route(
            "/set-up",
            self.post_set_up,
            methods=["POST"],
            status_code=201,
            summary="Set up an empty installation",
        )
        return routes

    @gives(schemas.SignedIn)
    async def post_sign_in(self, request: Request, body: schemas.SignInPost) -> Response:
        """Answers 401 `wrong_credentials` alike for an unknown address and a wrong password. Where a second
        step is needed, the right password alone gets 401 `one_time_code_required`, and a code that does not
        hold `wrong_one_time_code`.
        """
        context = get_context(request)
        attempt = _attempt(context, request, policy.normal_email(body.email) or body.email)
        company, operator, fitting = await _verified(context, self._passwords, attempt, body.password)
        renewed = await self._passwords.hash(body.password) if self._passwords.outdated(fitting) else None
        token = new_secret(TOKEN_BITS)
        caller = SystemCaller(company, "sign_in")
        try:
            done = await context.database.write(
                service.sign_in,
                attempt=attempt,
                verified_hash=fitting,
                proof=await proof_of(context, operator, body.one_time_code, caller=caller),
                new=new_session(request, token, renewed),
                company=company,
                caller=caller,
            )
        except WrongOneTimeCode:
            await context.database.write(service.note_wrong_password, attempt, company="", caller=Anonymous())
            raise
        response = Response(encode(schemas.SignedIn(done.operator)), media_type=JSON)
        set_session_cookie(request, response, token, keep_seconds=done.lasts_seconds)
        return response

    async def post_sign_out(self, request: Request, caller: Signed) -> Response:
        """Ends this sign-in and its sockets; live conversations go back to the queue."""
        response = await command(
            get_context(request),
            request,
            service.end_session,
            caller=caller,
            status=204,
            session_id=caller.session_id,
            cause="signed_out",
        )
        clear_session_cookie(request, response)
        return response

    @gives(schemas.SetUpNeeded)
    async def get_set_up(self, request: Request) -> Response:
        """The console shows the first-run screen when it is."""

        def shape(found: bool) -> schemas.SetUpNeeded:  # noqa: FBT001  the query's own answer
            return schemas.SetUpNeeded(not found)

        return await query(get_context(request), companies.any_company, caller=Anonymous(), shape=shape)

    @gives(schemas.SetUpAnswer)
    async def post_set_up(self, request: Request, body: schemas.SetUpPost) -> Response:
        """Company, administrator and, if wished, a website chat; all or nothing, and once."""
        context = get_context(request)
        token = new_secret(TOKEN_BITS)
        wish = service.SetUp(
            service.FirstCompany(body.company.name, body.company.time_zone, body.company.language),
            await _administrator(self._passwords, body.administrator),
            await _channel(self._kinds, body.channel),
            new_session(request, token),
        )
        done = await context.database.write(service.set_up, wish, company="", caller=Anonymous())
        answer = schemas.set_up_answer(done)
        response = Response(encode(answer), 201, media_type=JSON)
        set_session_cookie(request, response, token, keep_seconds=done.signed_in.lasts_seconds)
        return response


async def _administrator(
    passwords: service.Passwords, wished: schemas.SetUpAdministrator
) -> service.NewOperator:
    email = require_email("administrator.email", wished.email)
    problems = new_password_problems("administrator.password", wished.password, email)
    if problems:
        raise Invalid(fields=problems)
    return service.NewOperator(
        email=email, name=wished.name, password_hash=await passwords.hash(wished.password)
    )


async def _channel(kinds: ChannelKinds, wished: schemas.SetUpChannel | None) -> NewChannel | None:
    if wished is None:
        return None
    settings = {"allowed_sites": wished.allowed_sites}
    problems = await kinds.problems(WEB_CHAT, settings, {})
    if problems:
        raise Invalid(fields=[{**each, "field": f"channel.{each['field']}"} for each in problems])
    key = f"{kinds.prefix(WEB_CHAT)}_{new_secret(KEY_BITS)}"
    return NewChannel(key=key, kind=WEB_CHAT, name=wished.name, settings=settings)
