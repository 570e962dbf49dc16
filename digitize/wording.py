"""The words that departments print beside a blank, by how they are put together.

No list holds them all: a day is "Date Reported", "Report Date", "Date of Report", "Reported On". What is reported,
finished and wanted is said in few words, though, and put together in few ways. So a field's words are written here as
patterns of them, beside the catalogue's own synonyms, which come first. The words are those of the public forms and
handbooks of maintenance, procurement and service-request software.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from types import MappingProxyType

from records.fields import CATALOGUE, ITEM_CATALOGUE, Field

RANK = 12
"""How far down a field's synonyms the composed words stand: the catalogue's are surer."""
_TASK = "work|job|service|project|task"
_ASKED = "request|call|complaint|report|incident|order|issue|notice|inquiry|contact"
_ASKED_FOR = (
    "requested|reported|received|called|taken|issued|opened|entered|logged|submitted|ordered|written|created|initiated|"
    "filed|registered|recorded|notified|raised|prepared|placed|phoned|lodged|noted|observed"
)
_BEGUN = "started|begun|began|commenced|initiated|assigned|dispatched"
_DONE = "completed|finished|done|closed|fixed|repaired|resolved|performed|concluded|cleared|ended|abated|finalized"
_BY = "due|needed|required|wanted|promised|expected|scheduled|desired|planned"
_TROUBLE = "problem|trouble|issue|complaint|concern|defect|fault|failure|malfunction"
_PERSON = (
    "caller|customer|resident|citizen|requester|requestor|complainant|owner|tenant|contact|applicant|client|informant|"
    "occupant|claimant"
)
_TELEPHONE = "phone|telephone|tel|cell|mobile|callback|call back|contact"
_NUMBER = "no|number|#"
_WORKER = "crew|technician|mechanic|foreman|worker|employee|operator|inspector|contractor|craftsman|personnel|tech"
_PARTS = "material|materials|parts|supplies|parts and materials|materials and parts|stock"
_MACHINES = "equipment|machine|machinery|vehicle|tools|plant"
_LABOR = "labor|labour|crew|man|staff|personnel"
_COST = "cost|costs|charge|charges|amount|total|expense|expenses"

_ORDER: Mapping[str, tuple[str, ...]] = {
    "order_number": (
        f"(work|job|service|repair|request|requisition|purchase|procurement|supply|maintenance|trouble|ticket|slip|form|"
        f"docket|file|record|tracking|control|sheet) (order|request|ticket|) ({_NUMBER}|id)",
    ),
    "requested_on": (
        f"date (of|) (the|) ({_ASKED})",
        f"({_ASKED}|entry|open|filing|intake|receipt) date",
        f"(date|day|when) ({_ASKED_FOR}|called in|phoned in)",
        f"({_ASKED_FOR}) (date|on)",
        "(ticket|slip) date",
    ),
    "started_on": (
        f"(date|day|when) ({_TASK}|) ({_BEGUN})",
        "(start|starting|begin|beginning|commencement|dispatch|arrival) date",
        f"({_TASK}|repair|repairs) (started|begun|began|commenced|start|begins|starts) (on|date|)",
        f"date (of|) ({_TASK}|) (start|commencement|dispatch)",
    ),
    "completed_on": (
        f"(date|day|when) ({_TASK}|repair|repairs|) ({_DONE})",
        "(completion|finish|finishing|closing|closeout|closure|repair|fix) date",
        f"({_TASK}|repair|repairs) ({_DONE}) (on|date)",
        f"({_TASK}) (finished|closed|complete|ended)",
        "date (of|) (completion|repair|closure|closing|service)",
        "(finished|closed|done|resolved|repaired|fixed) on",
    ),
    "due_on": (
        f"(date|) ({_BY}) (by|date|on|for|completion|before)",
        f"date ({_BY})",
        "(target|promise|need|requirement|deadline|schedule|delivery|response) date",
        "(must|to) be (completed|finished|done|delivered) by",
        "(complete|finish|deliver|respond|return|repair) (by|before|no later than)",
        "(completion|delivery|response) (due|deadline)",
    ),
    "requester_name": (
        f"({_PERSON}) (name|)",
        f"name of (the|) ({_PERSON}|person reporting|person calling)",
        "(requested|reported|called in|phoned in|submitted|ordered|placed|initiated|requisitioned) (by|from)",
        "(person|party|individual) (requesting|reporting|calling|complaining|making request)",
        "(reporting|requesting|calling|complaining) (person|party|individual)",
        "who (called|reported|requested)",
    ),
    "requester_phone": (
        f"({_TELEPHONE}) ({_NUMBER}|)",
        f"({_PERSON}|daytime|day|home|work|reach at) (phone|telephone|tel) ({_NUMBER}|)",
        f"(call back|callback|call) (at|{_NUMBER})",
        "(area code and|) (phone|telephone) (number|)",
    ),
    "location": (
        f"(place|site|location|address|scene|area|spot|position) of (the|) ({_TASK}|{_TROUBLE}|repair|request|incident|"
        "occurrence|asset|property)",
        f"({_TASK}|{_TROUBLE}|repair|incident|property|premises|site|street|service|delivery) "
        "(address|location|place|site|area)",
        f"where (is|) (the|) ({_TASK}|{_TROUBLE}|) (located|needed|is|to be done)",
        "(at|on) (address|location|street)",
        "(street|service|property|) address (apt|apartment|unit|suite|lot|room)",
        "(nearest|cross) (street|intersection|address)",
        "(premises|premise|facility|whereabouts)",
        "(building|facility|school|property|department|room) (address|location|name|site|room)",
        "(address|location) (location|address|name|description)",
    ),
    "asset": (
        f"(asset|equipment|vehicle|unit|meter|sign|pole|hydrant|valve|machine|plant|fleet|truck|serial|pump|signal|"
        f"facility|property|building|inventory|tag) "
        f"({_NUMBER}|id|tag|code)",
    ),
    "account": (
        f"(account|acct|budget|fund|cost center|charge|ledger|gl|billing|appropriation|project) "
        f"(code|{_NUMBER}|account|to|line)",
        "(bill|charge|charged|billed|expense) to (account|fund|)",
        "account (to be|) (charged|billed)",
    ),
    "category": (
        f"(type|kind|class|category|nature|classification|sort) of ({_TASK}|repair|request|call|order|maintenance)",
        f"({_TASK}|{_TROUBLE}|repair|request|call|order|maintenance) (type|kind|class|category|classification|code)",
    ),
    "priority": (
        "(degree|level|order) of (urgency|importance|priority|severity)",
        "(urgency|priority|severity|importance) (level|code|class|rating|)",
        "how (urgent|soon)",
        "(response|rush) (level|priority|code)",
    ),
    "status": (f"({_TASK}|request|order|ticket|present|current) (status|state)", "(status|state) of (work|job|order)"),
    "description": (
        f"(description|details|nature|statement|summary|scope|explanation|particulars) of (the|) "
        f"({_TASK}|{_TROUBLE}|request|call|work requested|work needed|repair|repairs|repairs needed)",
        f"({_TASK}|{_TROUBLE}|request|repair|call) (description|details|summary|scope|requested|needed|required|"
        "desired|reported|ordered|wanted)",
        "(reason|purpose) (for|of) (the|) (call|request|visit|order|work|service)",
        f"(describe|explain|state) (the|) ({_TROUBLE}|{_TASK}|request)",
        f"(describe|explain|list|specify) (the|) ({_TASK}|repair|repairs|maintenance) "
        "(requested|needed|required|desired|to be done)",
        "(work|service|repairs|job) to be (done|performed|completed)",
        f"what (is|) (the|) ({_TROUBLE}|needed|wanted|needs to be done)",
        "(symptom|symptoms|instructions|problem|trouble|complaint|concern|defect|failure|malfunction)",
    ),
    "work_performed": (
        "(description|details|nature|summary|record) of (the|) (work|repairs|service) (performed|done|completed|made)",
        "(work|repairs|service|repair|action|actions|job|maintenance|corrections) "
        "(performed|done|made|completed|rendered|taken|accomplished|executed)",
        "(corrective|remedial|follow up|followup) (action|measures) (taken|)",
        "what (was|has been) (done|performed|fixed|repaired)",
        "(how|action) (resolved|fixed|corrected)",
        "(resolution|repair|solution|fix|disposition|outcome) (details|notes|description|made|)",
    ),
    "assigned_to": (
        f"({_WORKER}) (name|assigned|in charge|)",
        "(assigned|sent|given|dispatched|issued|referred|routed|allocated|delegated|directed) (to|crew|worker)",
        f"(work|job|repairs|service|) ({_DONE}|handled|carried out|serviced|executed) by",
        "(person|employee|worker|party|supervisor|foreman) (responsible|assigned|in charge|doing work)",
        f"(assigned|responsible|attending|performing|signal|field|service|shop|lead) ({_WORKER}|person|staff|party)",
    ),
    "labor_hours": (
        f"(total|actual|) ({_LABOR}|worked|working|work|job) (hours|hrs|time)",
        "(hours|hrs|time) (worked|spent|on job|used|expended|taken|charged)",
        "(total|no of|number of) (hours|hrs|time)",
    ),
    "labor_cost": (f"(total|) (labor|labour|crew|wage|payroll) ({_COST})", "cost of (labor|labour)"),
    "material_cost": (
        f"(total|) ({_PARTS}) ({_COST})",
        "(total|) (parts and materials|materials and parts|parts and supplies|parts materials)",
        f"cost of ({_PARTS})",
        "total (parts|materials|supplies)",
    ),
    "equipment_cost": (
        f"(total|) ({_MACHINES}|equip) ({_COST}|use|usage|rental|hire)",
        f"(cost|use|rental|hire) of ({_MACHINES})",
    ),
    "other_cost": (
        f"(other|misc|miscellaneous|outside|contract|contractor|additional|sundry) ({_COST}|services|items)",
    ),
    "total_cost": (
        "(total|amount|sum|value|cost) (of|for) (the|) (order|job|work|repair|invoice|purchase|request|requisition)",
        "(total|final|full|overall|grand|job|order|work order|project|repair|invoice|net) "
        "(cost|amount|total|price|charge|charges|sum|value|expense)",
        "total (job|order|work|project|repair|of all|all) (cost|costs|charges|amount|)",
        "(amount|total|sum) (due|payable|charged|billed|owed)",
        "please (pay|remit) (this amount|)",
        "(pay|remit) this amount",
    ),
    "notes": (
        "(office|additional|other|further|general|special|crew|field|shop|supervisor|internal|job|technician) "
        "(notes|remarks|comments|information|observations)",
        "(notes|remarks|comments) (and|or|) (comments|remarks|notes|observations)",
    ),
}
_ITEM: Mapping[str, tuple[str, ...]] = {
    "description": (
        f"({_PARTS}|item|items|article|articles|goods|product|commodity|{_MACHINES}|{_WORKER}) "
        "(description|used|name|ordered|requested|purchased|)",
        f"(description|name|kind|type) of ({_PARTS}|item|items|article|goods|{_MACHINES}|{_WORKER}|work)",
        "(parts materials|parts and supplies|workers|workman)",
        "(part|item) (material|description|name|no|number|#)",
    ),
    "quantity": (
        "(quantity|qty|count|number|no|pieces|pcs|amount|units) "
        "(used|ordered|needed|requested|required|of units|issued|)",
        "(hours|hrs|time) (worked|used|spent|charged|in use|run|)",
        "how many",
    ),
    "unit": ("(unit|units) (of|) (measure|measurement|issue)", "(measure|measurement|u of m|per|size)"),
    "unit_cost": (
        "(unit|each|item|piece|single|hourly|hour) (cost|price|rate|charge|value)",
        "(cost|price|rate|charge) (each|per unit|per item|per hour|per piece|of each|an hour|hourly|apiece)",
        "(pay|wage|labor|equipment|machine|rental) rate",
    ),
    "amount": (
        "(line|item|extended|row|total|net) (total|amount|cost|price|charge|value|sum)",
        "(total|cost|amount|price|charge|sum)",
    ),
}

_SAID = ("description", "details", "nature", "summary", "scope")
_WORKS = ("work", "job", "service", "repair", "repairs")

SENSES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        (f"{what} {done}" for what in (*_TASK.split("|"), "repair", "repairs") for done in ("completed", "done")),
        "completed_on",
    )
)
"""Words that mean a day where a day stands beside them, and else what the catalogue has them for."""
SECOND_SENSES: Mapping[str, str] = MappingProxyType(
    {
        "instructions": "notes",
        **dict.fromkeys(
            (
                *(f"{said} of {what}" for said in _SAID for what in _WORKS),
                *(f"{what} {said}" for said in _SAID for what in _WORKS),
            ),
            "work_performed",
        ),
    }
)
"""Words that mean another field where what the catalogue has them for stands beside other words: "Description of
Repairs" is what was asked for, and under "Problem" what was done."""

_IN_FULL: Mapping[str, str] = MappingProxyType(
    {
        "w o": "work order",
        "p o": "purchase order",
        "r o": "repair order",
        "s r": "service request",
        "rec d": "received",
        "recd": "received",
        "req d": "requested",
        "reqd": "requested",
        "comp d": "completed",
        "compd": "completed",
        "compl": "completed",
        "perf": "performed",
        "asgd": "assigned",
        "sched": "scheduled",
        "act": "actual",
        "mat ls": "materials",
        "mat l": "material",
        "matls": "materials",
        "matl": "material",
        "mtl": "material",
        "equip": "equipment",
        "maint": "maintenance",
        "cust": "customer",
        "emp": "employee",
        "veh": "vehicle",
        "acct": "account",
        "addr": "address",
        "loc": "location",
        "bldg": "building",
        "dept": "department",
        "descr": "description",
        "desc": "description",
        "ph": "phone",
        "dt": "date",
    }
)
_SHORTENED = re.compile(rf"\b(?:{'|'.join(sorted(_IN_FULL, key=len, reverse=True))})\b")
_LONG_ENOUGH = 4
"""Letters of a shortened word that stands alone, from which it is taken for a label's."""


def in_full(text: str) -> str:
    """The plain words of a label with those written out that forms shorten: "matl cost" is "material cost"."""
    if " " not in text and len(text) < _LONG_ENOUGH:
        return text
    return _SHORTENED.sub(lambda found: _IN_FULL[found.group()], text)


@lru_cache(maxsize=128)
def composed(field: Field) -> tuple[str, ...]:
    """The words put together for a field of the catalogue; none for one that a workspace declares itself."""
    for catalogue, patterns in ((CATALOGUE, _ORDER), (ITEM_CATALOGUE, _ITEM)):
        own = catalogue.get(field.name)
        if own is not None and own.synonyms == field.synonyms:
            return tuple(dict.fromkeys(text for pattern in patterns.get(field.name, ()) for text in expanded(pattern)))
    return ()


def expanded(pattern: str) -> Iterator[str]:
    """Every text of a pattern: "(a|b|) c" is "a c", "b c" and "c"."""
    parts = [part.strip("()").split("|") if part.startswith("(") else [part] for part in re.findall(_PART, pattern)]
    return (" ".join(" ".join(words).split()) for words in product(*parts))


_PART = r"\([^()]*\)|[^()]+"
