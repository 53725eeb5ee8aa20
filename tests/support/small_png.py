"""Pictures of pages as small files: few colours, each looked up in a table (PNG, "indexed-colour")."""

import struct
import zlib
from base64 import b64decode, b64encode

from playwright.sync_api import Page

_MOST_COLOURS = 48
# A page has few colours that are frequent, and many in the soft edges of letters, which stand in for each other.
_INDEXED = """
async ([source, most]) => {
  const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + source)).blob());
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const far = (a, b) => a.reduce((sum, part, at) => sum + (part - b[at]) ** 2, 0);
  const palette = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, most).map(parts);
  const nearest = (colour) => {
    let best = 0;
    palette.forEach((one, at) => { if (far(one, colour) < far(palette[best], colour)) best = at; });
    return best;
  };
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(parts(colour))]));
  let text = "";
  for (const pixel of pixels) text += String.fromCharCode(places.get(pixel));
  return { width, height, palette: palette.flat(), indices: btoa(text) };
}
"""


def smaller(page: Page, picture: bytes) -> bytes:
    """Return a PNG with at most 48 colours of another, which a page's browser reads."""
    found = page.evaluate(_INDEXED, [b64encode(picture).decode(), _MOST_COLOURS])
    width, indices = int(found["width"]), b64decode(found["indices"])
    rows = b"".join(b"\0" + indices[start : start + width] for start in range(0, len(indices), width))
    header = struct.pack(">IIBBBBB", width, int(found["height"]), 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
