"""Runs in the sandbox: decode a photo and write it anew, upright, without anything but its pixels."""

import io
from collections.abc import Iterator

import orjson
import pillow_heif
from PIL import Image, ImageOps

LONG_EDGE = 3508  # pixels: A4 at 300 dpi, so that a scanned page stays legible
THUMBNAIL_EDGE = 400  # pixels: sharp in two columns of a phone
_QUALITY, _THUMBNAIL_QUALITY = 88, 78
_FORMATS = ("JPEG", "PNG", "HEIF")
_MODES_WITH_PALETTE = {"1", "P", "PA"}  # cannot be made smaller smoothly
_DEEP_GREY = "I"  # modes that begin so hold 16 or 32 bits


def read(*, path: str, max_pixels: int) -> Iterator[bytes]:
    """A line of JSON, then the photo and its thumbnail as JPEG; {"error": code} alone where it is refused.

    The line is {"width", "height", "size"}: pixels of the photo, and its bytes.
    """
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and has a text of its own
    with Image.open(path, formats=_FORMATS) as source:
        # The head of the file says so: nothing has been decoded yet.
        if source.width * source.height > max_pixels:
            yield orjson.dumps({"error": "too_many_pixels"})
            return
        picture = _upright(source)
    content = _jpeg(picture, _QUALITY)
    yield orjson.dumps({"width": picture.width, "height": picture.height, "size": len(content)}) + b"\n"
    yield content
    picture.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE))
    yield _jpeg(picture, _THUMBNAIL_QUALITY)


def _upright(source: Image.Image) -> Image.Image:
    """The pixels in RGB, at most LONG_EDGE long, turned as the camera was held."""
    image = source.convert("RGBA") if source.mode in _MODES_WITH_PALETTE else source
    if image.mode.startswith(_DEEP_GREY):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    orientation = source.getexif()
    image.draft(None, (LONG_EDGE, LONG_EDGE))  # of a JPEG no more pixels are decoded than that needs
    image.thumbnail((LONG_EDGE, LONG_EDGE))
    image.getexif().update(orientation)
    return _on_white(ImageOps.exif_transpose(image))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA"} and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    page = Image.new("RGB", image.size, "white")
    page.paste(layer, mask=layer.getchannel("A"))
    return page


def _jpeg(image: Image.Image, quality: int) -> bytes:
    # Comments, profiles and the like travel in `info` and would be written again.
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
