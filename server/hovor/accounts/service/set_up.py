"""The verb of the first run: company, administrator, a group, and if wished a first channel, all or
nothing.
"""

from dataclasses import dataclass, replace
from typing import Final

from hovor.accounts import models
from hovor.accounts.errors import AlreadySetUp
from hovor.accounts.service.groups import create_group
from hovor.accounts.service.operators import NewOperator, create_operator
from hovor.accounts.service.sessions import NewSession, SignedInSession
from hovor.companies import queries as companies
from hovor.companies import service as companies_service
from hovor.companies.queries import Language
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Hot, Work, insert

_CLAIM: Final = Hot(
    insert(models.set_up).on_conflict_do_nothing(index_elements=["number"]).returning(models.set_up.c.number)
)
_FIRST_GROUP: Final[dict[Language, str]] = {"en": "Team", "cs": "Tým", "de": "Team"}


@dataclass(frozen=True, slots=True)
class FirstCompany:
    """The company to be."""

    name: str
    time_zone: str
    language: Language


@dataclass(frozen=True, slots=True)
class SetUp:
    """Everything the first run asks for."""

    company: FirstCompany
    administrator: NewOperator
    channel: companies_service.NewChannel | None
    session: NewSession


@dataclass(frozen=True, slots=True)
class SetUpDone:
    """What the first run gave."""

    signed_in: SignedInSession
    channel: companies.Channel | None


def set_up(work: Work, wish: SetUp) -> SetUpDone:
    """Sets an empty installation up and signs its first administrator in. An installation-wide unit.

    Of several at once one wins. Raises `AlreadySetUp`, and `Invalid` for a time zone that there is not.
    """
    if companies.any_company(work):
        raise AlreadySetUp
    company_id = companies_service.create_company(
        work, name=wish.company.name, time_zone=wish.company.time_zone, language=wish.company.language
    )
    if work.write_one(_CLAIM, number=1, company_id=company_id, at=work.now) is None:
        raise AlreadySetUp
    group = create_group(work, name=_FIRST_GROUP[wish.company.language])
    channel = (
        None
        if wish.channel is None
        else companies_service.create_channel(work, replace(wish.channel, group_id=group.id))
    )
    operator = create_operator(
        work,
        replace(
            wish.administrator,
            role="administrator",
            language=wish.company.language,
            group_ids=(group.id,),
            channel_ids=() if channel is None else (channel.id,),
        ),
    )
    own = work.as_caller(OperatorCaller(company_id, operator.id, operator.role, work.new_id()))
    return SetUpDone(wish.session.begin(own), channel)
