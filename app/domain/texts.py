"""The office's words. English msgids in the code, Persian in resources/locale.

`_` speaks the language that was chosen for the screen or the terminal; `fa` always speaks Persian, for
documents; `N_` marks a text that is looked up later.
"""

import gettext as _gettext
from functools import cache

from resources import ROOT

LANGUAGES = ("fa", "en")
_chosen = "fa"


def speak(language: str) -> None:
    """Choose the language of `_`: "fa" or "en"."""
    global _chosen  # noqa: PLW0603 - one process speaks one language
    _chosen = language


def language() -> str:
    return _chosen


def _(msgid: str) -> str:
    return _catalogue(_chosen).gettext(msgid)


def fa(msgid: str) -> str:
    return _catalogue("fa").gettext(msgid)


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name
    return msgid


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    with (ROOT / "locale" / language / "LC_MESSAGES" / "didar.mo").open("rb") as file:
        return _gettext.GNUTranslations(file)
