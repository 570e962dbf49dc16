"""Makes the small network that tells ¼, ½ and ¾ drawn as one sign from everything else (`ocr/fractions.py`).

    python scripts/make_fractions.py FONTS

FONTS is a folder for the packages of `FACES`, which npm fetches where they are not there. Needs npm,
and the packages torch and onnx, which nothing else here needs. Eight minutes on two cores.

Signs are drawn with the typefaces that have them, and put together of figures and a bar, stacked or aslant, for such
as have none; then leant, thickened, blurred, thinned to black and white and strewn with noise, 12 to 40 pixels high.
What is no sign: figures, pairs of them, letters behind hours, a figure with its sign, scribbles. Typefaces of
`fixtures/fonts` and of `benchmarks.drawn` are left out; it prints how many signs of theirs are told.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torch import nn

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ocr.engines import models  # noqa: E402
from ocr.fractions import MODEL, SIDE, SIGNS, picture_of  # noqa: E402

FACES = [
    "dancing-script",
    "permanent-marker",
    "rock-salt",
    "sue-ellen-francisco",
    "just-me-again-down-here",
    "waiting-for-the-sunrise",
    "over-the-rainbow",
    "loved-by-the-king",
    "crafty-girls",
    "annie-use-your-telescope",
    "zeyada",
    "dekko",
    "itim",
    "sriracha",
    "mali",
    "kodchasan",
    "gaegu",
    "swanky-and-moo-moo",
    "the-girl-next-door",
    "walter-turncoat",
    "give-you-glory",
    "dawning-of-a-new-day",
    "sedgwick-ave",
    "rancho",
    "bad-script",
    "marck-script",
    "merienda",
    "pangolin",
    "amatic-sc",
    "kristi",
    "calligraffitti",
    "mynerve",
    "edu-sa-beginner",
    "edu-nsw-act-foundation",
    "playpen-sans",
    "grape-nuts",
    "licorice",
    "cutive",
    "nova-mono",
    "inconsolata",
    "space-mono",
    "share-tech-mono",
    "source-code-pro",
    "roboto-mono",
    "ibm-plex-mono",
    "pt-mono",
    "oxygen-mono",
    "fira-mono",
    "b612-mono",
    "xanh-mono",
    "syne-mono",
    "azeret-mono",
    "jetbrains-mono",
    "overpass-mono",
    "red-hat-mono",
    "dm-mono",
    "lora",
    "merriweather",
    "eb-garamond",
    "libre-baskerville",
    "playfair-display",
    "noto-serif",
    "zilla-slab",
    "arvo",
    "bitter",
    "crete-round",
    "vollkorn",
    "cardo",
    "gelasio",
    "libre-caslon-text",
    "lato",
    "open-sans",
    "work-sans",
    "nunito",
    "inter",
    "rubik",
    "karla",
    "mulish",
    "barlow",
    "cabin",
]
"""Hands, typewriters and print."""
PARTS = {"¼": "14", "½": "12", "¾": "34"}
OTHERS = [
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "12",
    "14",
    "24",
    "34",
    "11",
    "21",
    "22",
    "44",
    "20",
    "15",
    "25",
    "50",
    "h",
    "H",
    "r",
    "hr",
    "x",
    "X",
    "%",
    "-",
    ".",
    "J",
    "S",
    "A",
    "B",
    "e",
    "a",
    "y",
    "1.",
    ".5",
    "75",
    "$",
    "#",
    "&",
    "*",
    "+",
    "=",
]
_TRAINED, _EPOCHS, _BATCH = 240_000, 6, 256
_SEEN = 70
"""Of 255: ink from which a drawing is cut close."""


def main() -> None:
    """The command."""
    folder = Path(sys.argv[1])
    faces = [fetched(name, folder) for name in FACES]
    own = sorted((ROOT / "fixtures" / "fonts").glob("*.ttf"))
    pictures, kinds = samples([str(face) for face in faces if face.exists()], _TRAINED, 1)
    network = trained(pictures, kinds)
    held, truth = samples([str(face) for face in own], 5_000, 2)
    with torch.no_grad():
        said = network(held).argmax(1)
    told = f"typefaces of the fixtures: {(said == truth).float().mean():.1%} of {len(truth)} pieces\n"
    sys.stdout.write(told)
    path = Path(models.__file__).parent / "weights" / MODEL
    torch.onnx.export(
        network, (held[:2],), str(path), input_names=["pictures"], dynamic_axes={"pictures": {0: "n"}}, dynamo=False
    )


def fetched(name: str, folder: Path) -> Path:
    """A typeface's file, out of its package."""
    path = folder / f"{name}.woff"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", f"@fontsource/{name}"], cwd=folder, check=True)
        (archive,) = folder.glob(f"fontsource-{name}-[0-9]*.tgz")
        with tarfile.open(archive) as package:
            held = package.extractfile(f"package/files/{name}-latin-400-normal.woff")
            path.write_bytes(held.read() if held else b"")
        archive.unlink()
    return path


def samples(faces: Sequence[str], count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Pictures as the network sees them, and what each is: 0 for none, else the place in `SIGNS` from 1."""
    dice, pictures, kinds = random.Random(seed), list[np.ndarray](), list[int]()
    while len(pictures) < count:
        kind = dice.choice((0, 0, 1, 2, 3))
        face, pixels = dice.choice(faces), dice.randint(18, 44)
        ink = sign(face, SIGNS[kind - 1], pixels, dice) if kind else other(face, pixels, dice)
        piece = None if ink is None or ink.size < 30 else close(spoilt(ink, dice), _SEEN)
        if piece is not None and min(piece.shape) >= 3:
            pictures.append(picture_of(piece))
            kinds.append(kind)
    return torch.tensor(np.stack(pictures))[:, None], torch.tensor(kinds)


def sign(face: str, text: str, pixels: int, dice: random.Random) -> np.ndarray | None:
    """A sign as the typeface draws it, or put together of its figures."""
    return drawn(face, text, pixels) if has_signs(face) and dice.random() < 0.6 else composed(face, text, pixels, dice)


def other(face: str, pixels: int, dice: random.Random) -> np.ndarray | None:
    """What is no sign."""
    lot = dice.random()
    if lot < 0.68:
        return drawn(face, dice.choice(OTHERS), dice.randint(14, 40))
    if lot < 0.9:
        figure, text = dice.choice("123456789"), dice.choice(SIGNS)
        if has_signs(face):
            return drawn(face, figure + text, pixels)
        return beside(close(drawn(face, figure, pixels), 90), close(composed(face, text, pixels, dice), 90))
    scribble = np.zeros((dice.randint(8, 34), dice.randint(6, 40)), np.uint8)
    for _ in range(dice.randint(1, 4)):
        line = [[dice.randrange(side) for side in reversed(scribble.shape)] for _ in range(dice.randint(2, 4))]
        cv2.polylines(scribble, [np.array(line)], False, 255, dice.randint(1, 3))
    return scribble


@cache
def font(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    """A typeface at a size."""
    return ImageFont.truetype(face, pixels)


@cache
def has_signs(face: str) -> bool:
    """Whether the typeface has signs of its own."""
    own, missing = (font(face, 40).getmask(text) for text in ("½", "\uffff"))
    return bytes(own) != bytes(missing) and own.getbbox() is not None


def drawn(face: str, text: str, pixels: int) -> np.ndarray:
    """A text in a typeface, light on dark."""
    left, top, right, bottom = font(face, pixels).getbbox(text)
    picture = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8), 0)
    ImageDraw.Draw(picture).text((4 - left, 4 - top), text, 255, font=font(face, pixels))
    return np.asarray(picture)


def composed(face: str, text: str, pixels: int, dice: random.Random) -> np.ndarray | None:
    """A sign put together of two figures of a typeface and a bar, stacked or aslant."""
    small = max(int(pixels * dice.uniform(0.42, 0.7)), 6)
    over, under = (close(drawn(face, figure, small), 90) for figure in PARTS[text])
    if over is None or under is None:
        return None
    return stacked(over, under, small, dice) if dice.random() < 0.5 else aslant(over, under, small, dice)


def stacked(over: np.ndarray, under: np.ndarray, small: int, dice: random.Random) -> np.ndarray:
    """One figure over the other, a level bar between."""
    gap, bar = dice.randint(1, max(1, small // 6)), dice.randint(1, max(1, small // 8))
    wide = max(over.shape[1], under.shape[1]) + dice.randint(0, 4)
    made = np.zeros((over.shape[0] + under.shape[0] + 2 * gap + bar, wide), np.uint8)
    left, foot = (wide - over.shape[1]) // 2, over.shape[0] + 2 * gap + bar
    made[: over.shape[0], left : left + over.shape[1]] = over
    made[over.shape[0] + gap : over.shape[0] + gap + bar] = 255
    left = (wide - under.shape[1]) // 2
    made[foot : foot + under.shape[0], left : left + under.shape[1]] = under
    return made


def aslant(over: np.ndarray, under: np.ndarray, small: int, dice: random.Random) -> np.ndarray:
    """One figure high before the bar, the other low behind it."""
    wide = int(over.shape[1] + under.shape[1] + small * dice.uniform(0.1, 0.7))
    high = max(int(over.shape[0] * dice.uniform(0.35, 0.9) + under.shape[0]), over.shape[0], under.shape[0])
    made = np.zeros((high, wide), np.uint8)
    made[: over.shape[0], : over.shape[1]] = over
    corner = made[high - under.shape[0] :, wide - under.shape[1] :]
    corner[:] = np.maximum(corner, under)
    middle, lean = (over.shape[1] + wide - under.shape[1]) // 2, int(high * dice.uniform(0.15, 0.5))
    cv2.line(made, (middle - lean, high - 1), (middle + lean, 0), 255, dice.randint(1, max(1, small // 7)))
    return made


def beside(one: np.ndarray | None, two: np.ndarray | None) -> np.ndarray | None:
    """Two pieces beside each other, on one line."""
    if one is None or two is None:
        return None
    high = max(one.shape[0], two.shape[0])
    made = np.zeros((high, one.shape[1] + two.shape[1] + 1), np.uint8)
    made[high - one.shape[0] :, : one.shape[1]] = one
    made[high - two.shape[0] :, -two.shape[1] :] = two
    return made


def close(ink: np.ndarray | None, level: int) -> np.ndarray | None:
    """A drawing cut close to its ink; None where it has none."""
    down, across = np.nonzero(ink > level) if ink is not None else ((), ())
    if ink is None or not len(down):
        return None
    return ink[min(down) : max(down) + 1, min(across) : max(across) + 1]


def spoilt(ink: np.ndarray, dice: random.Random) -> np.ndarray:
    """A drawing as pens, typewriters and scanners leave it."""
    picture = np.pad(ink, 6).astype(np.float32)
    high, wide = picture.shape
    ways = [
        [dice.uniform(0.85, 1.15), dice.uniform(-0.25, 0.12), 0],
        [dice.uniform(-0.05, 0.05), dice.uniform(0.9, 1.1), 0],
    ]
    turn = np.array(ways, np.float32)
    turn[:, 2] = np.array([wide / 2, high / 2]) - turn[:, :2] @ np.array([wide / 2, high / 2])
    picture = cv2.warpAffine(picture, turn, (wide, high))
    lot = dice.random()
    if lot < 0.3:
        picture = cv2.dilate(picture, np.ones((2, 2)))
    elif lot < 0.4:
        picture = cv2.erode(picture, np.ones((2, 2)))
    coarse = dice.choice((1, 1, 1, 0.75, 0.6))
    if coarse < 1:
        small = cv2.resize(picture, None, fx=coarse, fy=coarse, interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (wide, high))
    picture = cv2.GaussianBlur(picture, (0, 0), dice.uniform(0.3, 1.2))
    if dice.random() < 0.4:
        picture = np.where(picture > dice.uniform(60, 170), 255.0, 0.0).astype(np.float32)
    noise = np.random.default_rng(dice.randrange(1 << 30)).normal(0, dice.uniform(0, 14), picture.shape)
    return np.clip(picture * dice.uniform(0.5, 1) + noise, 0, 255).astype(np.uint8)


def trained(pictures: torch.Tensor, kinds: torch.Tensor) -> nn.Module:
    """The network: three layers of convolutions and two that are full, 34,388 weights."""
    torch.manual_seed(0)
    network = nn.Sequential(
        *(nn.Conv2d(1, 12, 3, padding=1), nn.ReLU(), nn.Conv2d(12, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.3)),
        *(nn.Linear(24 * (SIDE // 4) ** 2, 48), nn.ReLU(), nn.Linear(48, 1 + len(SIGNS))),
    )
    loss, steps = nn.CrossEntropyLoss(label_smoothing=0.02), _EPOCHS * -(-len(pictures) // _BATCH)
    by = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(by, 4e-3, total_steps=steps)
    for _ in range(_EPOCHS):
        for lot in torch.randperm(len(pictures)).split(_BATCH):
            aside = tuple(map(int, torch.randint(-1, 2, (2,))))
            by.zero_grad()
            loss(network(torch.roll(pictures[lot], aside, (2, 3))), kinds[lot]).backward()
            by.step()
            pace.step()
    return network.eval()


if __name__ == "__main__":
    main()
