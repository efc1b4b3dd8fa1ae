"""`rawi serve`: a dossier in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from rawi.cli.screen import complain
from rawi.cli.showing import ExistingDossier

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    dossier: ExistingDossier,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; any but 127.0.0.1 opens the dossier to others.")] = (
        "127.0.0.1"
    ),
    name: Annotated[list[str] | None, typer.Option(help="Another name by which browsers may ask for it.")] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Let readers correct; whoever reaches the page can.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Show a dossier in the browser, in Arabic and English, until Ctrl+C ends it."""
    import uvicorn

    from rawi.web.app import make_app

    written = f"[{host}]" if ":" in host else host
    app = make_app(dossier, review=review, hosts=frozenset({written, *(name or ())}))
    address = f"http://{written}:{port}/"
    complain(f"{dossier} is shown at {address}")
    if host not in _LOOPBACK:
        complain("whoever reaches this machine can read it" + (" and correct it" if review else ""))
    if open_browser:
        typer.launch(address)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, date_header=False)
