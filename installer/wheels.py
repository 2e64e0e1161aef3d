"""The locked wheels, opened: what is packed of them, what they say of themselves, their licences."""

import email
import json
import re
import zipfile
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import Any

from installer.keep import Keep
from installer.parts import Locked, normal

_LICENCE = re.compile(r"licen[cs]e|notice|copying|authors", re.IGNORECASE)


@dataclass(frozen=True)
class Wheel:
    locked: Locked
    files: dict[str, bytes]
    """What is packed."""
    licences: dict[str, bytes]
    about: Message
    lists: list[dict[str, Any]]
    """CycloneDX lists of what is inside, which some wheels bring."""

    @property
    def name(self) -> str:
        return normal(self.locked.name)


def opened(paths: dict[Locked, Path], kept: Keep) -> list[Wheel]:
    """The wheels of which anything is packed."""
    return [wheel for locked, path in paths.items() if (wheel := _open(locked, path, kept)).files]


def _open(locked: Locked, path: Path, kept: Keep) -> Wheel:
    files, licences, about, lists = {}, {}, Message(), []
    with zipfile.ZipFile(path) as wheel:
        for info in wheel.infolist():
            name = re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", info.filename)
            if info.is_dir() or ".data/" in name:
                continue
            if kept.site(name):
                files[name] = wheel.read(info)
            if licence := _licence_name(name):
                licences[licence] = wheel.read(info)
            elif name.endswith(".dist-info/METADATA"):
                about = email.message_from_bytes(wheel.read(info))
            elif ".dist-info/sboms/" in name:
                lists.append(json.loads(wheel.read(info)))
    if all(".dist-info/" in name for name in files):
        files = {}
    return Wheel(locked, files, licences, about, lists)


def _licence_name(name: str) -> str | None:
    """What a licence's text is called: one of the metadata's, or beside a package's modules (reportlab/license.txt).

    Not the commercial licence that Qt's wheels bring: it is not ours.
    """
    if name.endswith("/LicenseRef-Qt-Commercial.txt"):
        return None
    if ".dist-info/licenses/" in name:
        return name.partition(".dist-info/licenses/")[2]
    path = PurePosixPath(name)
    is_text = path.suffix not in {".py", ".pyi", ".h"} and _LICENCE.match(path.name)
    return path.name if is_text and len(path.parts) == 2 else None
