"""What the administrators of many offices have laid down for the Didar of this PC, and what of it is locked.

A preset is read once a process, so that what it changes is taken at the next start. Group policy goes before the file
beside the program, name by name; what either locks is locked (docs/presets.md).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from app import preset_sources
from app.domain.errors import Refused, UserError
from app.domain.persian.text import isolate_path
from app.domain.texts import _
from app.preset_keys import ASSERTED, FINGERPRINT, KEYS, RECEIVER, Beside, never, switch
from app.preset_lines import LOCK, LOCK_ONE, Fault, Line, of_text, of_values
from app.preset_sources import Places


@dataclass(frozen=True)
class Given:
    """A value as the preset gives it. source: where it stands."""

    name: str
    value: Any
    source: str

    @property
    def title(self) -> str:
        return _(KEYS[self.name].title)

    @property
    def shown(self) -> str:
        return KEYS[self.name].shown(self.value)

    @property
    def isolated(self) -> str:
        """The same within other words: paths and addresses read from left to right."""
        is_word = self.name == RECEIVER or not (self.outward or self.shown.isascii())
        return self.shown if is_word else isolate_path(self.shown)

    @property
    def mark(self) -> str:
        """By what the office knows again that this very value was shown to it."""
        return KEYS[self.name].mark(self.value)

    @property
    def outward(self) -> bool:
        return KEYS[self.name].outward


@dataclass(frozen=True)
class Ignored:
    """A file that lies there and is not taken, as a whole."""

    path: str
    reason: str

    def sentence(self) -> str:
        return _("%(where)s: %(reason)s") % {"where": isolate_path(self.path), "reason": self.reason}


@dataclass(frozen=True)
class Preset:
    """locked: to the value that is given. held: locked as well, but no value could be taken, so that each office keeps
    what it has. sources: what was read. faults: of what was read, what is not taken. ignored: what was not read.
    """

    given: dict[str, Given] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def fixed(self) -> frozenset[str]:
        """What nobody may set otherwise here."""
        return self.locked | self.held

    @property
    def says_anything(self) -> bool:
        return bool(self.sources or self.ignored)

    @property
    def told(self) -> tuple[str, ...]:
        """What was found and not taken, in sentences: files, then lines."""
        return (*(one.sentence() for one in self.ignored), *(one.sentence() for one in self.faults))

    def value(self, name: str, otherwise: Any = None) -> Any:
        return self.given[name].value if name in self.given else otherwise


NONE: Final = Preset()


@cache
def of_this_pc() -> Preset:
    """The preset under which this process works."""
    return read(preset_sources.of_this_pc(), dt.datetime.now(dt.UTC))


def refuse_locked(name: str, value: object, now: object = None) -> None:
    """Raises Refused at its field where the preset has locked it to another value. What is locked may be set to it.

    now: what the office has. It alone may stay where no value of the preset could be taken: a lock that fell away with
    its value would open hundreds of offices on the day on which a certificate ends.
    """
    preset = of_this_pc()
    if name in preset.held and value != now:
        raise Refused(why_held(name), name)
    if name in preset.locked and not _same(preset.given[name], value):
        given = preset.given[name]
        raise Refused(
            _("The IT department has set «%(title)s» to «%(value)s». Leave it so, or ask that department to change it.")
            % {"title": given.title, "value": given.shown},
            name,
        )


def why_held(name: str) -> str:
    """What is said of a setting that is locked without a value."""
    said = _(
        "The IT department has locked «%(title)s», but no value of it could be taken. It stays as it is; ask that "
        "department to mend it."
    )
    return said % {"title": _(KEYS[name].title)}


def _same(given: Given, value: object) -> bool:
    return bool(given.value == value) if given.name != RECEIVER else given.value.pem == value


def read(places: Places, now: dt.datetime) -> Preset:
    """What stands at these places. Raises nothing: what can't be read is named."""
    found: list[_Source | Ignored | None] = []
    try:
        values = places.policy()
    except OSError:
        found.append(_not_read(preset_sources.POLICY_SHOWN))
    else:
        if values is not None:
            shown = preset_sources.POLICY_SHOWN
            found.append(_of(of_values(values, shown), shown, Beside(None, places.trusted, now)))
    if places.file is not None:
        found.append(_of_file(places.file, places, now))
    found += [Ignored(str(path), _untrusted()) for path in places.elsewhere if _lies_there(path)]
    return replace(
        _merged([one for one in found if isinstance(one, _Source)]),
        ignored=tuple(one for one in found if isinstance(one, Ignored)),
    )


def of_file(path: Path, now: dt.datetime) -> Preset:
    """A file that is only looked through, wherever it lies: before it is handed out. Raises OSError."""
    beside = Beside(path.parent, lambda _path: True, now)
    return _merged([_of(of_text(preset_sources.read(path), str(path)), str(path), beside)])


def _of_file(path: Path, places: Places, now: dt.datetime) -> "_Source | Ignored | None":
    if not _lies_there(path):
        return None
    if not places.trusted(path):
        return Ignored(str(path), _untrusted())
    try:
        content = preset_sources.read(path)
    except OSError:
        return _not_read(str(path))
    return _of(of_text(content, str(path)), str(path), Beside(path.parent, places.trusted, now))


def _lies_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # somebody else's folder
        return False


def _not_read(place: str) -> Ignored:
    return Ignored(place, _("It could not be read."))


def _untrusted() -> str:
    return _(
        "This preset was found and not taken: ordinary users of this PC could have written it. The IT department puts "
        "it beside Didar's program, where that is installed for all users, or into the group policy."
    )


@dataclass
class _Source:
    """The file or the registry by itself. locks: lines, one for each name; seen: the line of each other name;
    fingerprint: what the certificate's key must have, empty if that could not be read, None if nothing is said of it.
    """

    place: str
    fingerprint: str | None = None
    given: dict[str, Given] = field(default_factory=dict)
    locks: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[str, Line] = field(default_factory=dict)

    def fault(self, line: Line, reason: str) -> None:
        self.faults.append(Fault(self.place, line.number, _shortened(line.name), reason))


def _of(lines: Iterable[Line | Fault], place: str, beside: Beside) -> _Source:
    """Each line read, what is no setting or no value named."""
    source = _Source(place)
    for line in lines:
        if isinstance(line, Fault):
            source.faults.append(line)
            if line.name.lower() == FINGERPRINT and source.fingerprint is None:
                source.fingerprint = ""
            continue
        try:
            if line.name == LOCK or (line.name.startswith(LOCK_ONE) and line.name.removeprefix(LOCK_ONE) in KEYS):
                source.locks += _locks(line)
            elif line.name in source.seen:
                raise Refused(_("This name stands here twice; the first one holds."))
            elif line.name == FINGERPRINT:
                source.seen[line.name], source.fingerprint = line, ""
                source.fingerprint = ASSERTED.read(line.value, beside)
            else:
                value = _value(line, beside)
                source.seen[line.name] = line
                source.given[line.name] = Given(line.name, value, place)
        except UserError as error:
            source.fault(line, error.reason)
    return source


def _merged(sources: list[_Source]) -> Preset:
    """Of several, the first goes before the others, name by name; a lock holds wherever the value stands, and if none
    could be taken.
    """
    given: dict[str, Given] = {}
    for source in reversed(sources):
        given |= source.given
    _hold_receiver(given, sources)
    locked = set()
    for source in sources:
        for lock in source.locks:
            if lock.name not in KEYS:
                source.fault(lock, _unknown(lock.name))
                continue
            locked.add(lock.name)
            if lock.name not in given:
                said = _("It is locked, and no value of it could be taken: it stays as the office has it.")
                source.fault(lock, said)
        source.faults.sort(key=lambda fault: fault.number)
    return Preset(
        given,
        frozenset(locked & given.keys()),
        frozenset(locked - given.keys()),
        tuple(source.place for source in sources),
        tuple(fault for source in sources for fault in source.faults),
    )


def _value(line: Line, beside: Beside) -> Any:
    if line.name not in KEYS:
        raise Refused(never(line.name) or _unknown(line.name))
    return KEYS[line.name].read(line.value, beside)


def _unknown(name: str) -> str:
    return never(name) or _("Didar takes no such setting from a preset. Check the name.")


def _locks(line: Line) -> Iterator[Line]:
    if line.name != LOCK:
        if switch(line.value):
            yield replace(line, name=line.name.removeprefix(LOCK_ONE))
        return
    for name in line.value.replace("،", ",").split(","):
        if name.strip():
            yield replace(line, name=name.strip().lower())


def _hold_receiver(given: dict[str, Given], sources: list[_Source]) -> None:
    """The certificate is taken only if its key has the fingerprint that is asserted, wherever either of them stands."""
    asserting = next((source for source in sources if source.fingerprint is not None), None)
    if asserting is None:
        return
    if RECEIVER not in given:
        if asserting.fingerprint and not any(fault.name.lower() == RECEIVER for one in sources for fault in one.faults):
            said = _("There is no receiver's certificate that should have it. Write one, or leave the line out.")
            asserting.fault(asserting.seen[FINGERPRINT], said)
        return
    if given[RECEIVER].value.fingerprint == asserting.fingerprint:
        return
    place = given.pop(RECEIVER).source
    if asserting.fingerprint:
        said = _("The certificate's key has another fingerprint than the one that stands in %(source)s.")
        giving = next(source for source in sources if source.place == place)
        giving.fault(giving.seen[RECEIVER], said % {"source": isolate_path(asserting.place)})


def _shortened(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:40]}…"
