"""Routes about routing rules, and how everything is set up."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Work
from hovor.foundation.http.callers import administrator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.routing import queries, service
from hovor.routing.queries import DryRunView, RoutingView, RuleView
from hovor.routing.schemas import DryRunPost, RulePatch, RulePost
from hovor.routing.service import RuleChange

router = APIRouter(prefix="/api/v1", tags=["routing"])
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]


@router.get("/routing", summary="How conversations are routed")
@gives(RoutingView)
async def get_routing(request: Request, caller: Administrator) -> Response:
    """All shared queues and all rules as they are set up, and what will not work."""
    return await query(get_context(request), queries.routing_view, caller=caller)


@router.get("/routing-rules", summary="All routing rules")
@gives(queries.RulesView)
async def get_rules(request: Request, caller: Administrator) -> Response:
    """In the order in which they are tried; the first that holds counts."""
    return await query(get_context(request), queries.rules_view, caller=caller)


@router.post("/routing-rules", status_code=201, summary="Add a routing rule")
@gives(RuleView)
async def post_rule(request: Request, caller: Administrator, body: RulePost) -> Response:
    """Behind all others, unless it names a place."""
    values: dict[str, Any] = {"rule_id": None, "change": body.change()}
    return await command(get_context(request), request, _save, caller=caller, status=201, **values)


@router.patch("/routing-rules/{rule_id}", summary="Change a routing rule")
@gives(RuleView)
async def patch_rule(request: Request, caller: Administrator, rule_id: str, body: RulePatch) -> Response:
    """Only what is named changes; what waits already stays where it is."""
    values: dict[str, Any] = {"rule_id": rule_id, "change": body.change()}
    return await command(get_context(request), request, _save, caller=caller, **values)


@router.delete("/routing-rules/{rule_id}", status_code=204, summary="Delete a routing rule")
async def delete_rule(request: Request, caller: Administrator, rule_id: str) -> Response:
    """What it sent somewhere stays there."""
    return await command(
        get_context(request), request, service.delete_rule, caller=caller, status=204, rule_id=rule_id
    )


@router.post("/routing-rules/dry-run", summary="Try rules on yesterday's conversations")
@gives(DryRunView)
async def post_dry_run(request: Request, caller: Administrator, body: DryRunPost) -> Response:
    """Where each conversation of yesterday (on the company's clock) or of the last hours would have gone.
    Nothing changes.
    """
    values: dict[str, Any] = {"rules": body.drafts(), "hours": body.hours}
    return await command(get_context(request), request, queries.dry_run, caller=caller, **values)


def _save(work: Work, rule_id: str | None, change: RuleChange) -> RuleView:
    saved = service.save_rule(work, rule_id=rule_id, change=change)
    return queries.rule_view(work, saved.id)
