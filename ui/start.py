"""The program's entry. No Qt here: a verb goes to app.cli, none opens the window."""

import atexit
import builtins
import gc
import os
import sys
from collections.abc import Callable

SYSTEM_PACKAGES = "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
"""What Qt takes for granted, by Debian's names."""
X11_PACKAGES = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxkbcommon-x11-0"
"""What it takes besides for a window under X11; most desktops have all but the first."""


def main(argv: list[str] | None = None) -> int:
    """Run a verb, or the client. Returns the exit code of the contracts: 0 done, 1 refused, 2 wrong usage."""
    if sys.stderr is None:  # Windows' launcher of the window
        from ui.without_console import shown

        return shown(lambda: main(argv))
    from app import cli

    arguments = cli.parse(sys.argv[1:] if argv is None else argv)
    if not (arguments.verb in (cli.CLIENT, "demo") or arguments.time_startup):
        atexit.register(gc.freeze)  # the interpreter would look through all there is for cycles once more, at its end
        if arguments.verb == "report":
            gc.disable()  # for good: it ends with the report (app.cycles)
        return cli.run(arguments)
    if arguments.time_startup and not cli.passphrase_file(arguments):
        print(cli.no_passphrase_file(), file=sys.stderr)
        return cli.Exit.USAGE
    if not has_display():
        print(_no_display(cli.WITHOUT_SCREEN), file=sys.stderr)
        return 1
    gc.disable()  # until the screens are there: what is made from here on stays (ui.main.Client.work)
    try:
        import PySide6.QtWidgets  # noqa: F401 - asked here, so that what is missing is said in one line
    except ImportError as error:
        print(_no_library(error), file=sys.stderr)
        return 1
    import_plainly()
    from PySide6.QtCore import qInstallMessageHandler

    from app.domain.texts import language, speak
    from ui.main import run

    qInstallMessageHandler(_heard(language()))  # until the application stands
    speak(getattr(arguments, "lang", "fa"))  # the terminal's tongue is not the screen's
    return run(arguments)


def has_display() -> bool:
    """Whether Qt would find a screen: without one it does not fail, it aborts."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def import_plainly() -> None:
    """Take back Python's own `import`.

    PySide puts one in its place that reads the source of each module imported from then on, to see whether it asks
    for `__feature__`. Nothing here does, and reading sqlalchemy's sources alone is a third of its loading.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


def _no_display(verbs: tuple[str, ...]) -> str:
    from app.domain.texts import _

    return _("There is no display to open a window on. Without one these verbs work: %(verbs)s.") % {
        "verbs": ", ".join(verbs)
    }


def _no_library(error: ImportError) -> str:
    from app.domain.texts import _
    from ui.without_console import not_started

    missing = str(error).partition(":")[0]
    if sys.platform == "win32":  # all that is needed comes with the setup there
        return not_started(missing)
    return _("Qt cannot be loaded (%(missing)s). On Debian and Ubuntu install: %(packages)s") % {
        "missing": missing,
        "packages": SYSTEM_PACKAGES,
    }


def _heard(tongue: str) -> Callable[[object, object, str], None]:
    """What hears Qt until the application stands: where no window can be opened Qt would abort the process."""
    from PySide6.QtCore import QtMsgType

    why: list[str] = []

    def heard(kind: object, _where: object, text: str) -> None:
        if kind != QtMsgType.QtFatalMsg:
            why.append(text)
            return
        from app.domain.texts import speak
        from ui.without_console import Heard

        speak(tongue)
        print(_no_window(why[0] if why else text.partition(".")[0]), file=sys.stderr, flush=True)
        if isinstance(sys.stderr, Heard):
            sys.stderr.show()  # now: nothing comes back from here
        os._exit(1)

    return heard


def _no_window(said: str) -> str:
    from app.domain.texts import _
    from ui.without_console import not_started

    if sys.platform == "win32":
        return not_started(said.rstrip("."))
    words = {"said": said.rstrip("."), "packages": X11_PACKAGES}
    return (
        _("The window cannot be opened (%(said)s). For a window under X11, install on Debian and Ubuntu: %(packages)s")
        % words
    )


if __name__ == "__main__":
    raise SystemExit(main())
