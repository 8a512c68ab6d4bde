"""Photos as phones make them: with EXIF, a location and a wrong way up."""

import io

import pillow_heif
from PIL import Image

CAMERA, DESCRIPTION = "Yuanmeng X90 Pro", "清河县中心小学门口"
LATITUDE, LONGITUDE = (28, 12, 44.5), (112, 58, 21.75)
_ORIENTATION, _MAKE, _IMAGE_DESCRIPTION, _GPS = 0x0112, 0x010F, 0x010E, 0x8825


def photo(
    format_: str = "JPEG", size: tuple[int, int] = (640, 480), *, orientation: int = 6, mode: str = "RGB"
) -> bytes:
    """A photo: red at its top left as it was held, green at the bottom; orientation 6 is turned by 90°."""
    image = Image.new(mode, size)
    image.paste(_colour(mode, "red"), (0, 0, size[0] // 2, size[1]))
    image.paste(_colour(mode, "green"), (size[0] // 2, 0, *size))
    out = io.BytesIO()
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKE], exif[_IMAGE_DESCRIPTION] = 6, CAMERA, DESCRIPTION.encode().decode("latin-1")
    exif[_GPS] = {1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE}
    if format_ == "HEIF":
        pillow_heif.register_heif_opener()
    more = {"comment": DESCRIPTION.encode()} if format_ == "JPEG" else {}
    image.save(out, format_, exif=exif.tobytes(), **more)
    return out.getvalue()


def _colour(mode: str, name: str) -> object:
    return Image.new("RGB", (1, 1), name).convert(mode).getpixel((0, 0))


def noise(width: int, height: int) -> bytes:
    """A photo that hardly compresses: 900 × 700 are some 700 kB."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()
