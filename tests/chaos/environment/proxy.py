"""A TCP proxy whose connections can be cut: `python -m tests.chaos.environment.proxy PORT TARGET`.

SIGUSR1 cuts all that are open. TARGET is `host:port` or the path of a unix socket.
"""

import asyncio
import signal
import socket
import struct
import sys

RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER: the other side sees a reset, as when a cable is cut
CHUNK = 65536


class Proxy:
    def __init__(self, target: str) -> None:
        self.target = target
        self.open: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward one connection until either side ends it."""
        try:
            target_reader, target_writer = await self._connect()
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, target_writer}
        self.open |= ends
        await asyncio.gather(_forward(reader, target_writer), _forward(target_reader, writer))
        self.open -= ends

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.target.startswith("/"):
            return await asyncio.open_unix_connection(self.target)
        host, _, port = self.target.rpartition(":")
        return await asyncio.open_connection(host, int(port))

    def cut(self) -> None:
        for writer in self.open:
            sock = writer.get_extra_info("socket")
            if sock.family == socket.AF_INET:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            writer.transport.abort()


async def _forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def main(port: int, target: str) -> None:
    proxy = Proxy(target)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, proxy.cut)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
