"""The one who crosses threads: one writer, two readers, queued answers, and nothing for who is gone."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from app.domain.errors import Refused
from ui.worker import Worker

UI = threading.main_thread()


class Owner(QObject):
    """Who asks; it keeps what it is told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []
        self.threads: set[threading.Thread] = set()

    def hear(self, answer: Any) -> None:
        self.told.append(answer)
        self.threads.add(threading.current_thread())


@pytest.fixture
def owner(qapp: QCoreApplication) -> Owner:
    return Owner()


@pytest.fixture
def until_idle(qtbot: QtBot, worker: Worker) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: worker.idle, timeout=10_000)


def test_writes_run_one_after_another_on_one_thread_that_is_not_the_screens(
    worker: Worker, owner: Owner, until_idle: Callable[[], None]
) -> None:
    running: list[int] = []

    def write(number: int) -> tuple[int, int, str]:
        running.append(number)
        time.sleep(0.005)
        at_once = len(running)
        running.remove(number)
        return number, at_once, threading.current_thread().name

    for number in range(5):
        worker.write(owner, lambda number=number: write(number), owner.hear)
    until_idle()
    assert [(number, at_once) for number, at_once, _name in owner.told] == [(number, 1) for number in range(5)]
    assert {name for _number, _at_once, name in owner.told} == {"writing_0"}
    assert owner.threads == {UI}


def test_two_reads_run_beside_each_other_and_beside_a_write(
    worker: Worker, owner: Owner, until_idle: Callable[[], None]
) -> None:
    all_there = threading.Barrier(3, timeout=5)  # passed only when all three run at once
    worker.write(owner, all_there.wait, owner.hear)
    worker.read(owner, all_there.wait, owner.hear)
    worker.read(owner, all_there.wait, owner.hear)
    until_idle()
    assert sorted(owner.told) == [0, 1, 2]


def test_a_third_read_waits(worker: Worker, owner: Owner, until_idle: Callable[[], None]) -> None:
    go, begun = threading.Event(), threading.Semaphore(0)

    def read() -> None:
        begun.release()
        go.wait(5)

    for _ in range(3):
        worker.read(owner, read, owner.hear)
    assert begun.acquire(timeout=5)
    assert begun.acquire(timeout=5)
    assert not begun.acquire(timeout=0.1)
    go.set()
    until_idle()
    assert len(owner.told) == 3


def test_an_answer_never_comes_inside_the_call_that_asked(
    worker: Worker, owner: Owner, until_idle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that is done at once calls back on the asking thread."""
    submit = worker._writing.submit

    def submit_and_wait(job: Callable[[], Any]) -> Any:
        future = submit(job)
        future.result()
        return future

    monkeypatch.setattr(worker._writing, "submit", submit_and_wait)
    worker.write(owner, lambda: 1, owner.hear)
    assert owner.told == []
    until_idle()
    assert owner.told == [1]


def test_a_refusal_reaches_who_asked_with_its_field(
    worker: Worker, owner: Owner, until_idle: Callable[[], None]
) -> None:
    def refuse() -> None:
        raise Refused("کد ملی ۱۰ رقم دارد.", "national_id")

    worker.write(owner, refuse, owner.hear, lambda error: owner.hear((error.reason, error.field)))
    until_idle()
    assert owner.told == [("کد ملی ۱۰ رقم دارد.", "national_id")]


def test_of_two_reads_with_one_key_only_the_later_is_heard(
    worker: Worker, owner: Owner, until_idle: Callable[[], None]
) -> None:
    go, other = threading.Event(), Owner()
    worker.read(owner, lambda: go.wait(5) and "early", owner.hear, key="find")
    worker.read(owner, lambda: go.wait(5) and "late", owner.hear, key="find")
    worker.read(owner, lambda: "list", owner.hear, key="list")
    worker.read(other, lambda: "other's", other.hear, key="find")
    go.set()
    until_idle()
    assert sorted(owner.told) == ["late", "list"]
    assert other.told == ["other's"]
    worker.read(owner, lambda: "next", owner.hear, key="find")
    until_idle()
    assert sorted(owner.told) == ["late", "list", "next"]
    assert not worker._latest


def test_what_a_gone_owner_asked_for_is_done_and_its_answer_dropped(
    worker: Worker, until_idle: Callable[[], None]
) -> None:
    go, written, heard = threading.Event(), [], []
    owner = Owner()
    worker.write(owner, lambda: go.wait(5) and written.append("visit"), heard.append)
    worker.write(owner, lambda: refuse_after(go), heard.append, heard.append)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner)
    go.set()
    until_idle()
    assert written == ["visit"]
    assert heard == []


def refuse_after(go: threading.Event) -> None:
    go.wait(5)
    raise Refused("گذشت", "subject")


@pytest.mark.parametrize("gone", [False, True], ids=["heard", "its owner gone"])
def test_a_bug_is_raised_on_the_ui_thread_whoever_asked(worker: Worker, qtbot: QtBot, *, gone: bool) -> None:
    owner = Owner()
    threads: list[threading.Thread] = []
    with qtbot.capture_exceptions() as bugs:
        worker.read(owner, lambda: {}["no such key"], owner.hear, lambda _error: threads.append(UI))
        if gone:
            owner.deleteLater()
            QCoreApplication.sendPostedEvents(owner)
        qtbot.waitUntil(lambda: worker.idle)
    assert [bug[0] for bug in bugs] == [KeyError]
    assert not threads
    assert QThread.currentThread() is QCoreApplication.instance().thread()


def test_a_refusal_that_nobody_listens_for_is_a_bug(worker: Worker, owner: Owner, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise Refused("نه", "subject")

    with qtbot.capture_exceptions() as bugs:
        worker.write(owner, refuse, owner.hear)
        qtbot.waitUntil(lambda: worker.idle)
    assert [bug[0] for bug in bugs] == [Refused]


def test_what_is_cancelled_before_it_begins_does_not_begin(
    worker: Worker, owner: Owner, until_idle: Callable[[], None]
) -> None:
    go, done = threading.Event(), []
    worker.write(owner, lambda: go.wait(5), owner.hear)
    waiting = worker.write(owner, lambda: done.append("second"), owner.hear)
    waiting.cancel()
    go.set()
    until_idle()
    assert owner.told == [True]
    assert done == []


def test_what_is_cancelled_while_it_runs_goes_on_unheard(
    worker: Worker, owner: Owner, until_idle: Callable[[], None]
) -> None:
    begun, go, done = threading.Event(), threading.Event(), []

    def write() -> None:
        begun.set()
        go.wait(5)
        done.append("written")

    job = worker.write(owner, write, owner.hear)
    assert begun.wait(5)
    job.cancel()
    go.set()
    until_idle()
    assert done == ["written"]
    assert owner.told == []


def test_what_changed_is_told_before_the_writes_own_answer(
    worker: Worker, owner: Owner, until_idle: Callable[[], None]
) -> None:
    worker.committed.connect(owner.hear)
    worker.write(owner, lambda: worker.committed.emit(["visit"]), lambda _none: owner.hear("answer"))
    until_idle()
    assert owner.told == [["visit"], "answer"]
    assert owner.threads == {UI}


def test_closing_waits_for_what_was_handed_over_and_drops_reads_that_have_not_begun(qapp: QCoreApplication) -> None:
    worker, owner = Worker(), Owner()
    go, done = threading.Event(), []
    for _ in range(2):
        worker.read(owner, lambda: go.wait(5), owner.hear)
    worker.read(owner, lambda: done.append("third read"), owner.hear)
    for number in range(3):
        worker.write(owner, lambda number=number: time.sleep(0.1) or done.append(number), owner.hear)
    threading.Timer(0.1, go.set).start()
    worker.close()
    assert done == [0, 1, 2]
    qapp.processEvents()
    assert worker.idle
