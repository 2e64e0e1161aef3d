"""Save a source distribution as it is: `python sdist.py NAME VERSION FOLDER`.

`pip download` runs a source distribution's setup.py to learn its name, which nobody has proven yet. pip's own finder
and session, with the index, proxy and certificates that are configured, take the bytes and run nothing. They are pip's
inner parts and may move: this file alone then has to follow.
"""

import sys
from pathlib import Path

from pip._internal.commands import create_command


def main(name: str, version: str, folder: str) -> int:
    command = create_command("download")
    with command.main_context():
        options, _ = command.parse_args(["--no-deps", name])
        session = command.get_default_session(options)  # type: ignore[attr-defined]
        build = command._build_package_finder  # type: ignore[attr-defined]  # noqa: SLF001
        finder = build(options=options, session=session)
        for found in finder.find_all_candidates(name):
            if str(found.version) == version and found.link.filename.endswith(".tar.gz"):
                answer = session.get(found.link.url_without_fragment)
                answer.raise_for_status()
                (Path(folder) / found.link.filename).write_bytes(answer.content)
                return 0
    print(f"{name} {version}: the package index has no source distribution of it", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
