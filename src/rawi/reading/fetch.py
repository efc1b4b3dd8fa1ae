"""Fetch pages politely: robots.txt, a pause between requests to a host, limits of time and size, no private address."""

from __future__ import annotations

import ipaddress
import socket
import time
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
from msgspec import Struct

from rawi.errors import ReadingError
from rawi.reading.source import is_address
from rawi.settings import Settings
from rawi.version import VERSION

AGENT = f"rawi/{VERSION} (reader of news; respects robots.txt)"
LATER = "try again later"
"""The remedy of problems that may pass."""

_MOST_REDIRECTS = 5
_LONGEST_WAIT = 60.0
_LARGEST_ROBOTS = 512 * 1024
_AGAIN = frozenset([408, 425, 429, 500, 502, 503, 504])


class Page(Struct, frozen=True):
    """What came: the address at which the redirects ended, the bytes, and the charset that the header claims.

    `etag` and `modified` are what the server wants to be asked with next time (`fetch_if_changed`).
    """

    address: str
    data: bytes
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None


class _PassingError(Exception):
    """An attempt failed in a way that may pass; `wait` is what the server asks for, in seconds."""

    def __init__(self, problem: str, wait: float = 0.0) -> None:
        super().__init__(problem)
        self.wait = wait


class Fetcher:
    """Fetches pages one after the other; remembers robots.txt and the last request of each host.

    `allow_loopback` lets it reach this machine itself: for tests and for sites that are built locally.
    """

    def __init__(self, settings: Settings, *, allow_loopback: bool = False) -> None:
        self._settings = settings
        self._allow_loopback = allow_loopback
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}
        self._client = httpx.Client(
            headers={"User-Agent": AGENT, "Accept-Language": "ar, en;q=0.5"},
            timeout=httpx.Timeout(settings.fetch_seconds),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, address: str) -> Page:
        """Return the page at an address.

        Raises ReadingError if robots.txt forbids it, the host is private, or nothing usable comes within the limits.
        """
        page = self.fetch_if_changed(address)
        assert page is not None, "without a mark of the last time every page is new"
        return page

    def fetch_if_changed(self, address: str, etag: str | None = None, modified: str | None = None) -> Page | None:
        """Return the page at an address, None if it is as it was when it came with these marks. Raises as `fetch`."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        problem = ""
        for attempt in range(self._settings.fetch_attempts):
            try:
                return self._follow(address, headers)
            except _PassingError as error:
                problem = str(error)
                if attempt + 1 < self._settings.fetch_attempts:
                    time.sleep(min(_LONGEST_WAIT, max(error.wait, self._settings.fetch_pause * 2**attempt)))
        raise ReadingError(f"{problem}, {self._settings.fetch_attempts} times", where=address, remedy=LATER)

    def _follow(self, address: str, headers: dict[str, str]) -> Page | None:
        here = address
        for _ in range(_MOST_REDIRECTS + 1):
            self._check_robots(here)
            answer = self._get(here, self._settings.largest_file, headers)
            if not isinstance(answer, str):
                return answer
            here = urljoin(here, answer)
            if not is_address(here):
                raise ReadingError(f"redirected to {here}", where=address, remedy="check the address")
        raise ReadingError("too many redirects", where=address, remedy="check the address")

    def _get(self, address: str, largest: int, headers: dict[str, str]) -> Page | str | None:
        """Request one address: its page, where it is redirected to, or None if it has not changed."""
        self._check_host(address)
        self._wait(address)
        end = time.monotonic() + self._settings.fetch_seconds
        try:
            with self._client.stream("GET", address, headers=headers) as response:
                self._check_peer(response, address)
                if response.has_redirect_location:
                    return response.headers["Location"]
                if headers and response.status_code == 304:
                    return None
                self._check_status(response, address)
                chunks: list[bytes] = []
                size = 0
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > largest:
                        raise ReadingError(
                            f"more than {largest:,} bytes", where=address, remedy="raise largest_file in the settings"
                        )
                    if time.monotonic() > end:
                        raise _PassingError(f"took longer than {self._settings.fetch_seconds:g} seconds")
                    chunks.append(chunk)
                marks = (response.headers.get("ETag"), response.headers.get("Last-Modified"))
                return Page(address, b"".join(chunks), response.charset_encoding, *marks)
        except httpx.TimeoutException as error:
            raise _PassingError(f"no answer within {self._settings.fetch_seconds:g} seconds") from error
        except httpx.TransportError as error:
            raise _PassingError(f"no connection: {error}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ReadingError(f"not fetched: {error}", where=address, remedy="check the address") from error

    def _check_status(self, response: httpx.Response, address: str) -> None:
        status = response.status_code
        if status in _AGAIN:
            asked = response.headers.get("Retry-After", "")
            raise _PassingError(f"the server answers {status}", float(asked) if asked.isdigit() else 0.0)
        if status != 200:
            raise ReadingError(f"the server answers {status}", where=address, remedy="check the address")

    def _check_host(self, address: str) -> None:
        """Refuse hosts that resolve to a private, loopback or otherwise special address."""
        host = urlsplit(address).hostname or ""
        try:
            found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
        except (OSError, UnicodeError) as error:
            raise ReadingError(f"the host {host} is not known", where=address, remedy="check the address") from error
        for number in found:
            self._check_number(number, address)

    def _check_peer(self, response: httpx.Response, address: str) -> None:
        """Check the address that was really reached: a name may resolve differently a moment later."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer:
            self._check_number(str(peer[0]), address)

    def _check_number(self, number: str, address: str) -> None:
        parsed = ipaddress.ip_address(number.partition("%")[0])
        if parsed.is_global and not parsed.is_multicast:
            return
        if not (self._allow_loopback and parsed.is_loopback):
            raise ReadingError(
                f"{number} is no public address", where=address, remedy="save the page and read the file"
            )

    def _check_robots(self, address: str) -> None:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        if not self._robots[site].can_fetch(AGENT, address):
            raise ReadingError("robots.txt forbids it", where=address, remedy="ask the site, or save the page by hand")

    def _read_robots(self, site: str) -> RobotFileParser:
        """Read robots.txt as RFC 9309 has it: none means all is allowed, a server in trouble that nothing is."""
        rules = RobotFileParser(f"{site}/robots.txt")
        try:
            answer = self._get(f"{site}/robots.txt", _LARGEST_ROBOTS, {})
            if isinstance(answer, str):
                answer = self._get(urljoin(site, answer), _LARGEST_ROBOTS, {})
            rules.parse(answer.data.decode("utf-8", "replace").splitlines() if isinstance(answer, Page) else [])
        except ReadingError as error:
            if "no public address" in error.problem or "not known" in error.problem:
                raise
            rules.parse([])
        return rules

    def _wait(self, address: str) -> None:
        """Keep the pause between two requests to one host."""
        host = urlsplit(address).netloc
        left = self._last.get(host, 0.0) + self._settings.fetch_pause - time.monotonic()
        if host in self._last and left > 0:
            time.sleep(left)
        self._last[host] = time.monotonic()
