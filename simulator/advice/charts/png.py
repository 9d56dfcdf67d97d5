"""PNG files of flat colour, written faster and smaller than by a general encoder.

Our charts are opaque and mostly paper, where PNG's filters cost time and gain nothing: each row is
stored unfiltered. PNG: ISO/IEC 15948 (W3C Recommendation), sections 5 and 11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LEVEL = 2  #: of compression: higher ones take longer for little
INCH = 0.0254  #: metres
COLOURS = 64  #: of a small file
TRUE_COLOUR, INDEXED = 2, 3  #: colour types of PNG


def png_bytes(pixels: NDArray[np.uint8], dpi: float, texts: Mapping[str, str]) -> bytes:
    """Return pixels as a PNG file.

    Parameters
    ----------
    pixels : ndarray of shape (height, width, 3)
        Red, green, blue, 0-255.
    dpi : float
        Pixels per inch, for printing.
    texts : mapping of str to str
        Keywords of PNG, such as Title and Description, and their texts.
    """
    height, width, _ = pixels.shape
    return _file((width, height), TRUE_COLOUR, dpi, texts, pixels.reshape(height, -1), LEVEL)


def small_png_bytes(pixels: NDArray[np.uint8], dpi: float, texts: Mapping[str, str]) -> bytes:
    """Return pixels as a PNG file of at most 64 colours, as small as it gets; for pages, where size counts.

    Parameters
    ----------
    pixels, dpi, texts
        As in `png_bytes`. The commonest colours are kept; each of the others becomes the nearest of them.
    """
    height, width, _ = pixels.shape
    colours, place = _palette(pixels)
    return _file((width, height), INDEXED, dpi, texts, place.reshape(height, width), 9, colours)


def _palette(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return up to 64 colours, and which of them each pixel has."""
    packed = pixels.reshape(-1, 3).astype(np.int32) @ np.array([65536, 256, 1], dtype=np.int32)
    every, of_pixel, count = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = np.stack([every >> 16, (every >> 8) & 255, every & 255], axis=1)
    kept = np.sort(np.argsort(-count, kind="stable")[:COLOURS])
    apart = ((rgb[:, None, :] - rgb[kept][None, :, :]) ** 2).sum(axis=2)
    return rgb[kept].astype(np.uint8), apart.argmin(axis=1).astype(np.uint8)[of_pixel.ravel()]


def _file(
    size: tuple[int, int],
    colour_type: int,
    dpi: float,
    texts: Mapping[str, str],
    lines: NDArray[np.uint8],
    level: int,
    palette: NDArray[np.uint8] | None = None,
) -> bytes:
    parts = [(b"IHDR", struct.pack(">IIBBBBB", *size, 8, colour_type, 0, 0, 0))]
    parts += [] if palette is None else [(b"PLTE", palette.tobytes())]
    parts += [(b"pHYs", struct.pack(">IIB", round(dpi / INCH), round(dpi / INCH), 1))]
    parts += [(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")) for key, text in texts.items()]
    rows = np.zeros((lines.shape[0], 1 + lines.shape[1]), dtype=np.uint8)
    rows[:, 1:] = lines
    parts += [(b"IDAT", zlib.compress(rows.tobytes(), level)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def description(png: bytes) -> str:
    """Return the text of the keyword Description that a PNG file of ours carries; empty if it has none.

    Parameters
    ----------
    png : bytes
    """
    start = png.find(b"iTXtDescription\0")
    if start < 0:
        return ""
    (length,) = struct.unpack(">I", png[start - 4 : start])
    return png[start + 4 : start + 4 + length].split(b"\0" * 5, 1)[1].decode("utf-8")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
