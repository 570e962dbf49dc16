"""Lists laid out as nobody has seen them: the share of columns, rows and values that are read rightly, by seed.

    python -m benchmarks.layouts --seeds 1-200
    python -m benchmarks.layouts --seeds 1001-1200 --held-out

Each seed makes a list with its own language, wording and spelling of headers, ways of writing dates and amounts, title
block, header in one row or two, totals, footer, file format, delimiter and encoding.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from benchmarks.layout_oddness import KINDS, Row, Said, Sheet
from benchmarks.layout_words import LANGUAGES, OTHERS, half
from records.fields import CATALOGUE, FieldType
from records.sources import read_source

_MONTHS = {
    "english": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),  # noqa: SIM905 - easier to read
    "spanish": "ene feb mar abr may jun jul ago sep oct nov dic".split(),  # noqa: SIM905
    "german": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez".split(),  # noqa: SIM905
    "french": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split(),  # noqa: SIM905
}
_STATUSES: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "english": {"closed": ("Closed", "Completed"), "open": ("Open", "In Progress"), "cancelled": ("Cancelled",)},
        "spanish": {"closed": ("Cerrado", "Terminado"), "open": ("Abierto", "En proceso"), "cancelled": ("Cancelado",)},
        "german": {
            "closed": ("Erledigt", "Abgeschlossen"),
            "open": ("Offen", "In Bearbeitung"),
            "cancelled": ("Storniert",),
        },
        "french": {"closed": ("Fermé", "Terminé"), "open": ("Ouvert", "En cours"), "cancelled": ("Annulé",)},
    }
)
_TEXTS = {
    "english": ("Pothole at the corner", "Repair broken pipe", "Replace lamp", "Tree down on the road"),
    "spanish": ("Bache en la esquina", "Reparar tubería rota", "Cambiar lámpara", "Árbol caído en la calle"),
    "german": ("Schlagloch an der Ecke", "Rohr reparieren", "Lampe ersetzen", "Baum auf der Straße"),
    "french": ("Nid-de-poule au coin", "Réparer conduite brisée", "Remplacer lampe", "Arbre tombé sur la rue"),
}
_CHOICES = {
    "department": ("Streets", "Water", "Fleet", "Parks"),
    "category": ("Repair", "Inspection", "Install", "Cleaning"),
    "priority": ("1", "2", "3", "High", "Low"),
}
_STREETS = {
    "english": ("{} N Main St", "{} Oak Avenue", "{} W 5th St"),
    "spanish": ("Calle Mayor {}", "Av. Juárez {}", "Calle del Sol {}"),
    "german": ("Hauptstraße {}", "Am Markt {}", "Goethestr. {}"),
    "french": ("{} rue de la Paix", "{}, avenue Foch", "{} boulevard Voltaire"),
}


@dataclass(frozen=True, slots=True)
class OddList:
    """A made-up list and what it says."""

    name: str
    content: bytes
    fields: Mapping[str, str]
    """Catalogue field by header; "" for a column that is none."""
    values: Sequence[Mapping[str, str]]
    """Each record's canonical dates, amounts, hours, status and number."""
    layout: str
    """In words, for a person who looks into a failure."""
    oddness: Sequence[str] = ()
    """What was done to it by hand."""


@dataclass(frozen=True, slots=True)
class Score:
    """What was read of one list, counted."""

    columns: int
    columns_right: int
    values: int
    values_right: int
    rows_right: bool
    wrong: Sequence[str]
    """The columns that went wrong: header, what it is, what it was taken for."""


def made(
    seed: int, *, held_out: bool = False, rows: int = 60, odd: Callable[[random.Random], Sequence[str]] | None = None
) -> OddList:
    """The list of a seed; `odd` says which kinds of oddness are put upon it."""
    chance = random.Random(f"odd layout {seed} {held_out}")
    language = chance.choices(tuple(LANGUAGES), (5, 2, 2, 2))[0]
    headers, spelling = _headers(chance, language, held_out)
    records = [_record(chance, language, number) for number in range(1, rows + 1)]
    ways = _Ways(_days(chance, language), _amounts(chance, language), _hours(chance))
    days, amounts = ways.days, ways.amounts
    table = [[_cell(record, name, ways) for name in headers.values()] for record in records]
    names = list(headers)
    kept = [{name: record[name] for name in headers.values() if name in _CHECKED} for record in records]
    top = _title(chance, len(names))
    top += _bands(chance, list(headers.values()))
    lines = _with_notes(chance, list(zip(table, kept, strict=True)))
    bottom = _foot(chance, list(headers.values()), amounts, records)
    fields = ["" if field in OTHERS else field for field in headers.values()]
    sheet = Sheet(top, names, fields, lines, bottom, days, amounts)
    oddness = [] if odd is None else odd(random.Random(f"oddness {seed}"))
    for kind in oddness:
        sheet = KINDS[kind](random.Random(f"{kind} {seed}"), sheet)
    name, content, way = _file(chance, sheet.grid, amounts(Decimal("1234.5")))
    said = f"{language}, {spelling}, {days(date(2019, 3, 14))}, {amounts(Decimal('1234.5'))}, {way}"
    return OddList(
        name,
        content,
        {header: field for header, field in zip(sheet.names, sheet.fields, strict=True) if header},
        [values for _, values in sheet.body if values is not None],
        f"{said}, {len(top)} rows above, {len(bottom)} below{''.join(f', {kind}' for kind in oddness)}",
        tuple(oddness),
    )


def some_kinds(chance: random.Random) -> list[str]:
    """One or two kinds of oddness."""
    chosen = chance.sample(tuple(KINDS), chance.randint(1, 2))
    return [kind for kind in KINDS if kind in chosen]


_CHECKED = frozenset({"order_number", "status"}) | {
    name for name, field in CATALOGUE.items() if field.type in {FieldType.DATE, FieldType.MONEY, FieldType.HOURS}
}


def _headers(chance: random.Random, language: str, held_out: bool) -> tuple[dict[str, str], str]:
    """Field by header, in an order of its own, and how the headers are spelled."""
    words = LANGUAGES[language]
    optional = [name for name in words if name not in {"order_number", "requested_on", "status"}]
    chosen = ["order_number", "requested_on", "status", *chance.sample(optional, chance.randint(5, 12))]
    others = chance.sample(tuple(OTHERS), chance.randint(0, 3))
    place = {"english": slice(0, 2), "spanish": slice(2, 3), "french": slice(3, 4), "german": slice(4, 5)}[language]
    spelling, spell = chance.choice(tuple(_SPELLINGS.items()))
    found: dict[str, str] = {}
    for name in chance.sample([*chosen, *others], len(chosen) + len(others)):
        header = spell(chance.choice(OTHERS[name][place] if name in OTHERS else half(words[name], held_out)))
        if header not in found:
            found[header] = name
    return found, spelling


def _pieces(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.replace("#", " No ")).split()


_SPELLINGS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "as said": str,
        "capitals": str.upper,
        "snakes": lambda text: "_".join(_pieces(text)).lower(),
        "capital snakes": lambda text: "_".join(_pieces(text)).upper(),
        "camels": lambda text: "".join(piece.capitalize() for piece in _pieces(text)),
        "colons": lambda text: f"{text}:",
        "padded": lambda text: f" {text}  ",
    }
)


def _record(chance: random.Random, language: str, number: int) -> dict[str, str]:
    opened = date(2019, 1, 1) + timedelta(days=chance.randint(0, 364))
    status = chance.choices(("closed", "open", "cancelled"), (8, 2, 1))[0]
    labor, material = (Decimal(chance.randint(1000, 90_000)) / 100 for _ in range(2))
    return {
        "order_number": f"{number + 4000:06}",
        "requested_on": opened.isoformat(),
        "completed_on": (opened + timedelta(days=chance.randint(0, 40))).isoformat() if status == "closed" else "",
        "due_on": (opened + timedelta(days=14)).isoformat(),
        "status": status,
        "status word": chance.choice(_STATUSES[language][status]),
        **{name: chance.choice(values) for name, values in _CHOICES.items()},
        "description": f"{chance.choice(_TEXTS[language])} {chance.choice(_TEXTS[language]).lower()}",
        "notes": chance.choice(("", *_TEXTS[language])),
        "location": chance.choice(_STREETS[language]).format(chance.randint(1, 990)),
        "requester_name": chance.choice(("Ana Ruiz", "John Smith", "Marie Dubois", "Lee Chen", "P. Okafor")),
        "requester_phone": f"(555) {chance.randint(200, 999)}-{chance.randint(1000, 9999)}",
        "assigned_to": chance.choice(("Crew A", "J. Ortega", "Crew B", "M. Petit")),
        "labor_hours": f"{chance.randint(1, 60) / 4:g}",
        "labor_cost": f"{labor}",
        "material_cost": f"{material}",
        "total_cost": f"{labor + material}",
        "asset": f"V-{chance.randint(100, 180)}",
        "zip": f"{chance.randint(10000, 99999)}",
        "latitude": f"{chance.uniform(40, 42):.6f}",
        "guid": str(uuid.UUID(int=chance.getrandbits(128))),
        "year": str(opened.year),
        "email": f"user{chance.randint(1, 99)}@example.org",
        "flag": chance.choice(("Y", "N")),
    }


@dataclass(frozen=True, slots=True)
class _Ways:
    """How a list writes its values."""

    days: Callable[[date], str]
    amounts: Callable[[Decimal], str]
    hours: Callable[[Decimal], str]


def _days(chance: random.Random, language: str) -> Callable[[date], str]:
    month = _MONTHS[language]
    first = "{0:%m/%d/%Y}" if language == "english" else "{0:%d/%m/%Y}"
    ways = (first, f"{first} 14:05", "{0:%Y-%m-%d}", "{0:%Y-%m-%dT08:30:00Z}", "{0:%d.%m.%Y}", "{0:%Y%m%d}")
    zoned = ("{0:%Y-%m-%dT08:30:00+02:00}", "{0:%Y-%m-%d} 08:30:12.345 -0500", f"{first} 08:30 EST")
    named = ("{0.day} {1} {0:%Y}", "{0:%d}-{1}-{0:%y}", "{0.day}. {1} {0:%Y}", "{0:%a}, {0:%d} {1} {0:%Y} 08:30:00 GMT")
    local = (
        ("{0:%d.%m.%y}", "{0:%d.%m.%Y}, 08:30 Uhr") if language == "german" else ("{0.month}/{0.day}/{0:%Y} 8:05 AM",)
    )
    plain = chance.choice((*ways, *zoned, *local, first.replace("Y", "y"), "serial", "epoch", *named))
    if language != "english" and plain.startswith("{0.month}"):
        plain = first
    if plain == "serial":
        return lambda day: str((day - date(1899, 12, 30)).days)
    if plain == "epoch":
        return lambda day: str((day - date(1970, 1, 1)).days * 86_400_000 + 45_000_000)
    return lambda day: plain.format(day, month[day.month - 1])


def _amounts(chance: random.Random, language: str) -> Callable[[Decimal], str]:
    english = (lambda much: f"{much:.2f}", lambda much: f"${much:,.2f}", lambda much: f"{much:,.2f}")
    odd = (lambda much: f"{much:,.2f} DR", lambda much: f"USD {much:.2f}")
    comma = (lambda much: f"{much:.2f}".replace(".", ","), _german, lambda much: f"{_german(much)} €", _french)
    swiss = (lambda much: f"CHF {much:,.2f}".replace(",", "'"), lambda much: f"EUR {_german(much)}")
    return chance.choice((*english, *odd) if language == "english" else (*english[:1], *comma, *swiss))


def _hours(chance: random.Random) -> Callable[[Decimal], str]:
    def clock(much: Decimal, between: str = ":", after: str = "") -> str:
        minutes = int(much * 60)
        return f"{minutes // 60}{between}{minutes % 60:02}{after}"

    ways: tuple[Callable[[Decimal], str], ...] = (
        lambda much: f"{much:f}",
        lambda much: f"{much:f}",
        lambda much: f"{much:f} h",
        clock,
        lambda much: clock(much, "h"),
        lambda much: clock(much, " h ", " min"),
    )
    return chance.choice(ways)


_BANDS = {
    "Order": ("order_number", "status", "category", "priority", "description", "department"),
    "Dates": ("requested_on", "completed_on", "due_on"),
    "Amounts": ("labor_cost", "material_cost", "total_cost", "labor_hours"),
}


def _bands(chance: random.Random, fields: Sequence[str]) -> list[list[str]]:
    """In one of six lists a row above the header that says what several columns have in common."""
    if chance.random() > 1 / 6:
        return []
    of = [next((band for band, names in _BANDS.items() if name in names), "Other") for name in fields]
    return [[band if place == 0 or band != of[place - 1] else "" for place, band in enumerate(of)]]


def _with_notes(chance: random.Random, table: list[tuple[Row, Said | None]]) -> list[tuple[Row, Said | None]]:
    """In one of six lists empty rows between the records, as between the days of a printed register."""
    if chance.random() > 1 / 6:
        return table
    every = chance.randint(4, 15)
    return [
        line for place, row in enumerate(table) for line in ([row, ([], None)] if place % every == every - 1 else [row])
    ]


def _german(much: Decimal) -> str:
    return f"{much:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _french(much: Decimal) -> str:
    return f"{much:,.2f}".replace(",", "\u202f").replace(".", ",")


def _cell(record: Mapping[str, str], name: str, ways: _Ways) -> str:
    if name == "status":
        return record["status word"]
    value, field = record[name], CATALOGUE.get(name)
    if not value or field is None:
        return value
    if field.type is FieldType.DATE:
        return ways.days(date.fromisoformat(value))
    if name == "labor_hours":
        said = ways.hours(Decimal(value))
        return said.replace(".", ",") if "," in ways.amounts(Decimal("1.5")) else said
    return ways.amounts(Decimal(value)) if field.type is FieldType.MONEY else value


def _title(chance: random.Random, width: int) -> list[list[str]]:
    blocks: tuple[list[list[str]], ...] = (
        [],
        [],
        [["City of Alder"], ["Work Order Listing"], []],
        [["Report run 04/02/2020 by jsmith"], []],
        [["Period:", "2019"], ["Printed:", "2020-01-05"], [], []],
        [["", "", "PUBLIC WORKS - ORDERS 2019"]],
    )
    return [row + [""] * (width - len(row)) for row in chance.choice(blocks)]


def _foot(
    chance: random.Random,
    fields: Sequence[str],
    amounts: Callable[[Decimal], str],
    records: Sequence[Mapping[str, str]],
) -> list[list[str]]:
    way = chance.randint(0, 5)
    if way == 0:
        return []
    if way == 4:
        return [["* preliminary figures, subject to audit"], ["Page 1 of 1"]]
    if way == 5:
        return [[], ["Filter: status = any; period 01/01/2019 - 12/31/2019"], ["Source: work order system"]]
    if way == 1:
        return [[], [f"{len(records)} records"]]
    total = amounts(sum((Decimal(record["total_cost"]) for record in records), Decimal(0)))
    row = [total if name == "total_cost" else "" for name in fields]
    place = next((at for at, cell in enumerate(row) if not cell), 0)
    row[place] = "Total" if way == 2 else "TOTAL:"
    return [row, [], ["End of report"]] if way == 3 else [row]


def _file(chance: random.Random, grid: Sequence[Sequence[str]], amount: str) -> tuple[str, bytes, str]:
    if chance.random() < 0.25:
        return "list.xlsx", _workbook(grid), "workbook"
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    if encoding == "cp1252" and "\u202f" in amount:
        encoding = "utf-8"
    delimiter = chance.choice(";\t|" if "," in amount else ",;\t|")
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(grid)
    return "list.csv", out.getvalue().encode(encoding, "replace"), f"{encoding} {delimiter!r}"


def _workbook(grid: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Orders")
        for place, row in enumerate(grid):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
    return out.getvalue()


def score(odd: OddList, folder: Path) -> Score:
    """A list written down, read, and compared with what it says."""
    path = folder / odd.name
    path.write_bytes(odd.content)
    read = read_source(str(path))
    taken = {found.column.strip(): found.field or "" for found in read.mapping}
    pairs = [(header, field, taken.get(header.strip(), "?")) for header, field in odd.fields.items()]
    said = [(name, want, record) for record, row in enumerate(odd.values) for name, want in row.items() if want]
    rows_right = len(read.records) == len(odd.values)
    got = [
        record < len(read.records)
        and read.records[record].value(name) is not None
        and _same(str(read.records[record].value(name)), want)
        for name, want, record in said
    ]
    return Score(
        len(pairs),
        sum(is_ == taken_for for _, is_, taken_for in pairs),
        len(said),
        sum(got),
        rows_right,
        [f"{header!r} is {is_ or 'none'}, taken for {taken or 'none'}" for header, is_, taken in pairs if is_ != taken],
    )


def _same(one: str, two: str) -> bool:
    try:
        return one == two or Decimal(one) == Decimal(two)
    except ArithmeticError:
        return False


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-100", help="FIRST-LAST")
    parser.add_argument("--held-out", action="store_true", help="head columns with the wordings that judge")
    parser.add_argument("--odd", action="store_true", help="put one or two kinds of oddness upon each")
    parser.add_argument("--wrong", action="store_true", help="say what went wrong")
    given = parser.parse_args(arguments)
    first, _, last = given.seeds.partition("-")
    scores: list[tuple[OddList, Score]] = []
    refused = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(int(first), int(last or first) + 1):
            odd = made(seed, held_out=given.held_out, odd=some_kinds if given.odd else None)
            try:
                scores.append((odd, score(odd, Path(folder))))
            except Exception as error:
                refused[f"{type(error).__name__}: {error}"] += 1
    if given.wrong:
        _tell(scores, refused)
    print("| language | lists | columns right | values right | lists with all rows |\n|---|---|---|---|---|")
    for language in (*LANGUAGES, ""):
        of = [one for odd, one in scores if odd.layout.startswith(language)]
        if of:
            print(
                f"| {language or 'all'} | {len(of)} | {_share(of, 'columns')} | {_share(of, 'values')} | "
                f"{sum(one.rows_right for one in of)} |"
            )
    if given.odd:
        print("\n| oddness | lists | columns right | values right | lists with all rows |\n|---|---|---|---|---|")
    for kind in KINDS if given.odd else ():
        of = [one for odd, one in scores if kind in odd.oddness]
        if of:
            print(
                f"| {kind} | {len(of)} | {_share(of, 'columns')} | {_share(of, 'values')} | "
                f"{sum(one.rows_right for one in of)} |"
            )
    print(f"\n{refused.total()} lists could not be read.")


def _share(scores: Sequence[Score], what: str) -> str:
    right = sum(getattr(one, f"{what}_right") for one in scores)
    every = sum(getattr(one, what) for one in scores)
    return f"{right:,} of {every:,} ({right / every:.1%})"


def _tell(scores: Sequence[tuple[OddList, Score]], refused: Mapping[str, int]) -> None:
    for line, count in Counter(line for _, one in scores for line in one.wrong).most_common():
        print(count, line)
    for odd, one in scores:
        if not one.rows_right or one.values_right < one.values * 0.9:
            print(f"{one.values_right}/{one.values} rows right: {one.rows_right}: {odd.layout}")
    for line, count in refused.items():
        print(count, line)


if __name__ == "__main__":
    main()
