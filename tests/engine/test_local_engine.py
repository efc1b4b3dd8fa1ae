"""The local engine: order, bounded reading, failures by name, workers that die, no deadlock on large items."""

import os
import signal
import time

import pytest

from rawi.engine.local import ALONE, READ_AHEAD, Failure, map_in_order


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


def test_an_open_number_of_workers_starts_none_for_a_few_items() -> None:
    assert {pid for _, pid in map_in_order(who, range(ALONE), 0)} == {os.getpid()}
    assert {pid for _, pid in map_in_order(who, range(ALONE + 9), 0)} > {os.getpid()}
