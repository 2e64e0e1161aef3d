"""What a part's metadata does not say: inside.toml, read and held to the versions that are packed."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installer.parts import HERE, Stopped

LIST = HERE / "inside.toml"
TEXTS = HERE / "licences"


@dataclass(frozen=True)
class Inside:
    licences: dict[str, str]
    texts: dict[str, list[str]]
    lists_too_much: list[str]
    nothing: list[str]
    parts: dict[str, list[dict[str, Any]]]
    """By `name==version` of what they are inside of."""

    def of(self, name: str, version: str) -> list[dict[str, Any]] | None:
        """None: nothing is written of it. Stops when it is written of another version."""
        if (found := self.parts.get(f"{name}=={version}")) is not None:
            return found
        if other := next((key for key in self.parts if key.startswith(f"{name}==")), None):
            raise Stopped(
                f"inside.toml says what is inside {other}, but {version} is packed: look at it and write it down"
            )
        return None


def read(path: Path = LIST) -> Inside:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    inside = {entry["of"]: entry["parts"] for entry in told.pop("inside")}
    return Inside(**told, parts=inside)
