"""The application: addresses and what answers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import json

from rawi.exports.page.language import TONGUES, Tongue, load_language
from rawi.web.asking import RefusedError, read_query
from rawi.web.desk import Desk
from rawi.web.gate import Gate
from rawi.web.links import ServerLinks
from rawi.web.rendering import Press
from rawi.web.views import LISTS, RECORDS
from rawi.web.visit import Page, Visit

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response


class Server:
    """Answers with the pages of one dossier."""

    def __init__(self, path: Path) -> None:
        self.desk = Desk(path)
        self._press = Press(path.stem)

    def page(self, request: Request) -> Response:
        """Answer with a page, or with its records where the address ends in ``.json``."""
        from starlette.responses import HTMLResponse, Response

        tongue: Tongue = "en" if request.path_params["tongue"] == "en" else "ar"
        name = request.path_params.get("name", "") or "index"
        as_json = name.endswith(".json")
        name = name.removesuffix(".json")
        room, _, id = name.partition("/")
        view = RECORDS.get(room) if id else LISTS.get(room)
        if view is None:
            raise RefusedError(404, "no_such_page")
        asked = read_query(request.url.query)
        language = load_language(tongue)
        links = ServerLinks(tongue, name, asked.values)
        with self.desk.look() as sight:
            page = view(Visit(sight, asked, language, links, id, as_json))
        if as_json:
            return Response(json.encode(page.records), media_type="application/json")
        return HTMLResponse(self._press.render(page, language, links))

    def refuse(self, request: Request, error: Exception) -> Response:
        """Answer with a page that says what is wrong, in the language of the address, without internals."""
        from starlette.responses import HTMLResponse

        status = getattr(error, "status", None) or getattr(error, "status_code", None) or 500
        reason = error.reason if isinstance(error, RefusedError) else _REASONS.get(status, "failed")
        first = request.url.path.split("/")[1]
        own: Tongue = "en" if first == "en" else "ar"
        other: Tongue = "ar" if own == "en" else "en"
        links = ServerLinks(own, "index")
        said = [(tongue, load_language(tongue)) for tongue in (own, other)]
        page = Page("error.html", "", {"status": status, "reason": reason, "said": said}, None)
        text = self._press.render(page, load_language(own), links)
        return HTMLResponse(text, status)


_REASONS = {404: "no_such_page", 405: "not_allowed", 413: "too_long"}


def make_app(path: Path, *, hosts: frozenset[str] = frozenset()) -> Starlette:
    """Return the application that serves a dossier.

    `hosts` are the names besides those of the loopback under which it may be asked. Raises StoreError if the dossier
    cannot be opened.
    """
    from importlib.resources import files

    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    server = Server(path)
    with server.desk.look():
        pass
    static = StaticFiles(directory=str(files("rawi.exports.page").joinpath("static")))
    handlers: dict[Any, Callable[..., Any]] = {
        RefusedError: server.refuse,
        HTTPException: server.refuse,
        Exception: server.refuse,
    }
    return Starlette(
        routes=[
            Route("/", _choose_tongue),
            Mount("/static", static),
            Route("/{tongue}/", server.page),
            Route("/{tongue}/{name:path}", server.page),
        ],
        middleware=[Middleware(Gate, hosts=hosts)],
        exception_handlers=handlers,
    )


def _choose_tongue(request: Request) -> Response:
    """Lead to the pages in the language that the browser prefers, to Arabic where it does not say."""
    from starlette.responses import RedirectResponse

    wanted = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    tongue = next((tongue for tongue in wanted if tongue in TONGUES), "ar")
    return RedirectResponse(f"/{tongue}/", 307, headers={"Vary": "Accept-Language"})
