"""A network camera: serves one JPEG over and over, and can stall, die and come back."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close() then waits for the connections
    jpeg = b""
    stalled = threading.Event()
    dying = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(self.server.jpeg)}"
        try:
            while not self.server.dying.wait(0.02):
                if not self.server.stalled.is_set():
                    self.wfile.write(f"{head}\r\n\r\n".encode() + self.server.jpeg + b"\r\n")
        except OSError:
            pass  # the viewer went away
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Not a word."""


class MjpegServer:
    """Lives from `start` to `die`, on the same port each time."""

    def __init__(self, jpeg: bytes) -> None:
        self._jpeg = jpeg
        self._port = 0
        self._server: _Server | None = None

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._port = self._server.server_address[1]
        self._server.jpeg = self._jpeg
        self._server.stalled, self._server.dying = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def stall(self, *, stalled: bool = True) -> None:
        """Keep the connections, send nothing."""
        assert self._server is not None
        (self._server.stalled.set if stalled else self._server.stalled.clear)()

    def die(self) -> None:
        """Close every connection and listen no more."""
        if self._server is not None:
            self._server.dying.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
