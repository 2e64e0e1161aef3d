"""The verifying page in engines of others' making: its script under node, the whole page in Chromium."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NODE = shutil.which("node")
_RUNNER = """
const lines = require("readline").createInterface({ input: process.stdin });
const run = (text) => require("vm").runInThisContext(text);
lines.on("line", async (line) => {
  const { script, expression, data, name } = JSON.parse(line);
  if (script) return run(script);
  globalThis.taken = new Uint8Array(Buffer.from(data ?? "", "base64"));
  globalThis.called = name;
  process.stdout.write(JSON.stringify(await run(expression)) + "\\n");
});
"""
JUDGE = "judge(taken, called, GIVEN)"


def script_of(page: bytes) -> str:
    """The page's only script."""
    (script,) = re.findall(r"<script>(.*)</script>", page.decode(), re.DOTALL)
    return script


class Node:
    """The script under node."""

    def __init__(self, page: bytes) -> None:
        assert NODE
        self._process = subprocess.Popen(
            [NODE, "-e", _RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say(script=script_of(page))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _say(self, **words: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()

    def evaluate(self, expression: str, data: bytes = b"", name: str = "") -> Any:
        """What the page's own functions say of these bytes, `taken`."""
        assert self._process.stdout
        self._say(expression=expression, data=base64.b64encode(data).decode(), name=name)
        return json.loads(self._process.stdout.readline())

    def judge(self, data: bytes, name: str = "report.pdf") -> dict[str, Any]:
        return self.evaluate(JUDGE, data, name)


_NAMES = ("chromium", "chromium-browser", "google-chrome") if os.name == "posix" else ()
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
_START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execvp(sys.argv[3], sys.argv[3:])"
)

_ANSWERS = """
new Promise((done) => {
  const answers = document.getElementById("answers");
  const read = () => [...document.querySelectorAll("article")].map((one) => [one.dataset.rule, one.innerText]);
  const look = () => answers.dataset.done === "MANY" ? done(read()) : setTimeout(look, 20);
  look();
})
"""


class Chromium:
    """The page as a person uses it: files are chosen in its field, and what is seen is read."""

    def __init__(self, page: Path, profile: Path) -> None:
        import fcntl  # not on Windows, where this is not tried

        assert CHROMIUM
        self.said: list[dict[str, Any]] = []
        self._number = 0
        theirs, self._write = os.pipe()
        self._read, their_out = os.pipe()
        far = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (theirs, their_out)]
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        words = [CHROMIUM, *flags, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *map(str, far), *words], pass_fds=far, stderr=subprocess.DEVNULL
        )
        for end in (theirs, their_out, *far):
            os.close(end)
        self._out = os.fdopen(self._read, "rb")
        self._session: str | None = None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "DOM", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")
        self._ask("Page.navigate", url=page.as_uri())
        self.evaluate(
            "new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session = None
        self._ask("Browser.close")
        self._process.wait(20)
        os.close(self._write)
        self._out.close()

    def _ask(self, method: str, **given: Any) -> dict[str, Any]:
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        words = {"id": self._number, "method": method, "params": given, **session}
        os.write(self._write, json.dumps(words).encode() + b"\0")
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.said.append(answer)

    def _message(self) -> bytes:
        letters = bytearray()
        while (letter := self._out.read(1)) != b"\0":
            assert letter, "Chromium is gone"
            letters += letter
        return bytes(letters)

    def evaluate(self, script: str) -> Any:
        done = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def choose(self, *files: Path) -> list[tuple[str, str]]:
        """Choose files in the page's field. Gives for each the rule that it breaks ("" for none) and what is read."""
        self.evaluate("delete document.getElementById('answers').dataset.done")
        root = self._ask("DOM.getDocument")["root"]["nodeId"]
        field = self._ask("DOM.querySelector", nodeId=root, selector="#files")["nodeId"]
        self._ask("DOM.setFileInputFiles", nodeId=field, files=[str(file) for file in files])
        return self.evaluate(_ANSWERS.replace("MANY", str(len(files))))

    def picture(self, *, width: int = 900, height: int = 1400) -> bytes:
        self._ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        return base64.b64decode(self._ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])
