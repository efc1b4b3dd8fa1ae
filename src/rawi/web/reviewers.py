"""Those who correct: what they send is taken only from the pages of this server, and written into the dossier."""

from __future__ import annotations

import secrets
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from rawi.exports.page.language import Language
from rawi.lexicon.labels import Labels
from rawi.model import EVENT_TYPES, FACTUALITIES
from rawi.store.corrections import add_corrections, withdraw_correction
from rawi.store.database import create_or_open
from rawi.web.asking import Asked, RefusedError, read_query
from rawi.web.desk import Desk
from rawi.web.joining import Joiner
from rawi.web.reviewing import corrections_of, read_sent

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST_FORM, MOST_FIELDS = 64_000, 400
PATIENCE = 15.0
"""So many seconds a reviewer waits at most for the dossier to be joined anew; a large one goes on behind."""
_FORM = "application/x-www-form-urlencoded"


class Form(Struct, frozen=True):
    """What the forms of a page need: the token of this start, and the values to choose from with their names."""

    token: str
    types: tuple[tuple[str, str], ...]
    factualities: tuple[tuple[str, str], ...]


class Reviewers:
    """Takes corrections for one dossier; `token` is made anew at each start and stands in every form."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.token = secrets.token_urlsafe(24)
        self._joiner = Joiner(path)

    def form(self, language: Language, labels: Labels) -> Form:
        """Return what the forms need in a language."""
        tongue = language.tongue
        return Form(
            token=self.token,
            types=tuple((value, labels.name("type", value, tongue)) for value in EVENT_TYPES),
            factualities=tuple((value, labels.name("factuality", value, tongue)) for value in FACTUALITIES),
        )

    async def read(self, request: Request) -> Asked:
        """Return the fields of a form. Raises RefusedError where it does not come from a page of this server."""
        if not _is_same_origin(request) or request.headers.get("content-type", "").partition(";")[0] != _FORM:
            raise RefusedError(403, "not_yours")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_FORM:
                raise RefusedError(413, "too_long")
        try:
            sent = read_query(body.decode("ascii"), LONGEST_FORM, MOST_FIELDS)
        except UnicodeDecodeError:
            raise RefusedError(400, "bad_value") from None
        if not secrets.compare_digest(sent.one("token").encode(), self.token.encode()):
            raise RefusedError(403, "not_yours")
        return sent

    def keep(self, asked: Asked, desk: Desk) -> None:
        """Write the corrections that a form asks for, and have the dossier joined anew."""
        sent = read_sent(asked)
        with desk.look() as sight:
            corrections = corrections_of(sent, sight)
        with closing(create_or_open(self._path)) as connection:
            add_corrections(connection, corrections)
        self._joiner.wait(PATIENCE)

    def undo(self, asked: Asked, _: Desk) -> None:
        """Take a correction back, and have the dossier joined anew."""
        with closing(create_or_open(self._path)) as connection:
            known = connection.execute("SELECT 1 FROM correction WHERE id = ?", (asked.one("id"),)).fetchone()
            if not known:
                raise RefusedError(400, "bad_value")
            withdraw_correction(connection, asked.one("id"), datetime.now(UTC).replace(microsecond=0))
        self._joiner.wait(PATIENCE)


def _is_same_origin(request: Request) -> bool:
    """Tell whether a form was sent from a page of this server, as far as the browser says.

    Browsers say so in Sec-Fetch-Site. Those that do not know it send Origin, which must name this server.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")
