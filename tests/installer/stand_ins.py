"""Stand-ins for pytest and hypothesis, which are not in the tree: enough that our tests' own makers can be imported."""

import os
import sys
from pathlib import Path
from types import ModuleType

NAMES = ("pytest", "hypothesis", "hypothesis.strategies", "pytestqt", "pytestqt.qtbot")


class Anything:
    """What a module gives while it is imported: decorators that give back what they decorate, and the like."""

    def __init__(self, *_words, **_named) -> None: ...

    def __call__(self, *words, **named):
        return words[0] if len(words) == 1 and callable(words[0]) and not named else Anything()

    def __getattr__(self, name):
        return _given(name)

    def __iter__(self):
        return iter(())

    def __or__(self, other):
        return self


def _given(name: str) -> Anything:
    if name.startswith("__"):
        raise AttributeError(name)
    return Anything()


def install(more: Path) -> None:
    """more: a folder with QtTest, by which our makers press keys; it is not in the tree either."""
    import PySide6

    PySide6.__path__.append(str(more))
    if more.is_dir() and sys.platform == "win32":
        os.add_dll_directory(str(more))
    for name in NAMES:
        module = ModuleType(name)
        module.__dict__.update(__getattr__=_given, __path__=[])
        sys.modules[name] = module
