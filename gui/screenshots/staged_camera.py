"""A network camera for the documentation's pictures: MJPEG over HTTP, until it is unplugged."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_BOUNDARY = "frame"
_PAUSE_S = 0.2


class StagedCamera:
    """Serves these JPEGs over and over, on this machine alone. `unplug` ends it for good."""

    def __init__(self, jpegs: Sequence[bytes]) -> None:
        unplugged = self._unplugged = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                number = 0
                while not unplugged.wait(_PAUSE_S):
                    self._send(jpegs[number % len(jpegs)])
                    number += 1

            def _send(self, jpeg: bytes) -> None:
                head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\n"
                head += f"Content-Length: {len(jpeg)}\r\n\r\n"
                try:
                    self.wfile.write(head.encode() + jpeg + b"\r\n")
                except ConnectionError:
                    unplugged.wait(_PAUSE_S)

            def log_message(self, *_: object) -> None:
                """Nobody reads along."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="staged camera")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/stream.mjpg"

    def unplug(self) -> None:
        """The picture stops, and nobody answers any more."""
        self._unplugged.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
