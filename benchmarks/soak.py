"""At length what the suite tries in short: kills, damage, failing writes, clocks, several people, fuzzing.

    python -m benchmarks.soak [--parts kills,flips,writes,clock,people,fuzz] [--seed 1] [--kills 200] [--flips 600]
        [--seconds 600] [--stride 1] [--out bench-out/soak]

Each part says what it did in a line, and OUT/soak.json keeps the figures; a part that finds anything answers 1.
`people` needs a PostgreSQL server to start (`initdb`) and psycopg, `clock` needs faketime, `fuzz` needs atheris,
`writes` a C compiler; a part that cannot be had is said to be left out.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec

from benchmarks import soak_damage, soak_fuzz, soak_kills, soak_people
from benchmarks.soak_job import LeftOut, Part, make_job


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    seed: int
    kills: int
    flips: int
    seconds: float
    stride: int


PARTS: Mapping[str, Callable[[Path, Options], Part]] = MappingProxyType(
    {
        "kills": lambda folder, options: soak_kills.kills(make_job(folder), options.kills, options.seed),
        "flips": lambda folder, options: soak_damage.flips(make_job(folder), options.flips, options.seed),
        "writes": lambda folder, options: soak_damage.failing_writes(folder, options.stride),
        "clock": lambda folder, _: soak_kills.clock(make_job(folder)),
        "people": lambda folder, options: soak_people.reviewers(folder, options.seed),
        "fuzz": lambda folder, options: soak_fuzz.fuzz(folder, options.seconds),
    }
)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--flips", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=600, help="For each thing that is fuzzed.")
    parser.add_argument("--stride", type=int, default=1, help="1: every write fails once; 20: every twentieth.")
    parser.add_argument("--out", type=Path, default=Path("bench-out/soak"))
    said = parser.parse_args()
    options = Options(said.seed, said.kills, said.flips, said.seconds, said.stride)
    said.out.mkdir(parents=True, exist_ok=True)
    parts: list[Part] = []
    for name in said.parts.split(","):
        parts.append(_part(name, options))
        print(f"{name:7} {parts[-1].seconds:6.0f} s  {parts[-1].words}", flush=True)
        for found in parts[-1].found[:20]:
            print(f"        {found!a}", flush=True)
    (said.out / "soak.json").write_bytes(msgspec.json.format(msgspec.json.encode(parts)))
    return int(any(part.found for part in parts))


def _part(name: str, options: Options) -> Part:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"soak-{name}-") as folder:
        try:
            part = PARTS[name](Path(folder), options)
        except LeftOut as error:
            part = Part(name, f"left out: {error}", ())
    return msgspec.structs.replace(part, seconds=round(time.monotonic() - started, 1))


if __name__ == "__main__":
    raise SystemExit(main())
