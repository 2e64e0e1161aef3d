"""What is half typed in a form: in the encrypted store soon after the last key, found again after a crash."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app import drafts
from app.domain.errors import Refused, UserError
from app.drafts import KEEP_AFTER, KeptDraft
from app.office import Office

Values = dict[str, Any]
Failed = Callable[[UserError], object]


class Keeper:
    """Keeps one form's draft for the view model that owns it. All of it is done in turn, on the writing thread."""

    def __init__(
        self,
        owner: QObject,
        office: Office,
        worker: Any,
        form: str,
        failed: Failed,
        kept: Callable[[], object] = lambda: None,
    ) -> None:
        self._owner, self._office, self._worker, self._form = owner, office, worker, form
        self._failed, self._kept = failed, kept
        self.values: Values = {}
        self._resting = QTimer(owner, singleShot=True, interval=KEEP_AFTER)
        self._resting.timeout.connect(self.keep_now)

    def find(self, found: Callable[[Values, dt.datetime], object]) -> None:
        """found(values, instant), if something was left unfinished."""

        def answer(draft: KeptDraft | None) -> None:
            if draft is not None:
                found(draft.values, draft.kept_at)

        self._worker.write(self._owner, partial(drafts.take, self._office, self._form), answer, self._failed)

    def typed(self, values: Values) -> None:
        """The form now holds this, or nothing ({}); it is kept when the keys rest."""
        self.values = values
        self._resting.start()

    def keep_now(self) -> None:
        self._resting.stop()
        if self.values:
            job = partial(drafts.keep, self._office, self._form, self.values)
            self._worker.write(self._owner, job, lambda _none: self._kept(), self._failed)
        else:
            self._worker.write(self._owner, partial(drafts.drop, self._office, self._form), None, self._failed)

    def close(self) -> None:
        """The screen goes: what was typed is kept at once."""
        if self._resting.isActive():
            self.keep_now()

    def drop(self) -> None:
        """The form was emptied on purpose: nothing of it is kept."""
        self.values = {}
        self.keep_now()

    def save(self, values: Values, job: Callable[[], Any], done: Callable[[Any], object], failed: Failed) -> None:
        """Run the job that saves these values; its success takes the draft with it. What is typed meanwhile is new.

        What is refused is a draft at once: the screen may be gone before it hears of it.
        """
        self._resting.stop()
        self.values = {}
        self._worker.write(self._owner, partial(_saved, self._office, self._form, values, job), done, failed)


def _saved(office: Office, form: str, values: Values, job: Callable[[], Any]) -> Any:
    try:
        answer = job()
    except Refused:
        if values:
            drafts.keep(office, form, values)
        raise
    drafts.drop(office, form)
    return answer
