"""The folder `licences`: the text of every licence, a folder for each part."""

from collections.abc import Iterable

from installer.inside import TEXTS, Inside
from installer.parts import HERE, Stopped
from installer.runtime import Runtime
from installer.wheels import Wheel

ROOT = HERE.parent
OURS = {
    "didar/LICENSE": ROOT / "LICENSE",
    "vazirmatn/OFL.txt": ROOT / "resources" / "fonts" / "OFL.txt",
    "fluent-icons/LICENSE": ROOT / "resources" / "icons" / "LICENSE",
}


def gathered(raw: Runtime, wheels: Iterable[Wheel], told: Inside) -> dict[str, bytes]:
    """Each text by its place."""
    found = {place: path.read_bytes() for place, path in OURS.items()}
    found["cpython/LICENSE.txt"] = raw.licence.read_bytes()
    for wheel in wheels:
        if not wheel.licences and wheel.name not in told.texts:
            raise Stopped(
                f"{wheel.name}: it brings no licence text; put one into installer/licences and name it in inside.toml"
            )
        found |= {f"{wheel.name}/{name}": text for name, text in wheel.licences.items()}
    return found | {
        f"{part}/{name}": (TEXTS / name).read_bytes() for part, names in told.texts.items() for name in names
    }
