"""Make pictures that are small as files and enormous when they are decoded."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import partial

from PIL import Image

from tests.files.pictures import photo

_PNG = b"\x89PNG\r\n\x1a\n"
GREY, RGB, RGBA, PALETTE = 0, 2, 6, 3  # PNG's colour types
_CHANNELS = {GREY: 1, RGB: 3, RGBA: 4, PALETTE: 1}


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _zeros(count: int) -> bytes:
    """So many zeros, compressed without holding them."""
    packer, block = zlib.compressobj(9), bytes(2**20)
    pieces = [packer.compress(block) for _ in range(count // len(block))]
    return b"".join([*pieces, packer.compress(bytes(count % len(block))), packer.flush()])


def png(
    width: int, height: int, colour: int = GREY, depth: int = 8, *, extra: bytes = b"", interlaced: int = 0
) -> bytes:
    """A black PNG that truly has so many pixels."""
    row = 1 + (width * _CHANNELS[colour] * depth + 7) // 8
    return _png(width, height, colour, depth, _zeros(row * height), extra=extra, interlaced=interlaced)


def _png(
    width: int, height: int, colour: int, depth: int, data: bytes, *, extra: bytes = b"", interlaced: int = 0
) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    palette = _chunk(b"PLTE", bytes(768)) if colour == PALETTE else b""
    return b"".join([_PNG, _chunk(b"IHDR", head), palette, extra, _chunk(b"IDAT", data), _chunk(b"IEND", b"")])


def _text_chunk(megabytes: int) -> bytes:
    return _chunk(b"zTXt", b"Comment\0\0" + _zeros(megabytes * 2**20))


def _profile_chunk(megabytes: int) -> bytes:
    return _chunk(b"iCCP", b"p\0\0" + _zeros(megabytes * 2**20))


def jpeg(width: int, height: int, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "JPEG", quality=1, **options)  # type: ignore[arg-type]
    return out.getvalue()


def jpeg_that_lies(width: int, height: int) -> bytes:
    """A small picture whose head states another size."""
    content = bytearray(photo())
    at = content.find(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def jpeg_of_many_scans() -> bytes:
    """A progressive picture whose refinement is repeated two thousand times: each passes over all pixels."""
    content = jpeg(7000, 7000, progressive=True)
    last = content.rfind(b"\xff\xda")
    return content[:last] + content[last:-2] * 2000 + b"\xff\xd9"


def jpeg_with_segments() -> bytes:
    content = photo()
    segment = b"\xff\xe1" + struct.pack(">H", 65535) + b"Exif\0\0" + bytes(65535 - 8)
    return content[:2] + segment * 280 + content[2:]


def jpeg_of_many_frames() -> bytes:
    """A multi-picture file of two hundred pictures."""
    out = io.BytesIO()
    small = Image.new("RGB", (400, 300))
    small.save(out, "MPO", save_all=True, append_images=[small] * 199)
    return out.getvalue()


def heic_that_lies(width: int, height: int) -> bytes:
    content = photo("HEIF", (640, 480))
    true = struct.pack(">II", 640, 480)
    assert true in content
    return content.replace(true, struct.pack(">II", width, height))


def png_of_many_chunks() -> bytes:
    return png(100, 100, extra=_chunk(b"tEXt", b"a\0b") * 500_000)


def png_of_many_frames() -> bytes:
    frame = _chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 100, 100, 0, 0, 1, 1, 0, 0))
    return png(100, 100, extra=_chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)) + frame)


Maker = Callable[[], bytes]
# Those with True hold no more pixels than a photo may, so that they are decoded: they are read or refused in time.
BOMBS: dict[str, tuple[Maker, bool]] = {
    "png_of_100_megapixels": (partial(png, 10_000, 10_000), False),
    "png_of_100_megapixels_in_colour": (partial(png, 10_000, 10_000, RGBA), False),
    "png_of_100_megapixels_of_one_bit": (partial(png, 10_000, 10_000, GREY, 1), False),
    "png_of_4_gigapixels": (partial(_png, 65_535, 65_535, RGBA, 16, _zeros(2**20)), False),
    "png_of_the_largest_width": (partial(_png, 2**31 - 1, 1, RGB, 8, _zeros(2**20)), False),
    "png_of_the_largest_size": (partial(_png, 2**31 - 1, 2**31 - 1, RGB, 8, _zeros(2**20)), False),
    "jpeg_of_100_megapixels": (partial(jpeg, 10_000, 10_000), False),
    "jpeg_that_states_4_gigapixels": (partial(jpeg_that_lies, 65_500, 65_500), False),
    "heic_that_states_100_megapixels": (partial(heic_that_lies, 10_000, 10_000), False),
    "heic_that_states_4_gigapixels": (partial(heic_that_lies, 65_535, 65_535), False),
    "png_with_200_megabytes_of_text": (lambda: png(100, 100, extra=_text_chunk(200)), True),
    "png_with_a_gigabyte_of_text": (lambda: png(100, 100, extra=_text_chunk(50) * 20), True),
    "png_with_200_megabytes_of_profile": (lambda: png(100, 100, extra=_profile_chunk(200)), True),
    "small_png_of_a_gigabyte": (lambda: _png(100, 100, RGB, 8, _zeros(2**30)), True),
    "png_of_49_megapixels_in_colour": (partial(png, 7000, 7000, RGBA), True),
    "png_of_49_megapixels_of_16_bits": (partial(png, 7000, 7000, RGBA, 16), True),
    "grey_png_of_49_megapixels_of_16_bits": (partial(png, 7000, 7000, GREY, 16), True),
    "interlaced_png_of_49_megapixels": (partial(png, 7000, 7000, RGB, interlaced=1), True),
    "png_of_49_megapixels_with_palette": (partial(png, 7000, 7000, PALETTE), True),
    "png_of_49_million_columns": (partial(png, 49_000_000, 1), True),
    "png_of_49_million_rows": (partial(png, 1, 49_000_000), True),
    "png_of_many_chunks": (png_of_many_chunks, True),
    "png_of_many_frames": (png_of_many_frames, True),
    "jpeg_of_many_scans": (jpeg_of_many_scans, True),
    "jpeg_with_18_megabytes_of_exif": (jpeg_with_segments, True),
    "jpeg_of_many_frames": (jpeg_of_many_frames, True),
}
