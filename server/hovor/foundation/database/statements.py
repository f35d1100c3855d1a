"""Statements of the hot paths: compiled once per engine, then run on the driver's own cursor.

SQLAlchemy costs three times what the driver does (docs/decisions tell the figures). A `Hot` statement pays
for it once. Its price: no type of SQLAlchemy runs on its values, so it refuses every statement that needs
one.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, NamedTuple, cast
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from typing_extensions import override

__all__ = ["Hot", "Insert", "Prepared", "insert", "prepare"]

Values = Mapping[str, Any]


class Hot:
    """A statement to be compiled once. Make it a constant of a module: `_FIND =
    Hot(sa.select(...).where(...))`.

    Its values are given by the names of its `bindparam`s (for an INSERT: of its columns), all of them and
    no others. Use `insert` of this package, not `sqlalchemy.insert`, where ON CONFLICT is needed: it
    compiles on both engines.
    """

    declared: ClassVar[WeakSet["Hot"]] = WeakSet()

    def __init__(self, statement: sa.Executable) -> None:
        self.statement: Final = statement
        Hot.declared.add(self)

    @override
    def __repr__(self) -> str:
        return f"Hot({self.statement})"


class Prepared(NamedTuple):
    """What the driver is given."""

    sql: str
    names: frozenset[str]
    number: int
    bind: Callable[[Values], tuple[Any, ...]]

    def refuse(self, values: Values) -> TypeError:
        """What to raise when other values than the statement's own were given."""
        missing, unknown = self.names - values.keys(), values.keys() - self.names
        return TypeError(f"missing values {sorted(missing)}, unknown values {sorted(unknown)} for {self.sql}")


def prepare(hot: Hot, dialect: Dialect) -> Prepared:
    """Compile for the engine. Raises `TypeError` when a hot statement cannot be run that way."""
    compiled = cast("SQLCompiler", cast("sa.ClauseElement", hot.statement).compile(dialect=dialect))
    reason = _why_not(compiled)
    if reason is not None:
        raise TypeError(f"cannot be Hot, it needs {reason}: {compiled}")
    order = compiled.positiontup or []
    # A constant in the statement, such as the 1 of `version + 1`, is a parameter too, with its value known
    # here.
    constants = {
        name: bind.value for name, bind in compiled.binds.items() if name in order and not bind.required
    }
    names = frozenset(order) - constants.keys()
    return Prepared(str(compiled), names, len(names), _binder(order, constants))


def _binder(order: list[str], constants: dict[str, Any]) -> Callable[[Values], tuple[Any, ...]]:
    if not order:
        return lambda values: ()
    pick: Callable[[Values], tuple[Any, ...]] = operator.itemgetter(*order)
    if len(order) == 1:
        only = order[0]

        def pick(values: Values) -> tuple[Any, ...]:
            return (values[only],)

    if not constants:
        return pick
    return lambda values: pick({**constants, **values})


def _why_not(compiled: SQLCompiler) -> str | None:
    """What the statement needs that only SQLAlchemy's own execution gives, or None."""
    types = {name: bind.type for name, bind in compiled.binds.items()}
    types |= {column.keyname: column.type for column in compiled._result_columns or ()}  # noqa: SLF001
    converted = sorted(name for name, kind in types.items() if not _is_plain(kind))
    if converted:
        return f"conversion of {converted}: only text and whole numbers need none"
    if compiled.post_compile_params or compiled.literal_execute_params:
        return "a list of values (IN): its text changes with their number"
    if getattr(compiled, "insert_prefetch", None) or getattr(compiled, "update_prefetch", None):
        return "defaults computed by Python"
    if any(bind.callable is not None for bind in compiled.binds.values()):
        return "values computed by Python"
    return None


def _is_plain(kind: sa.types.TypeEngine[Any]) -> bool:
    """Whether both drivers take and give such values as they are. The same answer for both, lest one
    engine's tests say yes to what the other refuses.
    """
    return isinstance(kind, (sa.String, sa.Integer, sa.types.NullType)) and not isinstance(kind, sa.Enum)
