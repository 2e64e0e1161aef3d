"""Processes that tests kill. Each is forked off one that has read all the code, as that takes longer than dying."""

import multiprocessing
from collections.abc import Callable
from typing import Any

from tests import derived

_READ = (
    "httpx",
    "tests.app.test_sending_kills",
    "tests.app.carriers.modem_child",
    "tests.db.test_kill",
)
"""What they use; the process from which they are forked is one for all."""


def forked(target: Callable[..., None], *arguments: Any) -> Any:
    """A process that is still to be started. It knows the keys that were derived here."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(list(_READ))
    return processes.Process(target=_begin, args=(derived.KNOWN, target, *arguments))


def _begin(known: derived.Known, target: Callable[..., None], *arguments: Any) -> None:
    derived.KNOWN.update(known)
    with derived.remembered():
        target(*arguments)
