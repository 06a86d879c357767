"""Pictures, drawn anew: the place, the camera and whatever hangs behind the last pixel stay behind."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .refusal import Refusal

PIXELS = 50_000_000
QUALITY = 90
_MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA")}


def rewrite(data: bytes) -> bytes:
    try:
        with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            kind = picture.format or ""
            # Known from the head of the file, before anything is unpacked.
            if picture.width * picture.height > PIXELS:
                raise Refusal("too_many_pixels", limit=PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(picture)
            upright = upright if upright.mode in _MODES[kind] else upright.convert("RGB")
            return _write(upright, kind)
    except Image.DecompressionBombError as error:
        raise Refusal("too_many_pixels", limit=PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refusal("broken") from error


def _write(picture: Image.Image, kind: str) -> bytes:
    # Only pixels and, for a picture of few colours, their table go over.
    bare = Image.new(picture.mode, picture.size)
    if picture.mode == "P" and picture.palette:
        bare.putpalette(picture.palette)
    bare.paste(picture)
    out = BytesIO()
    options = {"quality": QUALITY} if kind == "JPEG" else {"transparency": picture.info.get("transparency")}
    bare.save(out, kind, **{name: value for name, value in options.items() if value is not None})
    return out.getvalue()
