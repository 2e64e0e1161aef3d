"""Other people's programs: run without a question, and what they say, errors too, as one text."""

import subprocess
from collections.abc import Mapping


def said(*command: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run it, whatever its exit code. environment: in place of ours."""
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,  # not a file: Python under Wine ends on one
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
