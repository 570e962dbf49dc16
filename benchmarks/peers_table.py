"""The programs side by side, as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from benchmarks.field_scores import FieldScore
from benchmarks.peers_score import HANDS, Values
from benchmarks.scores import Share
from benchmarks.show import percent
from benchmarks.summary import add_counts

TITLES = {
    "ocrmypdf": "OCRmyPDF {ocrmypdf}",
    "rapidocr": "RapidOCR {rapidocr}, whole page",
    "tesseract": "Tesseract {tesseract} (pytesseract)",
}
SHORT = {
    "backfile run": "ours",
    "  its reading": "reading",
    "ocrmypdf": "OCRmyPDF",
    "rapidocr": "RapidOCR",
    "tesseract": "Tesseract",
}


class Program(msgspec.Struct, frozen=True):
    """What one program took for a sample, and what it got."""

    name: str
    cpu: float = 0.0
    """Seconds of processor time, all processes, starting and loading included."""
    wall: float = 0.0
    peak_mb: int = 0
    by_form: Mapping[str, float] = {}
    """Processor seconds for the pages of each form."""
    values: Values = {}
    why_not: str = ""
    """Why it could not be measured."""


class PeerSample(msgspec.Struct, frozen=True):
    """One sample, read by all programs."""

    name: str
    pages: Mapping[str, int]
    """Scanned pages by form."""
    born_digital: int
    """Pages that are left out, for they need no reading."""
    programs: tuple[Program, ...]
    fields: Mapping[str, Mapping[str, FieldScore]]
    """All of the program's own fields, exactly, by form and hand."""
    digital: FieldScore
    """The fields of the orders on born-digital pages."""


def together(samples: Sequence[PeerSample]) -> PeerSample:
    """The samples as if they were one; a program that failed on one is left out with its reason."""
    fields = msgspec.convert(
        add_counts(msgspec.to_builtins(sample.fields) for sample in samples), dict[str, dict[str, FieldScore]]
    )
    names = [program.name for program in samples[0].programs]
    return PeerSample(
        f"{len(samples)} samples",
        _added(sample.pages for sample in samples),
        sum(sample.born_digital for sample in samples),
        tuple(_program([s.programs[at] for s in samples]) for at, _ in enumerate(names)),
        fields,
        msgspec.convert(add_counts(msgspec.to_builtins(s.digital) for s in samples), FieldScore),
    )


def _program(parts: Sequence[Program]) -> Program:
    failed = [part for part in parts if part.why_not]
    if failed:
        return Program(parts[0].name, why_not=failed[0].why_not)
    return Program(
        parts[0].name,
        sum(part.cpu for part in parts),
        sum(part.wall for part in parts),
        max(part.peak_mb for part in parts),
        _added(part.by_form for part in parts),
        msgspec.convert(add_counts(msgspec.to_builtins(part.values) for part in parts), Values),
    )


def _added(each: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(int)
    for one in each:
        for name, amount in one.items():
            total[name] += amount
    return dict(total)


def report(samples: Sequence[PeerSample], versions: Mapping[str, str]) -> Iterator[str]:
    """The sum of all samples: the programs, then the forms."""
    if not samples:
        return
    whole = together(samples)
    count = sum(whole.pages.values())
    names = ", ".join(sample.name for sample in samples)
    yield f"{names}: {count} scanned pages, {whole.born_digital} born-digital apart"
    yield from programs(whole, versions)
    yield ""
    yield from by_form(whole)
    yield ""
    yield from accuracy(whole)


def programs(whole: PeerSample, versions: Mapping[str, str]) -> Iterator[str]:
    """A row a program: cost a page, and the values it got."""
    pages = sum(whole.pages.values())
    heads = f"{'cpu s/page':>10} {'to ours':>8} {'s/page':>7} {'peak MB':>8}"
    yield f"{'program':34} {heads} {'typed values':>22} {'handwritten values':>22}"
    for program in whole.programs:
        title = titled(program, versions)
        if program.why_not:
            yield f"{title:34} not measured: {program.why_not}"
            continue
        ratio = program.cpu / whole.programs[0].cpu
        cost = f"{program.cpu / pages:10.2f} {ratio:7.2f}× {program.wall / pages:7.2f} {program.peak_mb:8}"
        got = [_all(program.values, hand) for hand in HANDS.values()] if program.values else []
        yield f"{title:34} {cost} {' '.join(f'{_share(share):>22}' for share in got)}".rstrip()


def by_form(whole: PeerSample) -> Iterator[str]:
    """A row a form: processor seconds a page of each program; then a row a form and hand: the share of its values."""
    there = [program for program in whole.programs if not program.why_not]
    heads = " ".join(f"{SHORT.get(program.name, program.name):>10}" for program in there)
    yield f"{'cpu s/page by form':34} {'pages':>6} {heads}"
    for form, pages in whole.pages.items():
        if pages:
            cells = " ".join(f"{program.by_form.get(form, 0) / pages:10.2f}" for program in there)
            yield f"{form:34} {pages:6} {cells}"
    yield ""
    yield f"{'values by form':34} {'of':>6} {heads}"
    for form, hands in there[0].values.items():
        for hand, share in hands.items():
            if share.total:
                cells = " ".join(f"{_got(program.values, form, hand):>10}" for program in there)
                yield f"{form + ', ' + hand:34} {share.total:6} {cells}"


def _got(values: Values, form: str, hand: str) -> str:
    share = values[form][hand] if values else Share()
    return percent(share.right, share.total)


def accuracy(whole: PeerSample) -> Iterator[str]:
    """A row a form and hand: the program's own fields, exactly, and what is flagged."""
    yield f"{'fields of backfile, by form':34} {'pages':>6} {'exact':>20} {'unflagged':>10} {'right':>7} {'wrong':>6}"
    for form, pages in whole.pages.items():
        for hand, score in whole.fields.get(form, {}).items():
            if score.total:
                yield _fields(f"{form}, {hand}", str(pages), score)
    if whole.digital.total:
        yield _fields("born-digital", str(whole.born_digital), whole.digital)


def _fields(title: str, pages: str, score: FieldScore) -> str:
    exact = _share(Share(score.right, score.total))
    shares = percent(score.unflagged, score.claims), percent(score.unflagged_right, score.unflagged)
    wrong = score.unflagged - score.unflagged_right
    return f"{title:34} {pages:>6} {exact:>20} {shares[0]:>10} {shares[1]:>7} {wrong:>6}"


def titled(program: Program, versions: Mapping[str, str]) -> str:
    """The program's name and version."""
    return TITLES[program.name].format(**versions) if program.name in TITLES and versions else program.name


def _all(values: Values, hand: str) -> Share:
    shares = [of[hand] for of in values.values()]
    return Share(sum(share.right for share in shares), sum(share.total for share in shares))


def _share(share: Share) -> str:
    return f"{share.right} of {share.total} {percent(share.right, share.total)}"
