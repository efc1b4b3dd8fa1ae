"""The application: addresses and what answers them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from itertools import product
from pathlib import Path
from secrets import token_hex
from threading import Thread
from time import thread_time
from typing import TYPE_CHECKING, Any

from msgspec import json

from rawi.errors import StoreError
from rawi.exports.page.language import TONGUES, Tongue, load_language
from rawi.store.listing import find_original
from rawi.store.originals import read_original
from rawi.web.asking import Asked, RefusedError, read_query
from rawi.web.audit import audit
from rawi.web.desk import Desk, Sight
from rawi.web.export import export_view
from rawi.web.gate import Gate
from rawi.web.links import ServerLinks
from rawi.web.rendering import Press
from rawi.web.reviewers import Reviewers
from rawi.web.views import LISTS, RECORDS, SERVED
from rawi.web.visit import Page, Visit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class Server:
    """Answers with the pages of one dossier."""

    def __init__(self, path: Path, review: bool) -> None:
        self.desk = Desk(path)
        self.desk.warm()
        self._press = Press(path.stem)
        self._start = token_hex(8)
        self._reviewers = Reviewers(path) if review else None

    @asynccontextmanager
    async def begin(self, _: object) -> AsyncIterator[None]:
        """Work out beside the first requests what many pages need of the dossier as a whole."""
        Thread(target=self._prepare, daemon=True).start()
        yield

    def _prepare(self) -> None:
        with suppress(StoreError):
            for (name, view), tongue in product(LISTS.items(), TONGUES):
                with self.desk.look() as sight:
                    view(Visit(sight, Asked(), load_language(tongue), ServerLinks(tongue, name)))

    def page(self, request: Request) -> Response:
        """Answer with a page, or with its records where the address ends in ``.json``."""
        from starlette.responses import HTMLResponse, Response

        begun = thread_time()
        tongue = tongue_of(request)
        name = request.path_params.get("name", "") or "index"
        as_json = name.endswith(".json")
        name = name.removesuffix(".json")
        room, _, id = name.partition("/")
        view = RECORDS.get(room) if id else {**LISTS, **SERVED}.get(room)
        if name == AUDIT and self._reviewers:
            view = audit
        if view is None:
            raise RefusedError(404, "no_such_page")
        asked = read_query(request.url.query)
        language = load_language(tongue)
        links = ServerLinks(tongue, name, asked.values)
        with self.desk.look() as sight:
            headers = {"ETag": self._mark(sight, request), "Cache-Control": "private, no-cache"}
            if request.headers.get("if-none-match") == headers["ETag"]:
                return Response(status_code=304, headers=headers)
            page = view(Visit(sight, asked, language, links, id, as_json))
        if as_json:
            return Response(json.encode(page.records), media_type="application/json", headers=headers)
        review = self._reviewers.form(language, self.desk.labels) if self._reviewers else None
        text = self._press.render(page, language, links, review=review)
        headers["Server-Timing"] = f"work;dur={(thread_time() - begun) * 1000:.1f}"
        return HTMLResponse(text, headers=headers)

    def _mark(self, sight: Sight, request: Request) -> str:
        """Return a mark of what a page shows: another one when the dossier changes or the server starts anew."""
        content = repr((self._start, sight.version, request.url.path, request.url.query))
        return f'"{sha256(content.encode()).hexdigest()[:24]}"'

    async def correct(self, request: Request) -> Response:
        """Take a correction, or take one back, and lead to the list of corrections."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import RedirectResponse

        tongue = tongue_of(request)
        if self._reviewers is None:
            raise RefusedError(403, "not_here")
        sent = await self._reviewers.read(request)
        undo = request.url.path.endswith("/undo")
        await run_in_threadpool(self._reviewers.undo if undo else self._reviewers.keep, sent, self.desk)
        return RedirectResponse(ServerLinks(tongue, AUDIT).link(AUDIT), 303)

    def export(self, request: Request) -> Response:
        """Answer with all that a view lists, as a file."""
        from starlette.responses import Response

        tongue = tongue_of(request)
        asked = read_query(request.url.query)
        with self.desk.look() as sight:
            visit = Visit(sight, asked, load_language(tongue), ServerLinks(tongue, "export", asked.values))
            media_type, data, name = export_view(visit)
        return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    def original(self, request: Request) -> Response:
        """Answer with stored bytes, to be saved and never shown: they come from elsewhere."""
        from starlette.responses import Response

        sha256 = request.path_params["sha256"]
        if not _SHA256.fullmatch(sha256):
            raise RefusedError(404, "no_such_page")
        with self.desk.look() as sight:
            found = find_original(sight.connection, sha256)
            if found is None:
                raise RefusedError(404, "no_such_page")
            data = read_original(sight.connection, found[0])
        suffix = Path(found[1]).suffix.lower()
        name = sha256[:16] + (suffix if _SUFFIX.fullmatch(suffix) else "")
        return Response(
            data,
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def refuse(self, request: Request, error: Exception) -> Response:
        """Answer with a page that says what is wrong, in the language of the address, without internals."""
        from starlette.responses import HTMLResponse

        status = 503 if isinstance(error, StoreError) else getattr(error, "status", None)
        status = status or getattr(error, "status_code", None) or 500
        reason = error.reason if isinstance(error, RefusedError) else _REASONS.get(status, "failed")
        first = request.url.path.split("/")[1]
        own: Tongue = "en" if first == "en" else "ar"
        other: Tongue = "ar" if own == "en" else "en"
        links = ServerLinks(own, "index")
        said = [(tongue, load_language(tongue)) for tongue in (own, other)]
        page = Page("error.html", "", {"status": status, "reason": reason, "said": said}, None)
        text = self._press.render(page, load_language(own), links)
        return HTMLResponse(text, status)


AUDIT = "review/audit"
_REASONS = {404: "no_such_page", 405: "not_allowed", 413: "too_long", 503: "unreadable"}


_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


def tongue_of(request: Request) -> Tongue:
    """Return the language of an address. Raises RefusedError if there are no pages in it."""
    for tongue in TONGUES:
        if request.path_params["tongue"] == tongue:
            return tongue
    raise RefusedError(404, "no_such_page")


def make_app(path: Path, *, review: bool = False, hosts: frozenset[str] = frozenset()) -> Gate:
    """Return the application that serves a dossier; with `review` it can be corrected in the pages.

    `hosts` are the names besides those of the loopback under which it may be asked. Raises StoreError if the dossier
    cannot be opened.
    """
    from importlib.resources import files

    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    server = Server(path, review)
    static = StaticFiles(directory=str(files("rawi.exports.page").joinpath("static")))
    handlers: dict[Any, Callable[..., Any]] = {
        RefusedError: server.refuse,
        StoreError: server.refuse,
        HTTPException: server.refuse,
        Exception: server.refuse,
    }
    app = Starlette(
        routes=[
            Route("/", _choose_tongue),
            Mount("/static", static),
            Route("/originals/{sha256}", server.original),
            Route("/{tongue}/export", server.export),
            Route("/{tongue}/review", server.correct, methods=["POST"]),
            Route("/{tongue}/review/undo", server.correct, methods=["POST"]),
            Route("/{tongue}/", server.page),
            Route("/{tongue}/{name:path}", server.page),
        ],
        exception_handlers=handlers,
        lifespan=server.begin,
    )
    return Gate(app, hosts)


def _choose_tongue(request: Request) -> Response:
    """Lead to the pages in the language that the browser prefers, to Arabic where it does not say."""
    from starlette.responses import RedirectResponse

    wanted = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    tongue = next((tongue for tongue in wanted if tongue in TONGUES), "ar")
    return RedirectResponse(f"/{tongue}/", 307, headers={"Vary": "Accept-Language"})
