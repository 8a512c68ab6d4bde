"""A TCP proxy whose connections can be cut: `python -m tests.chaos.proxy PORT TARGET`; SIGUSR1 cuts all that are open.

TARGET is `host:port` or the path of a unix socket.
"""

import asyncio
import signal
import socket
import struct
import sys

AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: the other side sees a reset, as of a cable that was cut
LIMIT = 65536


class Proxy:
    def __init__(self, target: str) -> None:
        self.target = target
        self.open: set[asyncio.StreamWriter] = set()

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        try:
            to, back = await self._reach()
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, back}
        self.open |= ends
        await asyncio.gather(_pass_on(reader, back), _pass_on(to, writer))
        self.open -= ends

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.target.startswith("/"):
            return await asyncio.open_unix_connection(self.target)
        host, _, port = self.target.rpartition(":")
        return await asyncio.open_connection(host, int(port))

    def cut(self) -> None:
        for writer in self.open:
            record = writer.get_extra_info("socket")
            if record.family == socket.AF_INET:
                record.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            writer.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while output := await reader.read(LIMIT):
            writer.write(output)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def main(port: int, target: str) -> None:
    proxy = Proxy(target)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, proxy.cut)
    server = await asyncio.start_server(proxy.meet, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
