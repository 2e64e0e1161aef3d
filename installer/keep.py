"""What of the parts is packed: keep.toml, read and asked."""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from installer.parts import HERE

LIST = HERE / "keep.toml"


@dataclass(frozen=True)
class Keep:
    runtime: tuple[str, ...]
    library_out: tuple[str, ...]
    site_out: tuple[str, ...]
    even_so: tuple[str, ...]
    as_source: tuple[str, ...]
    only: dict[str, list[str]]

    def library(self, name: str) -> bool:
        return not matches(name, self.library_out)

    def site(self, name: str) -> bool:
        package, _, rest = name.partition("/")
        if package in self.only:
            return matches(rest, self.only[package])
        return not matches(name, self.site_out) or name in self.even_so


def matches(name: str, patterns: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def read(path: Path = LIST) -> Keep:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Keep(
        tuple(told["runtime"]["files"]),
        tuple(told["library"]["leave_out"]),
        tuple(told["site"]["leave_out"]),
        tuple(told["site"]["even_so"]),
        tuple(told["site"]["as_source"]),
        told["only"],
    )
