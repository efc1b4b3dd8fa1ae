"""How long a served dossier takes for its pages while twenty people read in it, and how large the pages are.

    python -m benchmarks.serve DOSSIER.db [--readers 20] [--seconds 60] [--pause 2]

The server runs in a process of its own, as `rawi serve` starts it; the readers are threads that ask for pages picked at
random and read each for a while. Times are those that the server itself reports (Server-Timing): `page` from the
request to the first byte, waiting for one another included, and `work`, the processor time for it. Each list was
asked for once before, so that what is counted once for each state of the dossier has been counted.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import httpx

from rawi.model import EVENT_TYPES
from rawi.store.database import open_to_read

PORT = 8765
Pages = dict[str, list[str]]
_TIMES = re.compile(r"(\w+);dur=([\d.]+)")


class Answer(NamedTuple):
    """One answer: milliseconds until it came, milliseconds of work, bytes."""

    page: float
    work: float
    size: int


def addresses(dossier: Path, chance: random.Random) -> Pages:
    """Return the addresses of a dossier's pages by kind."""
    with closing(open_to_read(dossier)) as connection:
        ids = {
            table: [id for (id,) in connection.execute(f"SELECT id FROM {table}")] for table in ("event", "document")
        }
        undertakings = [id for (id,) in connection.execute("SELECT id FROM undertaking WHERE document IS NULL")]
        query = """SELECT term FROM event_participant p JOIN actor a ON a.number = p.actor
                   JOIN term ON term.number = entity GROUP BY entity ORDER BY count(*) DESC"""
        actors = [name for (name,) in connection.execute(f"{query} LIMIT 2000")]
        codes = [code for (code,) in connection.execute(query.replace("entity", "code") + " LIMIT 30")]
        outlets = [outlet for (outlet,) in connection.execute("SELECT DISTINCT outlet FROM document") if outlet]
    filters = [
        *({"type": type, "actor": code} for type in EVENT_TYPES for code in codes),
        *({"type": type, "outlet": outlet, "origins": 2} for type in EVENT_TYPES for outlet in outlets),
        *({"actor": code, "order": "newest", "page": page} for code in codes[:8] for page in range(1, 6)),
    ]
    words = ["اتفاق", "وقف إطلاق النار", "غارة", "مجلس الأمن", "القدس", "وزير الخارجية", "مدنيين", "مفاوضات"]
    pages: Pages = {
        "overview": [""],
        "chronicle": [f"chronicle?page={page}" for page in range(1, max(2, len(ids["event"]) // 40))],
        "chronicle, filtered": [f"chronicle?{urlencode(one)}" for one in filters],
        "event": [f"events/{id}" for id in ids["event"]],
        "undertakings": [f"undertakings?page={page}" for page in range(1, max(2, len(undertakings) // 20))],
        "undertaking": [f"undertakings/{id}" for id in undertakings],
        "disputes": [f"disputes?page={page}" for page in range(1, 20)],
        "actors": [f"actors?page={page}" for page in range(1, 20)],
        "actor": [f"actors/{quote(name, safe='')}" for name in actors],
        "documents": [f"documents?page={page}" for page in range(1, max(2, len(ids["document"]) // 100))],
        "document": [f"documents/{id}" for id in ids["document"]],
        "sources": ["sources"],
        "map": ["map"],
        "search": [f"search?{urlencode({'words': one, 'page': page})}" for one in words for page in range(1, 4)],
    }
    for found in pages.values():
        chance.shuffle(found)
    return pages


def read(base: str, pages: Pages, seconds: float, pause: float, seen: dict[str, list[Answer]], number: int) -> None:
    """Ask for pages until the time is up."""
    chance = random.Random(number)
    ends = time.monotonic() + seconds
    with httpx.Client(base_url=base, timeout=60, headers={"connection": "keep-alive"}) as client:
        while time.monotonic() < ends:
            kind = chance.choice(list(pages))
            address = pages[kind][chance.randrange(len(pages[kind]))]
            answer = client.get(f"/{chance.choice(('ar', 'en'))}/{address}")
            if answer.status_code == 200:
                times = dict(_TIMES.findall(answer.headers["server-timing"]))
                seen[kind].append(Answer(float(times["page"]), float(times["work"]), len(answer.content)))
            elif answer.status_code != 404:
                raise RuntimeError(f"{answer.status_code} {address}")
            time.sleep(chance.uniform(0.5, 1.5) * pause)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=2)
    given = parser.parse_args()
    pages = addresses(given.dossier, random.Random(1))
    server = subprocess.Popen([sys.executable, "-m", "rawi", "serve", str(given.dossier), "--port", str(PORT)])
    base = f"http://127.0.0.1:{PORT}"
    try:
        _wait(base, server)
        for kind in ("overview", "chronicle", "undertakings", "disputes", "actors", "documents", "sources", "map"):
            for tongue in ("ar", "en"):
                httpx.get(f"{base}/{tongue}/{pages[kind][0]}", timeout=60)
        seen: dict[str, list[Answer]] = defaultdict(list)
        readers = [
            threading.Thread(target=read, args=(base, pages, given.seconds, given.pause, seen, number))
            for number in range(given.readers)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    finally:
        server.terminate()
        server.wait()
    _print(pages, seen)


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            httpx.get(f"{base}/ar/", timeout=60)
            return
        except httpx.ConnectError:
            time.sleep(0.2)


def _print(pages: Pages, seen: dict[str, list[Answer]]) -> None:
    print("| page | asked | work: median ms | work: 95 % ms | page: median ms | page: 95 % ms | largest kB |")
    print("|---|---|---|---|---|---|---|")
    for kind in [*pages, "all"]:
        found = [one for many in seen.values() for one in many] if kind == "all" else seen[kind]
        if found:
            figures = [share(sorted(times), part) for times in zip(*found, strict=True) for part in (0.5, 0.95)]
            largest = max(one.size for one in found) / 1000
            print(
                f"| {kind} | {len(found)} | {' | '.join(f'{n:.0f}' for n in (*figures[2:4], *figures[:2], largest))} |"
            )


def share(ordered: list[float], part: float) -> float:
    """Return the value below which a part of some ordered values lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


if __name__ == "__main__":
    main()
