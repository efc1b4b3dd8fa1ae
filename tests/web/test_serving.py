"""`rawi serve` as it is started from a shell."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.skipif(sys.platform == "win32", reason="ends the server with SIGINT")
def test_it_serves_until_it_is_interrupted(dossier: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "rawi", "serve", str(dossier), "--port", str(port), "--name", "rawi.test"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(300):
            assert server.poll() is None, server.stderr and server.stderr.read()
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/en/")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        assert answer.status_code == 200 and "work;dur=" in answer.headers["server-timing"]
        assert httpx.get(f"http://127.0.0.1:{port}/en/", headers={"host": "rawi.test"}).status_code == 200
        assert httpx.get(f"http://127.0.0.1:{port}/en/", headers={"host": "other.test"}).status_code == 421
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, -signal.SIGINT, 130)
        assert server.stderr and f"is shown at http://127.0.0.1:{port}/" in server.stderr.read()
    finally:
        server.kill()
        server.wait()


def test_what_is_no_dossier_is_not_served(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rawi", "serve", str(tmp_path / "none.db")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "there is no such dossier" in done.stderr
