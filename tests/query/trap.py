"""A web server that serves nothing and remembers whether anyone came."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Trap:
    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._calls = 0
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self._calls += 1
                with connection:
                    connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def was_called(self) -> bool:
        return self._calls > 0

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@contextmanager
def trap() -> Iterator[Trap]:
    found = Trap()
    try:
        yield found
    finally:
        found.close()
