"""Started from the Start menu there is no console: Windows gives Python no streams at all."""

import os
import sys

import pytest
from PySide6.QtCore import QtMsgType

from ui import start, without_console


@pytest.fixture
def boxes(monkeypatch):
    """What the system's box showed."""
    shown = []
    monkeypatch.setattr(without_console, "_box", shown.append)
    return shown


@pytest.fixture
def started(monkeypatch):
    """As from the Start menu, with a stand-in for the window; the exit code."""

    def from_the_menu(*words, window=lambda _arguments: 0):
        monkeypatch.setattr("ui.main.run", window)
        monkeypatch.setattr(start, "has_display", lambda: True)
        monkeypatch.setattr("PySide6.QtCore.qInstallMessageHandler", lambda _handler: None)
        with monkeypatch.context() as patch:
            for name in ("stdin", "stdout", "stderr"):
                patch.setattr(sys, name, None)
            return start.main(list(words))

    return from_the_menu


def test_the_window_opens_and_nothing_is_said(boxes, started):
    assert started() == 0
    assert boxes == []


def test_what_keeps_the_window_from_opening_is_shown_in_persian(boxes, started):
    def fails(_arguments):
        raise RuntimeError("a citizen's name")

    assert started(window=fails) == 1
    (text,) = boxes
    assert "دیدار باز نشد (RuntimeError)" in text
    assert "citizen" not in text


def test_what_qt_ends_the_process_for_is_shown_before(boxes, monkeypatch):
    ended = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stderr", without_console.Heard())
    heard = start._heard("fa")
    heard(QtMsgType.QtWarningMsg, None, "no plugin for windows.")
    assert boxes == []
    heard(QtMsgType.QtFatalMsg, None, "This application failed to start. And so on.")
    (text,) = boxes
    assert "دیدار باز نشد (no plugin for windows)." in text
    assert ended == [1]


def test_a_wrong_option_of_a_link_is_shown(boxes, started):
    assert started("--nonsense") == 2
    assert "--nonsense" in boxes[0]


def test_a_verb_that_was_refused_is_shown(boxes, started, tmp_path, monkeypatch):
    monkeypatch.setenv("DIDAR_HOME", str(tmp_path))
    assert started("verify", str(tmp_path / "missing.pdf")) == 1
    assert "missing.pdf" in boxes[0]
