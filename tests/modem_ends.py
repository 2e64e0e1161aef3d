"""The modem's end of a line: a pty, or a socket for where there is none."""

import contextlib
import os
import select
import socket


class Ends:
    """The modem's end of the line, and the name of the other one."""

    name: str

    def read(self) -> bytes | None:
        raise NotImplementedError

    def write(self, content: bytes) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class Pty(Ends):
    def __init__(self) -> None:
        import pty
        import tty

        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.name = os.ttyname(self._slave)
        self._open = True

    def read(self) -> bytes | None:
        while self._open:
            with contextlib.suppress(OSError, ValueError):
                if select.select([self._master], [], [], 0.05)[0]:
                    return os.read(self._master, 4096)
        return None

    def write(self, content: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(self._master, content)

    def close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._master)
            os.close(self._slave)


class Socket(Ends):
    def __init__(self, port: int = 0) -> None:
        self._server = socket.create_server(("127.0.0.1", port))
        self._server.settimeout(0.05)
        self.name = f"socket://127.0.0.1:{self._server.getsockname()[1]}"
        self._talk: socket.socket | None = None
        self._open = True

    def read(self) -> bytes | None:
        while self._open:
            try:
                if self._talk is None:
                    self._talk, _ = self._server.accept()
                    self._talk.settimeout(0.05)
                if content := self._talk.recv(4096):
                    return content
                self._talk.close()
                self._talk = None
            except TimeoutError:
                continue
            except OSError:
                self._talk = None
        return None

    def write(self, content: bytes) -> None:
        if self._talk is not None:
            with contextlib.suppress(OSError):
                self._talk.sendall(content)

    def close(self) -> None:
        self._open = False
        for end in filter(None, (self._talk, self._server)):
            end.close()
