"""The digitization certificate of a binder: every record is digitized, or documented as missing.

It follows 36 CFR 1236.56: all records in the scope have been digitized or are named as missing or incomplete, and
somebody else than who checked the scans has validated that. It says what is not so as plainly as what is,
and advises nobody to destroy paper.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from records.approval import Approval, Approved
from records.completeness import binders_of, documented, undecided, unreadable
from records.dataset import Dataset
from records.filename import file_name
from records.finding import Finding
from records.reports.html import environment, resource
from records.reports.scope import file_name as scan_file
from records.reports.scope import number_ranges, scope_table
from records.reports.tables import Column, ColumnKind, Table, rows_of, text_columns
from records.reports.words import be, count, kind_words
from records.signing import of_binder
from records.whole import write_whole


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a binder's certificate says."""

    title: str
    binder: str
    state: str
    """The hash of what was signed; empty where nothing signed stands."""
    numbers: str
    summary: tuple[str, ...]
    open: Table
    """Records that are neither digitized nor documented as missing; none where the certificate can be given."""
    documented: Table
    images: Table
    files: Table
    checked: tuple[Approval, ...]
    certified: tuple[Approval, ...]
    trail: str
    """The end of the audit trail; empty where nobody has decided anything."""

    @property
    def holds(self) -> bool:
        """Every record is accounted for, and somebody else than who checked the scans has said so."""
        return (
            not self.open.rows and any(one.stands for one in self.certified) and any(one.stands for one in self.checked)
        )


def certificate(dataset: Dataset, binder: str) -> Certificate:
    """The certificate of a binder as the data stand."""
    ours = of_binder(dataset, binder)
    missing, waiting = documented(dataset, binder), undecided(dataset, binder)
    signed = [one for one in dataset.approvals if one.binder == binder]
    files = Counter((scan_file(page.path), page.sha256) for page in ours.pages)
    return Certificate(
        title=dataset.title,
        binder=binder,
        state=next((one.state for one in reversed(signed) if one.stands), ""),
        numbers=number_ranges(ours.orders),
        summary=_summary(ours, len(missing), len(waiting), unreadable(dataset, binder)),
        open=_table("Neither digitized nor documented as missing", waiting),
        documented=_table("Documented as missing or incomplete", missing),
        images=_images(ours),
        files=Table(
            "The scan files",
            (*text_columns("File"), Column("Images", ColumnKind.COUNT), Column("SHA-256")),
            rows_of([(name, number, sha256) for (name, sha256), number in files.items()]),
        ),
        checked=tuple(one for one in signed if one.what is Approved.QUALITY),
        certified=tuple(one for one in signed if one.what is Approved.CERTIFICATE),
        trail=dataset.trail.mark,
    )


def _summary(ours: Dataset, missing: int, waiting: int, lost: int) -> tuple[str, ...]:
    said = [f"{count(len(ours.pages), 'image')} were made of the binder; each is accounted for."]
    said.append(f"They hold {count(len(ours.orders), 'order')}.")
    if lost:
        said.append(f"{count(lost, 'image')} cannot be read.")
    if missing:
        said.append(f"{count(missing, 'record')} {be(missing)} documented as missing or incomplete.")
    if waiting:
        said.append(f"{count(waiting, 'record')} {'waits' if waiting == 1 else 'wait'} for a decision.")
    elif not missing:
        said.append("Nothing is known to be missing.")
    return tuple(said)


def _images(ours: Dataset) -> Table:
    whole = scope_table(ours)
    return Table("What became of each image", whole.columns, whole.rows, note=whole.note)


def _table(caption: str, findings: tuple[Finding, ...]) -> Table:
    rows = [(one.order_number, kind_words(one.kind).label, _scan(one), one.detail) for one in findings]
    return Table(caption, text_columns("Order", "What", "Scan", "What is known"), rows_of(rows))


def _scan(found: Finding) -> str:
    if found.page is not None:
        return str(found.page)
    return " to ".join(str(page) for page in (found.after_page, found.before_page) if page is not None)


def write_certificates(dataset: Dataset, folder: Path) -> tuple[Path, ...]:
    """Writes a certificate for each binder, one HTML file each that needs nothing else."""
    template = environment().from_string(resource("certificate.html.j2"))
    style = Markup(resource("gap_report.css"))  # noqa: S704 our own file
    written = []
    for binder in binders_of(dataset):
        path = folder / f"{file_name(binder)}.html"
        page = template.render(certificate=certificate(dataset, binder), style=style, limit=1000)
        _write(path, page.encode())
        written.append(path)
    return tuple(written)


def _write(path: Path, page: bytes) -> None:
    write_whole(path, lambda file: file.write(page))
