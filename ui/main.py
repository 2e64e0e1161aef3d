"""Builds the client once and wires it: application, worker, window; then wizard, unlock card or the screens.

The first frame is painted before the store's libraries are loaded: nothing here imports app.office at its head.
"""

import argparse
import gc
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app import home, program
from app.domain.errors import UserError
from app.domain.texts import _, language
from ui import mark
from ui.board.boards import Boards
from ui.crash import Crashes
from ui.frame.info import OfficeInfo, Shown
from ui.frame.room import fits_the_screen
from ui.idle import Idle
from ui.keys import PhysicalKeys
from ui.one_window import OneWindow
from ui.screens import screens_of
from ui.style import dress
from ui.this_pc import ORGANISATION, Settings
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, Button
from ui.widgets.scroll import follow_focus
from ui.window import Window
from ui.worker import Worker

if TYPE_CHECKING:
    from app.office import Office
    from ui.startup import Watch

_SETTLED = 500
"""Milliseconds after the screens are up: what can wait is done then."""
_PAINTED = 50
"""Milliseconds that the card, or the day's list, has for its first frame before others want the processor."""


def application(settings: Settings) -> QApplication:
    """The one QApplication, dressed: Fusion with our ring, right to left, Qt's own words in Persian, fonts, palette."""
    app = QApplication(sys.argv[:1])
    qInstallMessageHandler(None)  # a screen was found: ui.start need not listen any more
    app.setOrganizationName(ORGANISATION)
    app.setApplicationName(ORGANISATION)
    app.setDesktopFileName("didar")
    app.setWindowIcon(mark.icon())
    app.setQuitOnLastWindowClosed(True)
    if language() == "fa":
        translator = QTranslator(app)
        translator.load("qtbase_fa", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        app.installTranslator(translator)
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    dress(app, settings)
    follow_focus(app)
    return app


def run(arguments: argparse.Namespace) -> int:
    """Open the client. Returns its exit code.

    arguments: app.cli's: verb "client" or "demo" (with visits), time_startup, passphrase_file, user.
    """
    settings = Settings()
    app = application(settings)
    client = Client(app, settings, home.folder(), arguments)
    client.start()
    return app.exec()


class Client(QObject):
    """The steps from the first frame to the desk, and back to the lock. Screens are made in `_screens`."""

    def __init__(
        self, app: QApplication, settings: Settings, folder: Path, arguments: argparse.Namespace | None = None
    ) -> None:
        super().__init__()
        self.app, self.settings, self.folder = app, settings, folder
        self.arguments = arguments or argparse.Namespace(verb="client")
        self.office: Office | None = None
        self._entering: Office | None = None
        self._closed = False
        self.worker = Worker(self)
        self.keys = PhysicalKeys(self)
        self.idle = Idle(self)
        self.info = OfficeInfo(parent=self)
        self.one_window = OneWindow(folder, self)
        self._frame: Any = None
        self.printing: Any = None
        self.outbox: Any = None
        self._watch: Watch | None = None
        self.crashes = Crashes(folder, self.restart, self)
        self.window = Window(self.info, settings, self.keys)
        self.window.painted.connect(self._painted, Qt.ConnectionType.QueuedConnection)
        self.window.lock_wanted.connect(self.lock)
        self.window.switch_wanted.connect(partial(self.lock, switch=True))
        self.window.header.passphrase_wanted.connect(lambda: import_module("ui.passphrase").change(self))
        self.window.backup_wanted.connect(lambda: import_module("ui.backing_up").back_up(self))
        self.window.papers_wanted.connect(self.show_papers)
        self.window.outbox_wanted.connect(self.show_outbox)
        self.window.phone_wanted.connect(lambda code: import_module("ui.telling.at_phone").answer(self, code))
        self.window.export_wanted.connect(lambda: import_module("ui.exporting").export(self))
        self.window.closing.connect(self.close)
        app.aboutToQuit.connect(self.close)  # Windows ends the session: it closes no window first
        self.boards = Boards(self.settings, self.worker, self.window, self.keys, self)
        self.boards.lock_wanted.connect(self.lock)
        self.boards.desk_wanted.connect(self._come_to_front)
        self.boards.made.connect(self.idle.also_watch)
        self.one_window.called.connect(self._come_to_front)
        self.one_window.needless.connect(self.window.close)
        self.idle.idle.connect(self.lock)
        self.idle.soon.connect(self._warn_of_lock)

    def start(self) -> None:
        """Show the empty frame at once."""
        self.crashes.install()
        if fits_the_screen(self.window):
            self.window.show()
        else:
            self.window.showMaximized()
        self.idle.watch(self.window)

    def _painted(self) -> None:
        """The first frame stands."""
        if getattr(self.arguments, "time_startup", False):
            from ui.startup import Watch

            self._watch = Watch(self.arguments)
        self._begin()

    def _begin(self) -> None:
        """The card at once, the store's libraries while the passphrase is typed; whatever else waits for them."""
        if not self._is_alone():
            return
        if self._watch is not None:
            self._load(self._run_watched)
        elif self.arguments.verb == "demo":
            self._load(self.demo)
        elif home.has_store(self.folder):
            self.unlock()
            QTimer.singleShot(_PAINTED, self, self._load)
        else:
            self._load(self.first_run)

    def _load(self, then: Callable[[], object] | None = None) -> None:
        """What the store needs, off the UI thread; while a passphrase is typed, what the desk needs too."""
        names = ("app.unlock",) if then else ("app.unlock", "ui.printing", "ui.desk.screen", "ui.frame.office")
        load = partial(list, map(import_module, names))
        self.worker.read(self, load, (lambda _modules: then()) if then else None)

    def _is_alone(self) -> bool:
        """Whether this is the store's one window; the demonstration has a store, and a lock, of its own."""
        if self.arguments.verb == "demo":
            return True
        try:
            self.one_window.take()
        except UserError as error:
            if self._watch is not None:
                self._watch.failed(error)
            else:
                self._stopped(error, self._begin)
            return False
        return True

    def _come_to_front(self) -> None:
        """Another client was started on this store: this is the window it wants."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    # The steps

    def first_run(self) -> None:
        """The wizard, then the desk with the new office."""
        from ui.setup.screen import SetupScreen
        from ui.setup.view_model import WizardModel

        model = WizardModel(self.worker, self.folder, parent=self)
        wizard = SetupScreen(model, self.worker)
        self.window.closing.connect(model.abandon)
        wizard.opened.connect(self.enter)
        wizard.restored.connect(self.unlock)
        wizard.help_wanted.connect(self.window.show_help)
        self.window.cover(wizard)
        QTimer.singleShot(0, self, self.one_window.listen)

    def unlock(self, *, switch: bool = False) -> None:
        """The unlock card over the emptied window. switch: the cursor in the choice of users."""
        from ui.setup.unlock import UnlockScreen
        from ui.setup.unlock_model import UnlockModel

        try:
            model = UnlockModel(self.worker, self.folder, parent=self)
        except UserError as error:
            self._stopped(error, self.unlock)
            return
        card = UnlockScreen(model)
        card.opened.connect(self.enter)
        self.window.cover(card)
        if switch:
            card.user.setFocus()
        QTimer.singleShot(0, self, self.one_window.listen)

    def demo(self) -> None:
        """The client on made-up visits, in a place of its own."""
        from app.demo import demo_office

        visits = getattr(self.arguments, "visits", 400)
        job = partial(demo_office, self.folder, visits, committed=self.worker.committed.emit)
        self.worker.write(self, job, self.work, lambda error: self._stopped(error, self.demo))

    def enter(self, office: "Office") -> None:
        """Somebody has signed in: what is still to be asked, then the screens."""
        from ui.setup.after_model import AfterModel

        self._entering = office
        model = AfterModel(self.worker, office, self)
        model.done.connect(self.work)
        model.done.connect(model.deleteLater)
        model.asks.connect(partial(self._ask, model))
        model.refused.connect(partial(self._not_yet, model))
        model.begin()

    def _ask(self, model: Any, what: object) -> None:
        """The first thing that is asked; its screen then hears the next ones itself."""
        from ui.setup.after import AfterScreen

        if model.parent() is self:
            screen = AfterScreen(model)
            screen.ask(what)
            self.window.cover(screen)

    def _not_yet(self, model: Any, error: UserError) -> None:
        if model.parent() is self:
            self._stopped(error, model.begin)

    def work(self, office: "Office") -> None:
        """Somebody has signed in: the screens, and the desk in front."""
        from ui.printing import Printing

        self.office, self._entering = office, None
        self.printing = Printing(office, self.worker, self.settings, self)
        self.window.put_screens(screens_of(self, office))
        self.window.uncover()
        self.window.go("desk")
        desk = self.window.current
        desk.opened.connect(lambda: QTimer.singleShot(_PAINTED, self, partial(self._put_frame, office)))
        QTimer.singleShot(_SETTLED, desk, desk.prepare)
        self.idle.watch(self.window)
        QTimer.singleShot(_SETTLED, self, self._settle)

    def _put_frame(self, office: "Office") -> None:
        """Who works here, the day and the notes in header and status line, behind the day's list."""
        if self.office is not office:  # locked meanwhile
            return
        from ui.frame.office import OfficeFrame

        self.outbox = import_module("ui.outbox.client").begin(self, office)
        self._frame = frame = OfficeFrame(office, self.worker, self, printing=self.printing, outbox=self.outbox)
        frame.changed.connect(lambda: self.info.put(frame.shown))
        self.info.put(frame.shown)

    def _settle(self) -> None:
        """What is in memory now stays: leave it out of every later collection, whose pauses would be felt.

        The boards that stood open come back now: the desk is usable already.
        """
        if self.office is not None:
            self.boards.follow(self.office)
            import_module("ui.first_start").tell(self, self.office)
        self.one_window.listen()
        gc.freeze()
        gc.enable()

    def lock(self, *, switch: bool = False) -> None:
        """Empty the window, let go of the store and its keys, ask for the passphrase. Drafts wait in the store."""
        if self.office is None or self.arguments.verb == "demo":
            return
        office, self.office = self.office, None
        outbox, self.outbox = self.outbox, None
        if outbox is not None:
            outbox.leave()
        self.idle.stop()
        self.boards.let_go()
        self.window.empty()
        self.printing.leave()
        for part in filter(None, (self._frame, self.printing)):
            part.deleteLater()
        self._frame = self.printing = None
        self.info.put(Shown(agency=self.info.shown.agency))
        # after the drafts that the screens have just handed over, on the same thread
        QTimer.singleShot(0, self, lambda: self._let_go(office, outbox, switch=switch))

    def _let_go(self, office: "Office", outbox: Any, *, switch: bool) -> None:
        def close() -> None:
            if outbox is not None:
                outbox.wait(None)  # what is just being sent is written down before the store goes
            office.close()

        def closed(_none: object) -> None:
            if outbox is not None:
                outbox.deleteLater()
            self.unlock(switch=switch)

        self.worker.write(self, close, closed)

    def close(self) -> None:
        """The window goes, or the session: the drafts are written, the store is closed, the threads end."""
        if self._closed:
            return
        self._closed = True
        self.idle.stop()
        self.boards.close()
        self.window.empty()
        if self.printing is not None:
            self.printing.leave()
        if self.outbox is not None:
            self.outbox.leave()
        self.worker.close()
        if self.outbox is not None:
            self.outbox.wait()
        for office in filter(None, (self.office, self._entering)):
            office.close()
        self.office = self._entering = None
        self.one_window.release()
        self.crashes.remove()

    def restart(self) -> None:
        """After a crash: a fresh process in place of this one."""
        from PySide6.QtCore import QProcess

        self.window.close()  # lets go of the desk first, or the new one would find it taken
        QProcess.startDetached(*program.restart(sys.argv[1:]))

    # Smaller acts

    def show_papers(self) -> None:
        """Ctrl+F12: what waits for the printer, and blank slips, over the screen at which the user works."""
        if self.office is not None:
            from ui.papers.page import PapersPage

            page = PapersPage(self.office, self.worker, self.printing)
            page.over_wanted.connect(self.window.lay_over)
            page.settings_wanted.connect(lambda: self.window.go("settings"))
            self.window.lay_over(page)

    def show_outbox(self) -> None:
        """Every message and its fate, over the screen at which the user works."""
        if self.office is not None:
            import_module("ui.outbox.client").show(self, self.office)

    def show_settings(self, group: str) -> None:
        """Where something can be mended that another screen lacks."""
        if self.window.go("settings"):
            self.window.current.go_to(group)

    def read_frame(self) -> None:
        """What header and status line say is asked for anew."""
        if self._frame is not None:
            self._frame.read()

    def tell(self, text: str, role: str) -> None:
        bar = getattr(self.window.current, "bar", None)
        if bar is not None:
            bar.say(text, role=role)
        else:
            self.window.status.warn(text)

    def _warn_of_lock(self, soon: bool) -> None:
        words = _("Nobody is here? Didar locks itself in 30 seconds.") if soon and self.office else ""
        self.window.status.warn(words)

    def _stopped(self, error: UserError, again: Callable[[], object]) -> None:
        """What stands in the way of the start, with the way on."""
        page, retry = QWidget(), Button(_("Try again"), kind=FILLED, on_click=again)
        banner = Banner(error.reason, "warning", acts=[retry])
        QVBoxLayout(page).addWidget(banner, 0, Qt.AlignmentFlag.AlignVCenter)
        page.setFocusProxy(retry)
        self.window.cover(page)

    def _run_watched(self) -> None:
        """--time-startup: straight in, by the passphrase file, and out again."""
        watch = self._watch
        if watch is not None:
            job = partial(watch.unlock, self.folder, self.worker.committed.emit)
            self.worker.write(self, job, self._watched, watch.failed)

    def _watched(self, office: "Office") -> None:
        self.work(office)
        if self._watch is not None:
            self._watch.until_usable(self.window, self.folder)
