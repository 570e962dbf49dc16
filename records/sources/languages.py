"""Headers in Spanish, French and German, said in English: so one vocabulary serves, whatever language a system speaks.

A header is translated word for word, and only where each of its words is one of that language and one of them is no
English: "Service" stays what it is, "Service responsable" becomes "department responsible". The order of the words does
not matter to the comparison that follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from records.value_grammar import without_accents


def _lexicon(text: str) -> Mapping[str, str]:
    """Foreign words by line: `english: foreign | foreign`."""
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        english, _, foreign = line.strip().partition(": ")
        found.update(dict.fromkeys(foreign.split(" | "), english))
    return MappingProxyType(found)


_SPANISH = _lexicon(
    """
    number: numero | num | n | no | nro | nº
    work order: orden de trabajo | orden trabajo | ot | parte de trabajo
    service request: solicitud de servicio | peticion de servicio
    order: orden | pedido
    order number: folio | expediente
    ticket: boleta | boleto
    request: solicitud | peticion
    complaint: queja | reclamo | reclamacion
    reference: referencia
    code: codigo | clave
    date: fecha
    time: hora
    requested: solicitado | solicitada | pedido el
    received: recibido | recibida | recepcion
    reported: reporte | reportado | reportada | informado
    opened: apertura | abierto | abierta
    created: creado | creada | creacion | alta
    issued: emitido | emitida | emision
    entered: registro | registrado | registrada | ingreso | captura
    started: inicio | comienzo | iniciado | iniciada | empezado
    completed: terminacion | terminado | terminada | finalizacion | finalizado | finalizada
    completed: completado | fin | conclusion
    closed: cierre | cerrado | cerrada
    resolved: resuelto | resuelta
    due date: vencimiento | limite | plazo | fecha limite | fecha de vencimiento | fecha tope
    promised: prometido | prometida | comprometido | comprometida | compromiso
    expected: previsto | prevista | esperado | esperada
    department: departamento | depto | dpto | area | dependencia
    division: division | direccion responsable
    responsible: responsable
    agency: agencia
    status: estado | estatus | situacion
    current: actual
    type: tipo | clase
    category: categoria
    work: trabajo | trabajos | obra
    service: servicio
    problem: problema | averia | incidencia
    cause: causa
    priority: prioridad
    urgency: urgencia
    level: nivel
    description: descripcion
    details: detalle | detalles
    location: ubicacion | localizacion | lugar | sitio | emplazamiento
    address: direccion | domicilio
    street: calle
    requester: solicitante | peticionario
    complainant: denunciante
    name: nombre
    caller: llamante
    contact: contacto
    customer: cliente
    resident: vecino | ciudadano
    telephone: telefono | telf | tfno | celular | movil | tel
    assigned: asignado | asignada
    crew: cuadrilla | equipo de trabajo | brigada
    technician: tecnico | operario
    worker: trabajador | empleado
    foreman: capataz | encargado | jefe de cuadrilla
    hours: horas | hrs
    worked: trabajadas | trabajada
    man hours: horas hombre
    labor: mano de obra
    material: material | materiales | refacciones | repuestos
    equipment: equipo | equipos | maquinaria
    other: otros | otro | otra | otras
    cost: costo | coste | costos | costes | gasto
    amount: importe | monto | valor
    total: total
    asset: activo | bien
    vehicle: vehiculo
    unit: unidad
    meter: medidor | contador
    account: cuenta
    notes: observaciones | notas | nota
    comments: comentarios | comentario
    performed: realizado | realizada | efectuado
    repair: reparacion
    action: accion
    latitude: latitud
    longitude: longitud
    fiscal year: ano fiscal | ejercicio
    zip code: codigo postal
    email: correo electronico | correo
    billable: facturable
    district: distrito | barrio | colonia
    by: por
    """
)
_FRENCH = _lexicon(
    """
    number: numero | num | n | no | nº
    work order: bon de travail | ordre de travail | ot | bt | bon travail | ordre de service
    service request: demande de service | demande d intervention
    purchase order: bon de commande
    order: commande | ordre | bon
    ticket: billet
    request: demande | requete
    complaint: plainte | reclamation
    reference: reference
    code: code
    date: date
    time: heure
    requested: demande le | demandes | demandee
    requested by: demande par
    received: recu | recue | reception
    reported: signale | signalee | signalement
    opened: ouverture | ouvert | ouverte
    created: creation | cree | creee
    issued: emission | emis | emise
    entered: saisie | enregistrement | enregistre
    started: debut | commence | debute
    completed: fin | achevement | acheve | termine | terminee | realisation
    closed: cloture | fermeture | ferme | fermee | clos
    resolved: resolu | resolue | resolution
    due date: echeance | delai | date limite | limite | date d echeance | a terminer avant
    expected: prevue | prevu | attendue
    promised: promise | promis
    department: departement | direction
    division: division
    responsible: responsable
    agency: agence
    responsible department: service responsable | service concerne
    status: statut | etat
    current: actuel | actuelle
    type: type | genre
    category: categorie
    work: travaux | travail | ouvrage
    service: service | intervention
    problem: probleme | panne
    nature: nature
    priority: priorite
    urgency: urgence
    level: niveau | degre
    description: description
    details: detail | details
    location: emplacement | lieu | endroit
    address: adresse
    street: rue
    requester: demandeur | demandeuse | requerant
    complainant: plaignant
    name: nom
    caller: appelant
    contact: contact
    customer: client | cliente
    resident: citoyen | habitant | resident
    telephone: telephone | tel | portable
    assigned: assigne | assignee | attribue | affecte | affectee
    crew: equipe
    technician: technicien
    worker: ouvrier | employe
    foreman: contremaitre | chef d equipe
    hours: heures | hrs
    total hours: nombre d heures | total des heures
    worked: travaillees | travaillee
    labor: main d oeuvre | main oeuvre
    material: materiaux | materiel | fournitures | pieces
    equipment: equipement | equipements
    other: autre | autres
    cost: cout | couts | frais
    amount: montant | somme
    total: total | totale | global
    asset: actif | bien
    vehicle: vehicule
    meter: compteur
    account: compte
    notes: remarques | remarque | notes | note
    comments: commentaires | commentaire
    observations: observations
    performed: effectue | effectues | realises | realise
    requested work: travaux demandes
    repair: reparation
    action: action
    latitude: latitude
    longitude: longitude
    fiscal year: exercice | annee fiscale
    zip code: code postal
    email: courriel
    billed: facture
    district: quartier | arrondissement
    by: par
    """
)
_GERMAN = _lexicon(
    """
    number: nummer | nr | num
    order: auftrag | auftrage | auftrags | bestellung | bestell | order
    work order: arbeitsauftrag | werkauftrag
    case: vorgang | vorgangs | fall
    ticket: ticket
    request: anfrage | antrag | anforderung
    service request: meldung | storungsmeldung | schadensmeldung
    complaint: beschwerde
    reference: referenz | aktenzeichen | zeichen
    code: code | schlussel | kennung
    date: datum | tag | termin | am
    time: zeit | uhrzeit
    received: eingang | eingegangen | erhalten | annahme
    reported: gemeldet | melde
    requested: angefordert | beantragt
    opened: eroffnet | eroffnung
    created: erstellt | erstellung | angelegt
    entered: erfasst | erfassung
    started: begonnen | beginn | gestartet | start
    completed: abgeschlossen | abschluss | erledigt | erledigung | fertigstellung | fertig | fertiggestellt
    completed: beendet | beendigung | ende | end | vollendet
    closed: geschlossen | schliessung
    due date: fallig | falligkeit | frist | termin bis | liefertermin | zieldatum | stichtag | soll | falligkeitstermin
    due: ziel
    department: abteilung | amt | fachbereich | dienststelle | referat | ressort
    division: bereich
    responsible: zustandig | zustandige | zustandiges | zustandiger
    responsible: verantwortlich | verantwortliche | verantwortlicher
    status: status | zustand | stand
    current: aktueller | aktuelle | aktuell
    work: arbeit | arbeiten | arbeits | bearbeitung | bearbeitungs
    type: art | typ
    category: kategorie | sparte
    problem: problem | storung | schaden | schadens | mangel
    priority: prioritat | vorrang
    urgency: dringlichkeit
    level: stufe | grad
    description: beschreibung | bezeichnung
    details: einzelheiten | details
    location: ort | standort | einsatzort | stelle | lage
    address: adresse | anschrift
    street: strasse | str
    requester: melder | meldende person | auftraggeber | antragsteller | anforderer
    requested by: gemeldet von | angefordert von | beantragt von
    contact: ansprechpartner | kontakt
    customer: kunde
    name: name
    telephone: telefon | rufnummer | telefonnummer | tel | handy | fon
    assigned: zugewiesen | zugeteilt
    assigned to: bearbeiter | sachbearbeiter | zugewiesen an | zugeteilt an | zustandig fur bearbeitung
    crew: kolonne | trupp | team | mannschaft
    technician: monteur | techniker | mechaniker
    foreman: vorarbeiter | polier
    hours: stunden | std | arbeitszeit | h
    worked: geleistete | geleistet
    labor cost: personalkosten | lohnkosten | arbeitskosten | kosten arbeit
    labor: lohn | lohne | personal
    material: material | materialien | ersatzteil | ersatzteile | stoffe
    equipment: gerate | maschinen
    other: sonstige | sonstiges | ubrige | andere
    cost: kosten
    amount: betrag | summe
    total: gesamt | insgesamt
    asset: anlage | anlagen | objekt | gerat
    vehicle: fahrzeug
    meter: zahler
    account: konto | kostenstelle
    notes: bemerkung | bemerkungen | notiz | notizen | anmerkung | anmerkungen | hinweis | hinweise
    comments: kommentar | kommentare
    work performed: durchgefuhrte arbeiten | ausgefuhrte arbeiten | massnahme | massnahmen
    latitude: breitengrad | breite
    longitude: langengrad
    fiscal year: haushaltsjahr | geschaftsjahr
    zip code: postleitzahl | plz
    email: mail adresse
    billed: abgerechnet
    district: bezirk | ortsteil | stadtteil
    by: von | durch
    """
)
_LINKS = frozenset("de del la el los las lo al a en y para un una du des d le les l aux au et une pour sur".split())  # noqa: SIM905
_GERMAN_LINKS = frozenset("der die das des dem den fur und zu zur zum an auf in".split())  # noqa: SIM905
_JOINTS = ("", "s", "es", "n", "en")
"""What German puts between words that it writes as one (Auftrag-s-nummer), and at their ends (des Melder-s)."""
_DAY_AT_END = frozenset({"el", "le"})
"""Said after a participle, they speak of a day: "cerrado el", "reçu le"."""
_LONGEST_PHRASE = 4
_NUMBER_SIGN = re.compile(r"\bn\.? ?[º°]|\bn\.o\b", re.IGNORECASE)


def folded(text: str) -> str:
    """Text without accents, in small letters."""
    return without_accents(text.casefold())


@lru_cache(maxsize=8192)
def in_english(header: str, english: frozenset[str]) -> str:
    """A header's words in English where all are of one other language; empty where they are not.

    Args:
        header: Its words divided by blanks.
        english: Words that are English: they alone do not make a header foreign.
    """
    words = tuple(re.findall(r"[^\W_]+", folded(_NUMBER_SIGN.sub(" numero ", header))))
    told = [said for lexicon in (_SPANISH, _FRENCH) if (said := _translated(words, lexicon, english))]
    if told:
        return told[0]
    german = tuple(piece for word in words if word not in _GERMAN_LINKS for piece in _compound(word))
    return _translated(german, _GERMAN, english)


@lru_cache(maxsize=8192)
def _compound(word: str) -> tuple[str, ...]:
    """A German word, without its case, in the words that it is made of; itself where they are not all known."""
    if word in _GERMAN or len(word) < _SHORTEST_COMPOUND:
        return (word,)
    stem = next((word.removesuffix(end) for end in _JOINTS if word.removesuffix(end) in _GERMAN), "")
    if stem:
        return (stem,)
    for end in range(len(word) - 2, 2, -1):
        joint = next((j for j in _JOINTS if word[:end].endswith(j) and word[: end - len(j)] in _GERMAN), None)
        if joint is not None:
            rest = _compound(word[end:])
            if all(piece in _GERMAN for piece in rest):
                return (word[: end - len(joint)], *rest)
    return (word,)


_SHORTEST_COMPOUND = 7


def _translated(words: tuple[str, ...], lexicon: Mapping[str, str], english: frozenset[str]) -> str:
    found: list[str] = []
    foreign, place = False, 0
    while place < len(words):
        length = next((n for n in range(_LONGEST_PHRASE, 0, -1) if " ".join(words[place : place + n]) in lexicon), 0)
        if length:
            phrase = words[place : place + length]
            found.append(lexicon[" ".join(phrase)])
            foreign = foreign or not english.issuperset(phrase)
        elif words[place] in _DAY_AT_END and found and place == len(words) - 1:
            found.append("date")
        elif words[place] not in _LINKS and not words[place].isdecimal():
            return ""
        place += length or 1
    return " ".join(found) if foreign else ""
