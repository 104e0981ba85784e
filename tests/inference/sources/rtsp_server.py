"""A network camera that speaks RTSP: one JPEG over and over, as RFC 2435 wants it, through TCP."""

from __future__ import annotations

import itertools
import select
import socketserver
import struct
import threading

_START_OF_SCAN, _QUANTISATION = 0xDA, 0xDB
_FRAME_S = 0.004
_CLOCK_HZ = 90_000
_MOST_BYTES = 1400
_SDP = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\n"
    "m=video 0 RTP/AVP 26\r\na=control:track\r\na=framerate:250\r\n"
)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = False  # server_close() then waits for the connections
    allow_reuse_address = True
    jpeg = b""
    size = (0, 0)
    stalled = threading.Event()
    dying = threading.Event()


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        try:
            while not self.server.dying.is_set():
                if self._asked(0.05) and not self._answers():
                    return
        except OSError:
            pass  # the viewer went away

    def _asked(self, within_s: float) -> bool:
        return bool(select.select([self.connection], [], [], within_s)[0])

    def _answers(self) -> bool:
        """One request. False when there will be no more."""
        first = self.rfile.readline().decode().split()
        if not first:
            return False
        heads = dict(line.decode().split(":", 1) for line in iter(self.rfile.readline, b"\r\n"))
        further, body = "", ""
        match first[0]:
            case "OPTIONS":
                further = "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
            case "DESCRIBE":
                body = _SDP
                further = f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
            case "SETUP":
                further = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        answer = f"RTSP/1.0 200 OK\r\nCSeq:{heads['CSeq'].rstrip()}\r\nSession: 1\r\n{further}\r\n"
        self.wfile.write((answer + body).encode())
        if first[0] == "PLAY":
            self._play()
        return first[0] != "TEARDOWN"

    def _play(self) -> None:
        """Until the viewer says something."""
        number = itertools.count()
        for time_stamp in itertools.count(0, round(_FRAME_S * _CLOCK_HZ)):
            if self.server.dying.is_set() or self._asked(_FRAME_S):
                return
            if self.server.stalled.is_set():
                continue
            for payload, is_last in _packets(self.server.jpeg, *self.server.size):
                packet = struct.pack(
                    ">BBHII", 0x80, is_last << 7 | 26, next(number) & 0xFFFF, time_stamp, 1
                )
                framed = b"$\0" + struct.pack(">H", len(packet) + len(payload))
                self.wfile.write(framed + packet + payload)


def _packets(jpeg: bytes, width: int, height: int) -> list[tuple[bytes, bool]]:
    """What of the picture goes into each packet, and whether it is the last."""
    tables, scan = _parts(jpeg)
    packets = []
    for start in range(0, len(scan), _MOST_BYTES):
        # Type 1 is 4:2:0; 255 says that the first packet brings the tables.
        size = width // 8, height // 8
        head = struct.pack(">BBHBBBB", 0, start >> 16, start & 0xFFFF, 1, 255, *size)
        if start == 0:
            head += struct.pack(">BBH", 0, 0, len(tables)) + tables
        end = start + _MOST_BYTES
        packets.append((head + scan[start:end], end >= len(scan)))
    return packets


def _parts(jpeg: bytes) -> tuple[bytes, bytes]:
    """The quantisation tables, and the compressed pixels."""
    tables, at = b"", 2
    while True:
        _, marker, length = struct.unpack_from(">BBH", jpeg, at)
        segment = jpeg[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == _QUANTISATION:
            for start in range(0, len(segment), 65):
                tables += segment[start + 1 : start + 65]
        if marker == _START_OF_SCAN:
            return tables, jpeg[at:-2]


class RtspServer:
    """Lives from `start` to `die`, on the same port each time. Takes a JPEG that OpenCV wrote."""

    def __init__(self, jpeg: bytes, width: int, height: int) -> None:
        self._jpeg = jpeg
        self._size = (width, height)
        self._port = 0
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        return f"rtsp://127.0.0.1:{self._port}/camera"

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._port = self._server.server_address[1]
        self._server.jpeg, self._server.size = self._jpeg, self._size
        self._server.stalled, self._server.dying = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def stall(self) -> None:
        """Keep the connections, send nothing."""
        assert self._server is not None
        self._server.stalled.set()

    def die(self) -> None:
        """Close every connection and listen no more."""
        if self._server is not None:
            self._server.dying.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
