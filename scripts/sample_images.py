"""Draws the sample newsroom's pictures: abstract shapes, 640 x 360 pixels, PNG with 32 colours.

Run it from the repository root: `python scripts/sample_images.py`. The same
code gives the same files, byte for byte.
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

WIDTH, HEIGHT = 640, 360
FOLDER = Path(__file__).resolve().parent.parent / "src" / "byline" / "sample" / "data" / "images"
COLOURS = 32
MAX_BYTES = 15_000

Colour = tuple[int, int, int]
Shade = Callable[[int, int], float]
"""Brightness of a pixel, 0 to 1."""


def main() -> None:
    """Write every picture; a picture above 15 kB is an error."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (dark, light, shade) in DRAWINGS.items():
        data = png(palette(dark, light), shade)
        if len(data) > MAX_BYTES:
            sys.exit(f"{name}: {len(data)} bytes are more than {MAX_BYTES}")
        (FOLDER / name).write_bytes(data)
        print(f"{name} {len(data)} bytes")


def palette(dark: Colour, light: Colour) -> bytes:
    """Return a PLTE chunk's content: even steps from one colour to the other."""
    steps = [i / (COLOURS - 1) for i in range(COLOURS)]
    return bytes(round(a + (b - a) * s) for s in steps for a, b in zip(dark, light, strict=True))


def png(colours: bytes, shade: Shade) -> bytes:
    """Return an indexed PNG. **Source:** the PNG specification, third edition (W3C, 2025)."""
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        rows.extend(min(COLOURS - 1, max(0, int(shade(x, y) * COLOURS))) for x in range(WIDTH))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def hall(x: int, y: int) -> float:
    """Rows of seats before a lit stage."""
    if y < 150:
        return 0.95 - abs(x - 320) / 500 if y > 90 and abs(x - 320) < 220 - (150 - y) else 0.2 + y / 1200
    row = (y - 150) // 30
    seat = (x + row * 17) % (26 + row * 4)
    return 0.35 + row * 0.05 if (y - 150) % 30 > 10 and seat > 6 else 0.12


def racks(x: int, y: int) -> float:
    """Cabinets with lamps."""
    cabinet, inside = divmod(x, 80)
    if inside < 6 or y < 30 or y > 330:
        return 0.05
    if y % 20 < 3:
        return 0.18
    return 0.95 if inside in range(14, 18) and (cabinet * 7 + y // 20 * 3) % 4 else 0.3


def waves(x: int, y: int) -> float:
    """Stacked curves, as in a plot of many runs."""
    for k in range(7):
        edge = 60 + k * 42 + 26 * math.sin(x / (55 + 9 * k) + k)
        if abs(y - edge) < 4:
            return 0.95 - k * 0.08
    return 0.12


def lattice(x: int, y: int) -> float:
    """Dots joined by lines: a network."""
    cx, cy = round(x / 80) * 80, round(y / 72) * 72
    if (x - cx) ** 2 + (y - cy) ** 2 < 120:
        return 0.95
    return 0.5 if abs((x - y * 80 / 72) % 80) < 3 or abs(y - cy) < 2 else 0.15


def network(x: int, y: int) -> float:
    """Rings around three hubs."""
    rings = [math.hypot(x - hub_x, y - hub_y) for hub_x, hub_y in ((150, 120), (340, 240), (520, 110))]
    nearest = min(rings)
    if nearest < 16:
        return 0.95
    return 0.6 - nearest / 400 if nearest % 34 < 3 else 0.14


def code(x: int, y: int) -> float:
    """Indented lines in an editor."""
    row, inside = divmod(y, 24)
    indent = 60 + 30 * (row * 5 % 4)
    length = 110 + (row * 83) % 260
    if x < 40:
        return 0.3 if inside in range(9, 14) and 14 < x < 28 else 0.18
    return 0.5 + 0.1 * (row % 5) if inside in range(8, 15) and indent < x < indent + length else 0.06


def robot(x: int, y: int) -> float:
    """Draw a round head on a square body."""
    if abs(abs(x - 320) - 50) < 12 and abs(y - 110) < 12:
        return 0.05
    if (x - 320) ** 2 / 1.4 + (y - 110) ** 2 < 5800:
        return 0.9
    if 215 < x < 425 and 200 < y < 340:
        return 0.55 if 250 < x < 390 and 230 < y < 300 else 0.75
    return 0.25 - y / 2400


def pages(x: int, y: int) -> float:
    """Sheets of paper with lines of text."""
    for k in (2, 1, 0):
        left, top = 120 + k * 130, 40 + k * 30
        if left < x < left + 170 and top < y < top + 230:
            line = (y - top) % 18
            inked = 6 < line < 11 and left + 18 < x < left + 150 - ((y - top) // 18 * 37 + k * 11) % 60
            return 0.3 if inked else 0.95 - k * 0.12
    return 0.2


def harbour(x: int, y: int) -> float:
    """Draw a low sun over water."""
    if y < 210:
        return 1.0 if (x - 430) ** 2 + (y - 190) ** 2 < 3600 else 0.75 - y / 900
    return 0.55 if (x * 3 + y * 5) % 97 < 30 - (y - 210) / 6 and y % 8 < 3 else 0.22


def chips(x: int, y: int) -> float:
    """Squares with pins on a board."""
    u, v = x % 128, y % 120
    if 30 < u < 98 and 26 < v < 94:
        return 0.9 if 50 < u < 78 and 46 < v < 74 else 0.6
    pin = 18 < u < 110 and 14 < v < 106 and (u % 8 < 3 or v % 8 < 3)
    return 0.4 if pin else 0.15


def hills(x: int, y: int) -> float:
    """Three ridges, the nearest darkest."""
    for k, level in enumerate((250, 190, 130)):
        if y > level + 30 * math.sin(x / (70 + 25 * k) + 2 * k):
            return 0.1 + 0.22 * k
    return 0.95 - y / 1000


def speech(x: int, y: int) -> float:
    """Two rounded boxes that face each other."""
    for left, top, tone in ((90, 60, 0.85), (260, 180, 0.55)):
        if left < x < left + 290 and top < y < top + 110:
            return 0.2 if (y - top) % 30 in range(12, 19) and left + 30 < x < left + 250 - (y - top) else tone
    return 0.12


DRAWINGS: dict[str, tuple[Colour, Colour, Shade]] = {
    "hall.png": ((24, 22, 48), (255, 214, 140), hall),
    "racks.png": ((12, 28, 40), (120, 235, 210), racks),
    "wave.png": ((18, 24, 60), (250, 170, 120), waves),
    "lattice.png": ((30, 16, 44), (220, 180, 255), lattice),
    "robots.png": ((40, 60, 70), (245, 238, 220), robot),
    "pages.png": ((70, 58, 50), (255, 252, 240), pages),
    "harbour.png": ((16, 50, 84), (255, 226, 170), harbour),
    "chips.png": ((10, 44, 30), (210, 230, 120), chips),
    "hills.png": ((28, 60, 62), (236, 240, 226), hills),
    "network.png": ((14, 34, 58), (150, 205, 255), network),
    "code.png": ((26, 26, 30), (150, 240, 170), code),
    "speech.png": ((52, 30, 30), (255, 220, 200), speech),
}

if __name__ == "__main__":
    main()
