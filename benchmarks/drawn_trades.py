"""The looks and orders of eight trades, for the forms of `benchmarks.drawn_more`: their words, places and typefaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape
from random import Random
from types import MappingProxyType

from benchmarks.drawn_orders import HANDS, PRINTED, TYPED, URGENCIES, Look, Stock, Value, look

MORE_HANDS = ("gochi-hand", "short-stack", "delius", "neucha")
MORE_TYPED = ("ubuntu-mono",)
MORE_PRINTED = ("crimson-text", "overpass", "pt-sans-narrow", "pt-serif")
DATES = ("%m/%d/%Y", "%m/%d/%y", "%B {d}, %Y")
"""How dates are written in combs and narrow columns (the first two), and in sentences."""
_PAPERS = ("#fff", "#fff", "#f6f0d8", "#e9f1e4", "#f5e3e3", "#f4e9c4")
"""White oftener than buff, green, pink and goldenrod."""

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "order_number": ("Work Order No.", "WO #", "Order Number", "Job Order No.", "Work Order", "Service Order No."),
        "requested_on": ("Date Reported", "Date Requested", "Date of Call", "Date Called In", "Date of Order"),
        "completed_on": ("Date Completed", "Date Work Completed", "Date Finished", "Completed On", "Date Done"),
        "due_on": ("Complete By", "Due", "Date Needed", "Wanted By"),
        "requester_name": ("Reported By", "Called In By", "Requestor", "Requested By", "Name of Caller"),
        "requester_phone": ("Tel. No.", "Phone Number", "Call Back No.", "Daytime Phone"),
        "location": ("Work Location", "Site Address", "Job Location", "Address", "Location"),
        "description": ("Nature of Complaint", "Work Requested", "Reason for Call", "Trouble Reported", "Problem"),
        "work_performed": ("Repairs Made", "Work Done", "Description of Repairs", "Work Performed"),
        "assigned_to": ("Crew Leader", "Work Done By", "Assigned Employee", "Assigned To"),
        "labor_hours": ("Man Hours", "Labor Hours", "Hours Worked", "Total Hrs."),
        "priority": ("Priority", "Urgency", "Priority Code"),
        "account": ("Charge Acct.", "Account Number", "Cost Code"),
        "asset": ("Equip. No.", "Asset No.", "Equipment ID"),
        "material_cost": ("Material Total", "Cost of Material", "Total Materials"),
        "labor_cost": ("Labor Charge", "Cost of Labor", "Total Labor"),
        "total_cost": ("Total Charges", "Job Total", "Total Job Cost"),
    }
)


@dataclass(frozen=True, slots=True)
class _Trade:
    """What one sort of department writes; each text stands on one line."""

    bodies: tuple[str, ...]
    offices: tuple[str, ...]
    titles: tuple[str, ...]
    asked: tuple[str, ...]
    done: tuple[str, ...]
    parts: tuple[str, ...]
    places: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_STREET = ("{n} {street} St", "{n} {street} Ave", "{n} {street} Dr", "{n} {street} Ln")
_CORNER = ("{street} St & {other} Ave", "{street} Ave at {other} St")
_TRADES = (
    _Trade(
        ("City of Harlan Grove", "City of Port Ellery"),
        ("Street Department", "Public Works Dept."),
        ("Work Order", "Citizen Service Order"),
        ("Pothole in travel lane", "Dead tree limb over sidewalk", "Alley light not burning", "Curb broken by plow"),
        ("Filled with cold mix", "Limb cut and chipped", "Replaced lamp and photocell", "Formed and poured 6 ft"),
        ("Cold mix, bag", "Photocell 120V", "Form board 2x6", "Rebar #4"),
        _STREET,
    ),
    _Trade(
        ("Dunmore County", "County of Ashby"),
        ("Road Commission", "Highway Crew No. 3"),
        ("Road Work Order", "Crew Work Ticket"),
        ("Culvert plugged, water over road", "Stop sign down", "Shoulder washed out", "Dust complaint"),
        ("Jetted culvert and cleared ditch", "Reset post and sign", "Two loads of gravel, graded", "Brine applied"),
        ("Gravel 22A, ton", "U-channel post", "Culvert band 18 in", "Calcium brine, gal"),
        ("{n} {street} Rd", "{street} Rd at {other} Rd", "{n} Old {street} Rd"),
    ),
    _Trade(
        ("Bellwood Water Utility", "Tri-Creek Water District"),
        ("Distribution", "Customer Field Service"),
        ("Service Order", "Field Service Report"),
        (
            "No water at premises",
            "Low pressure",
            "Meter box lid missing",
            "Leak at curb stop",
            "High bill, check meter",
        ),
        ("Thawed line, water on", "Flushed main, 62 psi", "Set new lid", "Replaced curb stop", "Meter reads right"),
        ("Meter 5/8 in", "Curb stop 1 in", "Repair clamp 6 in", "Meter box lid"),
        _STREET,
        {"asset": ("Meter No.", "Meter Number"), "location": ("Service Address", "Premises Address")},
    ),
    _Trade(
        ("Fox Hollow Park District", "Greenway Recreation District"),
        ("Parks Maintenance", "Grounds Division"),
        ("Park Work Order", "Grounds Request"),
        ("Swing chain broken", "Graffiti on shelter", "Ball field lights out", "Drinking fountain stuck on"),
        ("Installed new chain and hooks", "Painted over, two coats", "Reset breaker", "Rebuilt valve, tested"),
        ("Swing chain, ft", "S-hook", "Latex paint, gal", "Fountain valve kit"),
        ("{street} Park, Shelter {m}", "{street} Field {m}", "{street} Playground"),
    ),
    _Trade(
        ("Housing Authority of Merrow County", "Linden Housing Authority"),
        ("Maintenance Office", "Property Management"),
        ("Tenant Maintenance Order", "Resident Work Order"),
        ("Toilet runs all the time", "No heat in bedroom", "Refrigerator not cold", "Entry lock sticks"),
        ("Replaced flapper", "Bled radiator, heat is on", "Replaced start relay", "Changed cylinder, 2 keys"),
        ("Flapper, universal", "Radiator vent", "Start relay", "Lock cylinder"),
        ("{n} {street} Ct Apt {m}", "{n} {street} Ave Apt {m}"),
        {"requester_name": ("Tenant Name", "Resident", "Reported By"), "location": ("Address / Apt", "Address")},
    ),
    _Trade(
        ("Unified School District No. 14", "Cedar Valley Schools"),
        ("Maintenance & Operations", "Building Services"),
        ("Maintenance Work Order", "School Repair Request"),
        ("Projector screen will not retract", "Ceiling tile stained", "Locker jammed", "Gym bleachers stuck"),
        ("Replaced spring", "Fixed pipe, new tile", "Cut lock, freed latch", "Greased track, works"),
        ("Ceiling tile 2x4", "Screen spring", "Padlock", "Grease, tube"),
        ("{street} Elementary, Room {n}", "{street} Middle School, Gym", "{street} High School, Room {n}"),
        {"location": ("School / Room", "Building & Room", "Location")},
    ),
    _Trade(
        ("City of Port Ellery", "Dunmore County"),
        ("Fleet Services", "Equipment Garage"),
        ("Vehicle Repair Order", "Shop Work Order"),
        ("Brakes grind when stopping", "Will not start", "Hydraulic leak at boom", "Wipers do not park"),
        ("Turned rotors, new pads", "Replaced battery", "New O-ring, topped off", "Replaced wiper motor"),
        ("Brake pad set", "Battery 31-950", "O-ring kit", "Hydraulic oil, qt"),
        ("Bay {m}", "Yard {m}", "{street} Garage"),
        {"asset": ("Unit No.", "Vehicle No.", "Equip. No."), "assigned_to": ("Mechanic", "Repaired By")},
    ),
    _Trade(
        ("City of Harlan Grove", "County of Ashby"),
        ("Traffic Signal Shop", "Signals & Lighting"),
        ("Signal Trouble Report", "Signal Work Order"),
        ("Signal on flash", "Ped button does not answer", "Red lamp out, northbound", "Head turned by wind"),
        ("Reset conflict monitor", "Replaced push button", "Installed LED module", "Realigned head"),
        ("LED module 12 in red", "Push button", "Load switch", "Loop sealant, tube"),
        _CORNER,
        {"location": ("Intersection", "Location"), "assigned_to": ("Technician", "Signal Tech", "Repaired By")},
    ),
)
_STREETS = ("Alder", "Bancroft", "Cutler", "Dearborn", "Everett", "Garfield", "Hickory", "Keystone", "Larkin", "Mercer")
FIRST_NAMES = (
    "Alan",
    "Brenda",
    "Clyde",
    "Donna",
    "Edgar",
    "Gloria",
    "Irene",
    "Jerome",
    "Lorraine",
    "Nadine",
    "Oscar",
    "Wanda",
)
LAST_NAMES = (
    "Abbott",
    "Bergeron",
    "Cordova",
    "Duffy",
    "Eklund",
    "Ferris",
    "Gallagher",
    "Hobbs",
    "Ibarra",
    "Novak",
    "Stroud",
)
_SCHEMES = ("{yy}{n:05}", "{n:05}", "{yyyy}-{n:04}", "WO{n:05}", "{n:04}-{yy}", "S{yy}-{n:04}", "{yy}-{n:04}")
_LEFT_OUT = ("requester_phone", "due_on", "account", "priority")


def trade_look(rng: Random) -> Look:
    """The look of a form of one of the trades, drawn by lot."""
    first, trade = look(rng), rng.choice(_TRADES)
    words = WORDS | trade.words
    return replace(
        first,
        city=rng.choice(trade.bodies),
        office=rng.choice(trade.offices),
        title=rng.choice(trade.titles),
        labels={name: rng.choice(words[name]) for name in first.labels},
        face=rng.choice((*HANDS, *MORE_HANDS) if first.hand else (*TYPED, *MORE_TYPED)),
        printed=rng.choice((*PRINTED, *MORE_PRINTED)),
        asked=trade.asked,
        done=trade.done,
        parts=trade.parts,
        places=trade.places,
    )


def stock(rng: Random, largest: float = 1.4) -> Stock:
    """Paper of one colour, and a size of print up to the largest that the form has room for."""
    return Stock(rng.choice(_PAPERS), round(rng.uniform(1.1, largest), 2))


def trade_orders(look: Look, rng: Random, count: int) -> list[dict[str, Value]]:
    """Orders of a trade in the order of their numbers, some with a blank that nobody filled in."""
    scheme, year, first = rng.choice(_SCHEMES), rng.choice((2014, 2018, 2021)), rng.randint(60, 4000)
    crew = [f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}" for _ in range(4)]
    day = date(year, rng.randint(1, 10), rng.randint(2, 27))
    made: list[dict[str, Value]] = []
    for at in range(count):
        day += timedelta(days=rng.choice((0, 0, 1, 1, 3)))
        first += rng.choice((1, 1, 1, 1, 2))
        street, other = rng.sample(_STREETS, 2)
        place = rng.choice(look.places).format(
            n=rng.randint(101, 2890), m=rng.randint(1, 9), street=street, other=other
        )
        material = round(rng.uniform(4, 300), 2)
        labor = round(rng.uniform(30, 500), 2)
        task = rng.randrange(min(len(look.asked), len(look.done)))
        order: dict[str, Value] = {
            "order_number": scheme.format(yy=year % 100, yyyy=year, n=first),
            "requested_on": day,
            "completed_on": day + timedelta(days=rng.randint(0, 9)),
            "due_on": day + timedelta(days=rng.choice((3, 10, 14))),
            "requester_name": f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
            "requester_phone": f"{rng.randint(201, 989)}-555-{rng.randint(100, 9999):04}",
            "location": place,
            "description": look.asked[task],
            "work_performed": look.done[task],
            "assigned_to": rng.choice(crew),
            "labor_hours": rng.choice((0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5.5, 8)),
            "priority": rng.choice(URGENCIES),
            "account": f"{rng.randint(100, 999)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}",
            "asset": f"{rng.randint(1000, 9999)}",
            "labor_cost": labor,
            "material_cost": material,
            "total_cost": round(labor + material, 2),
        }
        if at and rng.random() < 0.3:
            del order[rng.choice(_LEFT_OUT)]
        made.append(order)
    return made


def heading(look: Look, rng: Random) -> str:
    """The department and the title, where a form of the trades may have them."""
    name, title = escape(look.city), escape(look.title)
    return rng.choice(
        (
            f"<h2 class=mid>{name.upper()}<br>{escape(look.office)}</h2><h1 class=mid>{title}</h1>",
            f"<div class=ends><div><b>{name}</b><br>{escape(look.office)}</div><h1>{title.upper()}</h1></div>",
            f"<h1>{title}</h1><p>{name} &middot; {escape(look.office)}</p>",
        )
    )


def foot(rng: Random) -> str:
    """What is printed at the bottom: the form's own number and revision, and where its copies go."""
    form = f"Form {rng.choice(('PW', 'M', 'OPS', 'F'))}-{rng.randint(10, 499)}"
    form += f" (Rev. {rng.randint(1, 12)}/{rng.randint(3, 9):02})"
    copies = rng.choice(("", "White: Office &ensp; Yellow: Crew &ensp; Pink: File", "Return completed copy to office"))
    return f"<div class=foot><small>{form}</small><small>{copies}</small></div>"


def itemized(look: Look, order: dict[str, Value], rng: Random) -> list[tuple[str, str, str, str]]:
    """Lines of count, part, price and amount; the order's sums are made theirs."""
    parts = [
        (rng.randint(1, 8), part, rng.randint(150, 6000) / 100) for part in rng.sample(look.parts, rng.randint(2, 4))
    ]
    material = round(sum(count * price for count, _, price in parts), 2)
    order |= {"material_cost": material, "total_cost": round(material + float(str(order["labor_cost"])), 2)}
    return [(str(count), part, f"{price:,.2f}", f"{count * price:,.2f}") for count, part, price in parts]
