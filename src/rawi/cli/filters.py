"""The filters that several commands share, as options."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rawi.store.query import Filters

DAY = ["%Y-%m-%d"]
"""How days are written on the command line."""


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filter options; it takes them as one argument, `filters`."""

    def filtered(**options: Any) -> None:
        chosen = {name: options.pop(name) for name in _OPTIONS}
        command(**options, filters=_read_filters(**chosen))

    command.__annotations__.pop("filters")  # its type is not loaded at start-up
    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "filters"]
    filtered.__name__, filtered.__doc__ = command.__name__, command.__doc__
    filtered.__signature__ = inspect.Signature([*own, *_OPTIONS.values()])  # type: ignore[attr-defined]
    return filtered


def _read_filters(
    *,
    type: list[str] | None,
    factuality: list[str] | None,
    actor: list[str] | None,
    outlet: str,
    origin: str,
    stage: str,
    since: datetime | None,
    until: datetime | None,
    origins: int,
    disputed: bool,
) -> Filters:
    from rawi.model import EVENT_TYPES, FACTUALITIES, STAGES
    from rawi.store.query import Filters

    return Filters(
        types=_known("type", [value.upper() for value in type or ()], EVENT_TYPES),
        statuses=_known("factuality", factuality or [], FACTUALITIES),
        actors=tuple(actor or ()),
        outlet=outlet,
        origin=origin,
        stage="".join(_known("stage", [stage] if stage else [], STAGES)),
        since=since.date() if since else None,
        until=until.date() if until else None,
        origins=origins,
        disputed=disputed,
    )


def _known(option: str, values: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of an option; refuse one that does not exist."""
    for value in values:
        if value not in known:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}", param_hint=f"--{option}")
    return tuple(values)


def _options(
    type: Annotated[list[str] | None, typer.Option(help="PLOVER type; may be repeated.")] = None,
    factuality: Annotated[list[str] | None, typer.Option(help="How it stands; may be repeated.")] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Code or name; repeated: all must take part.")] = None,
    outlet: Annotated[str, typer.Option(help="Part of the name of an outlet that tells it.")] = "",
    origin: Annotated[str, typer.Option(help="Part of the name of an origin.")] = "",
    stage: Annotated[str, typer.Option(help="Stage that its undertaking reached.")] = "",
    since: Annotated[datetime | None, typer.Option("--from", formats=DAY, help="Not before this day.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="Not after this day.")] = None,
    origins: Annotated[int, typer.Option(help="At least so many independent origins.")] = 0,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only what is disputed.")] = False,
) -> None:
    """Hold the options."""


_OPTIONS = inspect.signature(_options, eval_str=True).parameters
