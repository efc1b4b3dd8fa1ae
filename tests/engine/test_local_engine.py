"""The local engine: order, bounded reading, failures by name, workers that die, no deadlock on large items."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from rawi.engine.local import READ_AHEAD, Failure, map_as_done, map_in_order


def shout(word: str) -> str:
    if word == "raise":
        raise ValueError("no such word")
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "slow":
        time.sleep(0.3)
    return word.upper()


def swell(size: int) -> bytes:
    return b"x" * size


def who(_: int) -> int:
    return os.getpid()


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
def test_results_come_in_order(workers: int) -> None:
    words = ["slow", *(f"w{n}" for n in range(40)), "slow", "end"]
    assert [result for _, result in map_in_order(shout, words, workers)] == [w.upper() for w in words]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_stands_in_the_place_of_the_result(workers: int) -> None:
    found = list(map_in_order(shout, ["a", "raise", "b"], workers))
    assert found == [("a", "A"), ("raise", Failure("raise", "ValueError: no such word")), ("b", "B")]


def test_a_dying_worker_is_replaced_and_its_item_named() -> None:
    words = [f"w{n}" for n in range(30)]
    words[7] = words[19] = "die"
    found = [result for _, result in map_in_order(shout, words, 2)]
    assert [n for n, result in enumerate(found) if isinstance(result, Failure)] == [7, 19]
    assert found[7] == Failure("die", "the worker process died (signal 9)")
    assert [r for r in found if not isinstance(r, Failure)] == [w.upper() for w in words if w != "die"]


def test_what_a_worker_answered_before_it_died_counts() -> None:
    words = [f"w{n}" for n in range(12)]
    words[5] = "die"
    found = []
    for _, result in map_in_order(shout, words, 2):
        found.append(result)
        time.sleep(0.2)  # the worker is dead before its answers are taken off the line
    assert [n for n, result in enumerate(found) if isinstance(result, Failure)] == [5]


def test_every_worker_may_die() -> None:
    found = [result for _, result in map_in_order(shout, ["die"] * 5 + ["last"], 2)]
    assert [isinstance(result, Failure) for result in found] == [True] * 5 + [False]


def test_large_items_and_results_do_not_block_each_other() -> None:
    sizes = [3_000_000] * 12
    payload = [b"y" * size for size in sizes]
    assert [len(r) for _, r in map_in_order(len_twice, payload, 2) if isinstance(r, bytes)] == [2 * s for s in sizes]


def len_twice(data: bytes) -> bytes:
    return data + data


def test_input_is_read_only_a_little_ahead() -> None:
    taken = 0

    def items():  # type: ignore[no-untyped-def]
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    results = map_in_order(swell, items(), 2)
    next(results)
    assert taken <= READ_AHEAD * 2 + 1
    results.close()  # type: ignore[attr-defined]


def test_closing_early_leaves_no_process_behind() -> None:
    results = map_in_order(who, range(100), 2)
    pids = {next(results)[1] for _ in range(10)}
    results.close()  # type: ignore[attr-defined]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)  # type: ignore[arg-type]


def test_no_items_no_results() -> None:
    assert list(map_in_order(shout, [], 2)) == []


def test_an_open_number_of_workers_starts_none_for_little_work() -> None:
    assert {pid for _, pid in map_in_order(who, range(100), 0)} == {os.getpid()}


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are worth while after some ten items of `who_in_a_while`."""
    monkeypatch.setattr("rawi.engine.local.ALONE", 0.02)


def who_in_a_while(_: int) -> int:
    time.sleep(0.002)
    return os.getpid()


@pytest.mark.usefixtures("hasty")
def test_this_process_works_until_the_workers_are_ready() -> None:
    found = []
    for item in map_in_order(who_in_a_while, count(), 0):
        found.append(item)
        if item[1] != os.getpid():
            break
    assert [number for number, _ in found] == list(range(len(found)))
    assert {pid for _, pid in found[:-1]} == {os.getpid()}


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("mapping", [map_in_order, map_as_done])
def test_items_may_run_out_before_the_workers_are_ready(mapping) -> None:  # type: ignore[no-untyped-def]
    assert list(mapping(who_in_a_while, range(15), 0)) == [(number, os.getpid()) for number in range(15)]


@pytest.mark.usefixtures("hasty")
def test_workers_that_die_while_they_get_ready_take_no_item_with_them() -> None:
    """The first items are deadly for workers, so their trial is; this process works on them, and new workers on."""
    items = [(os.getpid(), number) for number in range(400)]
    assert [result for _, result in map_in_order(die_in_a_trial, items, 0)] == list(range(400))


def die_in_a_trial(item: tuple[int, int]) -> int:
    here, number = item
    if number < 20 and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.002)
    return number


def test_results_come_as_they_are_done_where_order_is_idle() -> None:
    words = ["slow", *(f"w{n}" for n in range(20)), "die"]
    found = list(map_as_done(shout, words, 2))
    assert found[0][0] != "slow"
    assert {item: result for item, result in found if item != "die"} == {w: w.upper() for w in words if w != "die"}
    assert dict(found)["die"] == Failure("die", "the worker process died (signal 9)")


@pytest.mark.parametrize("mapping", [map_in_order, map_as_done])
def test_no_more_than_a_few_items_are_ever_open(mapping) -> None:  # type: ignore[no-untyped-def]
    """The first item is slow; the others, large ones, must not pile up behind it, nor their results."""
    taken = 0

    def items():  # type: ignore[no-untyped-def]
        nonlocal taken
        for number in range(200):
            taken += 1
            yield "slow" if number == 0 else f"w{number}"

    for given, _ in enumerate(mapping(shout, items(), 2)):
        assert taken - given <= READ_AHEAD * 2 + 1
    assert taken == 200


def test_an_interrupt_ends_the_workers_and_keeps_what_is_done(tmp_path: Path) -> None:
    """Ctrl-C reaches every process of the group: the build says what is kept, and goes on from there."""
    with (tmp_path / "a.jsonl").open("w", encoding="utf-8") as file:
        for number in range(400):
            text = f"زار الوزير رقم {number} بيروت يوم 5 أيار 2021 ووقع مذكرة تفاهم. " * 20
            file.write(json.dumps({"id": str(number), "text": text}) + "\n")
    path = tmp_path / "d.db"
    command = [sys.executable, "-m", "rawi", "build", str(path), str(tmp_path / "a.jsonl"), "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while documents_in(path) < 50:
        time.sleep(0.05)
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.count("\n") == 1 and "the same command goes on from there" in said
    assert all_gone(process.pid)
    assert 50 <= documents_in(path) < 400
    again = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True)
    assert documents_in(path) == 400
    assert "stood there already" in again.stderr
    assert subprocess.run([sys.executable, "-m", "rawi", "check", str(path)]).returncode == 0


def all_gone(group: int) -> bool:
    """Tell whether no process of a group lives any more; the last ones may take a moment."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def documents_in(path: Path) -> int:
    try:
        return int(sqlite3.connect(path).execute("SELECT count(*) FROM document").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
