"""`rawi lexicon check`: the linter of the lexicon."""

from __future__ import annotations

import typer

lexicon_app = typer.Typer(help="The words that rawi knows.", no_args_is_help=True)


@lexicon_app.callback()
def lexicon() -> None:
    """The words that rawi knows."""


@lexicon_app.command()
def check() -> None:
    """Look for faults in the lexicon: print file:line: problem, suggestion. Exit status 1 if there are any."""
    from rawi.lexicon.lint import check_lexicon

    problems = check_lexicon(rules_in)
    for problem in problems:
        print(problem)
    if problems:
        raise typer.Exit(1)


def rules_in(text: str) -> frozenset[str]:
    """Return the ids of all rules and lexicon entries by which something is found in a text.

    A record may name several, joined by blanks, commas, slashes or plus signs. No learnt weights are asked: an example
    shows what the lexicon knows.
    """
    import re

    import msgspec

    from rawi.lexicon.lexicon import load_lexicon
    from rawi.model import Document
    from rawi.pipeline import annotate
    from rawi.reading.front_matter import describe

    lexicon = load_lexicon("rules")
    document = describe(Document(id="example", name="example", text=text), lexicon.pages)
    found: set[str] = set()
    stack = [msgspec.to_builtins(annotate(document, lexicon))]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            for key, value in part.items():
                if key in ("rule", "factuality_rule"):
                    found.update((value, *re.split(r"[\s,+/]+", value)))
            stack.extend(part.values())
        elif isinstance(part, list | tuple):
            stack.extend(part)
    return frozenset(found)
