"""A form whose captions stand in two languages, as departments with Spanish-speaking crews or tenants print them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from benchmarks.drawn_orders import Look, Sheet, Value, one_each
from benchmarks.drawn_trades import foot, heading, stock, trade_orders

_SPANISH: Mapping[str, str] = MappingProxyType(
    {
        "order_number": "No. de orden",
        "requested_on": "Fecha del reporte",
        "completed_on": "Fecha terminado",
        "requester_name": "Reportado por",
        "requester_phone": "Teléfono",
        "location": "Dirección",
        "description": "Problema reportado",
        "work_performed": "Trabajo hecho",
        "assigned_to": "Asignado a",
        "labor_hours": "Horas",
        "priority": "Prioridad",
        "total_cost": "Costo total",
    }
)
_ROWS = (
    ("order_number", "requested_on", "priority"),
    ("requester_name", "requester_phone"),
    ("location",),
    ("description",),
    ("assigned_to", "completed_on", "labor_hours"),
    ("work_performed", "total_cost"),
)


def tongues(look: Look, rng: Random) -> list[Sheet]:
    """Captions in English and Spanish, on one line or two, in boxes or before blank lines."""
    boxed, under, first = rng.random() < 0.5, rng.random() < 0.4, rng.random() < 0.7
    top, end, paper = heading(look, rng), foot(rng), stock(rng, 1.2)
    between = rng.choice((" / ", "/", " / "))

    def caption(field: str) -> str:
        words = (look.labels[field], _SPANISH[field])
        if under:
            return f"{words[0]}<br><i>{words[1]}</i>"
        return between.join(words if first else words[::-1])

    def place(order: Mapping[str, Value], field: str) -> str:
        if boxed:
            text = f"<small>{caption(field)}</small>{look.said(order, field)}"
            return f'<div class=c style="min-height:104px">{text}</div>'
        return f"<div><b>{caption(field)}{look.colon}</b><div class=u>{look.said(order, field)}</div></div>"

    def body(order: Mapping[str, Value]) -> str:
        rows = "".join(
            f"<div class={'r' if boxed else 'ln'}>{''.join(place(order, f) for f in row)}</div>" for row in _ROWS
        )
        return f"{top}{rows}{end}"

    return one_each(body, [f for row in _ROWS for f in row], trade_orders(look, rng, 10), paper)
