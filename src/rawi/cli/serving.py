"""`rawi serve`: a dossier in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from rawi.cli.screen import complain
from rawi.cli.showing import ExistingDossier


def serve(
    dossier: ExistingDossier,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; any other than 127.0.0.1 opens it to others.")] = (
        "127.0.0.1"
    ),
    review: Annotated[
        bool, typer.Option("--review", help="Let readers correct; whoever reaches the page can.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Show a dossier in the browser, in Arabic and English, until Ctrl+C ends it."""
    import uvicorn

    from rawi.web.app import make_app

    app = make_app(dossier, review=review, hosts=frozenset({f"[{host}]" if ":" in host else host}))
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    complain(f"{dossier} is shown at {address}")
    if open_browser:
        typer.launch(address)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, date_header=False)
