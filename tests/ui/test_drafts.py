"""What is half typed, whatever form it is typed into: kept when the keys rest, gone with its saving."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app import drafts
from app.domain.errors import Refused, UserError
from app.office import Office
from ui.drafts import Keeper, Values
from ui.worker import Worker

HALF = {"first_name": "مر"}
WHOLE = {"first_name": "مریم"}


@pytest.fixture
def owner(qapp: QObject) -> QObject:
    return QObject()


@pytest.fixture
def keeper(owner: QObject, desk_office: Office, worker: Worker) -> Keeper:
    return Keeper(owner, desk_office, worker, "a form", lambda _error: None)


@pytest.fixture
def stored(desk_office: Office, worker: Worker, qtbot: QtBot) -> Callable[[], Values | None]:
    def read() -> Values | None:
        qtbot.waitUntil(lambda: worker.idle)
        draft = drafts.take(desk_office, "a form")
        return draft.values if draft else None

    return read


def refused() -> None:
    raise Refused("", "first_name")


def ignored(_answer: object) -> None:
    pass


def test_what_is_typed_is_kept_once_the_keys_rest_and_not_at_each_of_them(
    keeper: Keeper, stored: Callable[[], Values | None], qtbot: QtBot
) -> None:
    keeper.typed(HALF)
    assert stored() is None
    keeper.typed(WHOLE)
    qtbot.waitUntil(lambda: stored() == WHOLE)


def test_who_leaves_before_that_loses_nothing(keeper: Keeper, stored: Callable[[], Values | None]) -> None:
    keeper.typed(HALF)
    keeper.close()
    assert stored() == HALF


def test_an_emptied_form_leaves_no_draft(keeper: Keeper, stored: Callable[[], Values | None]) -> None:
    keeper.typed(HALF)
    keeper.keep_now()
    keeper.typed({})
    keeper.close()
    assert stored() is None


def test_what_was_saved_leaves_no_draft_but_what_was_typed_meanwhile_is_one(
    keeper: Keeper, stored: Callable[[], Values | None]
) -> None:
    keeper.typed(WHOLE)
    keeper.keep_now()
    keeper.save(WHOLE, lambda: None, ignored, ignored)
    keeper.close()
    assert stored() is None
    keeper.save(WHOLE, lambda: None, ignored, ignored)
    keeper.typed(HALF)
    keeper.close()
    assert stored() == HALF


def test_what_is_refused_is_a_draft_though_nobody_is_there_to_hear_of_it(
    keeper: Keeper, stored: Callable[[], Values | None]
) -> None:
    heard: list[UserError] = []
    keeper.save(WHOLE, refused, ignored, heard.append)
    assert stored() == WHOLE
    assert [error.field for error in heard] == ["first_name"]


def test_it_is_found_again_after_a_crash_and_only_if_there_is_something(
    keeper: Keeper, owner: QObject, desk_office: Office, worker: Worker, stored: Callable[[], Values | None]
) -> None:
    keeper.typed(HALF)
    keeper.close()
    found: list[Values] = []
    for form in ("a form", "another form"):
        Keeper(owner, desk_office, worker, form, ignored).find(lambda values, _kept_at: found.append(values))
    stored()
    assert found == [HALF]
