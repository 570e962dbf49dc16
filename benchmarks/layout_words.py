"""How offices around the world head the columns of an order list: what made-up lists are headed with.

Two halves: a change to the reading of headers may look at how the first half is read; the second half judges it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

Wordings = Mapping[str, Sequence[str]]


def _words(text: str) -> Wordings:
    """A field may have several lines: `field: wording | wording`."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        name, _, words = line.strip().partition(": ")
        found[name] = (*found.get(name, ()), *words.split(" | "))
    return MappingProxyType(found)


ENGLISH = _words(
    """
    order_number: Work Order ID | WO Num | Ticket Ref | Job No. | Order #
    order_number: Docket Number | Request ID | Tracking Number | Case # | Job Ticket No
    requested_on: Date Opened | Reported Date | Opened On | Date/Time Received | Logged On
    requested_on: Call Received Date | Request Dt | Intake Date | Submitted Date | Date of Request
    completed_on: Date Closed | Completion Dt | Finished On | Closed Date/Time | Work Completed Date
    completed_on: Date Resolved | Done Date | Closeout Date | Date Finished | Actual Completion Date
    due_on: Due Date | Target Completion | Required By Date | SLA Due
    due_on: Needed By | Promise Date | Deadline Date | Due On
    department: Dept. | Department Name | Responsible Division | Dept Name
    department: Owning Department | Bureau | Agency | Responsible Department
    status: Status | Current Status | WO Status | Ticket Status
    status: Job Status | Request Status | State of Order | Work Order Status
    category: Work Type | Request Category | Service Type | Problem Type
    category: Type of Job | Issue Type | Task Type | Job Category
    priority: Priority | Urgency | Priority Level | Prio.
    priority: Severity Level | Job Priority | Priority Rank | Urgency Code
    description: Description | Work Description | Problem Reported | Details of Request
    description: Issue Description | Nature of Problem | Scope of Work | Job Description
    location: Address | Site Address | Location of Work | Street Address
    location: Work Site | Incident Location | Job Address | Service Location
    requester_name: Requested By | Caller Name | Reporter | Requestor
    requester_name: Customer Name | Contact Person | Complainant Name | Submitted By
    requester_phone: Phone | Caller Phone # | Contact Telephone | Phone No.
    requester_phone: Callback Number | Customer Phone | Telephone Number | Contact Phone No
    assigned_to: Assigned To | Crew | Technician | Assigned Crew
    assigned_to: Foreman Name | Assigned Worker | Lead Technician | Crew Name
    labor_hours: Labor Hrs | Total Hours | Man-Hours | Hours Worked
    labor_hours: Labour Hours | Hrs Spent | Actual Hours | Crew Hrs
    labor_cost: Labor Cost | Labour Cost ($) | Cost of Labor | Labor Charges
    labor_cost: Labor Amount | Total Labor Cost | Labor ($) | Labour Charge
    material_cost: Material Cost | Materials ($) | Parts Cost | Cost of Materials
    material_cost: Matl Cost | Material Charges | Materials Total | Parts & Materials Cost
    total_cost: Total Cost | Grand Total | Total Amount ($) | Job Total
    total_cost: Total $ | Overall Cost | Total Job Cost | Total Charges
    asset: Asset ID | Vehicle # | Equipment No. | Asset Number | Unit Number | Asset Tag | Fleet Number | Equip. ID
    notes: Comments | Remarks | Notes | Additional Notes | Memo | General Comments | Staff Notes | Other Remarks
    """
)
SPANISH = _words(
    """
    order_number: Número de orden | N.º de orden | Orden de trabajo | Núm. OT
    order_number: Folio | No. de solicitud | Nº de pedido | Número de solicitud
    requested_on: Fecha de solicitud | Fecha de reporte | Fecha de apertura
    requested_on: Fecha de recepción | Solicitado el | Fecha recibida
    completed_on: Fecha de cierre | Fecha de terminación | Fecha de finalización
    completed_on: Terminado el | Fecha fin | Cerrado el
    due_on: Fecha límite | Fecha de vencimiento | Vencimiento | Fecha prometida | Fecha comprometida | Plazo
    department: Departamento | Dirección responsable | Depto. | Área | División | Unidad responsable
    status: Estado | Estatus | Estado de la orden | Situación | Estado actual | Status
    category: Tipo de trabajo | Categoría | Tipo de solicitud | Tipo de servicio | Clase de trabajo | Tipo
    priority: Prioridad | Urgencia | Nivel de prioridad | Prioridad de la orden
    description: Descripción | Descripción del trabajo | Problema
    description: Detalle | Descripción del problema | Trabajo solicitado
    location: Ubicación | Dirección | Domicilio | Lugar | Calle | Dirección del trabajo
    requester_name: Solicitante | Solicitado por | Nombre del solicitante | Reportado por | Contacto | Cliente
    requester_phone: Teléfono | Tel. | Teléfono del solicitante | Teléfono de contacto | Nº de teléfono | Telf.
    assigned_to: Asignado a | Cuadrilla | Técnico | Responsable | Técnico asignado | Encargado
    labor_hours: Horas trabajadas | Horas | Horas hombre | Total de horas | Horas de trabajo | Hrs. trabajadas
    labor_cost: Costo de mano de obra | Mano de obra | Coste mano de obra | Importe mano de obra
    material_cost: Costo de materiales | Materiales | Coste de material | Importe de materiales
    total_cost: Costo total | Importe total | Total | Coste total | Monto total | Importe
    asset: Vehículo | Equipo | Número de equipo | Activo | Nº de vehículo | Unidad
    notes: Observaciones | Notas | Comentarios | Otras observaciones
    """
)
FRENCH = _words(
    """
    order_number: Numéro de commande | N° de bon | Bon de travail | N° d'ordre
    order_number: Numéro de demande | Numéro du bon de travail | Référence | N° OT
    requested_on: Date de demande | Date de la demande | Date d'ouverture | Date de réception | Reçu le | Demandé le
    completed_on: Date de clôture | Date de fin | Date d'achèvement | Terminé le | Date de fermeture | Fermé le
    due_on: Date d'échéance | Échéance | Date limite | Date prévue | Délai | À terminer avant le
    department: Service responsable | Département | Direction | Division | Service
    status: Statut | État | Statut de la demande | État du bon | Statut actuel
    category: Type de travaux | Catégorie | Type de demande | Nature des travaux | Type d'intervention | Type
    priority: Priorité | Urgence | Niveau de priorité | Degré d'urgence
    description: Description | Description des travaux | Problème
    description: Détails | Description du problème | Travaux demandés
    location: Adresse | Lieu | Emplacement | Adresse des travaux | Rue | Lieu d'intervention
    requester_name: Demandeur | Demandé par | Nom du demandeur | Signalé par | Client | Nom du client
    requester_phone: Téléphone | Tél. | N° de téléphone | Téléphone du demandeur | Tél. contact
    assigned_to: Assigné à | Équipe | Technicien | Responsable | Attribué à | Technicien affecté
    labor_hours: Heures travaillées | Heures | Total des heures | Heures de travail | Nombre d'heures
    labor_cost: Coût de main-d'œuvre | Main d'œuvre | Coût main d'oeuvre | Montant main-d'œuvre
    material_cost: Coût des matériaux | Matériaux | Coût du matériel | Montant des fournitures
    total_cost: Coût total | Montant total | Total | Montant | Coût global
    asset: Véhicule | Équipement | N° d'équipement | N° de véhicule | Actif
    notes: Remarques | Notes | Commentaires | Observations
    """
)
GERMAN = _words(
    """
    order_number: Auftragsnummer | Auftrags-Nr. | Vorgangsnummer | Ticketnummer
    order_number: Auftrag Nr. | Bestellnummer | Nummer des Auftrags | Arbeitsauftrag
    requested_on: Eingangsdatum | Gemeldet am | Meldedatum | Datum der Meldung
    requested_on: Erstellt am | Eröffnet am | Auftragsdatum | Datum Eingang
    completed_on: Abgeschlossen am | Erledigt am | Abschlussdatum | Fertigstellungsdatum
    completed_on: Enddatum | Beendet am | Datum der Fertigstellung | Geschlossen am
    due_on: Fällig am | Fälligkeitsdatum | Frist | Termin bis
    due_on: Fälligkeit | Liefertermin | Zieldatum | Stichtag
    department: Abteilung | Amt | Fachbereich | Zuständige Abteilung | Dienststelle | Zuständiges Amt
    status: Status | Auftragsstatus | Zustand | Bearbeitungsstatus | Aktueller Status | Bearbeitungsstand
    category: Auftragsart | Kategorie | Art der Arbeit | Typ | Meldungsart | Art der Störung
    priority: Priorität | Dringlichkeit | Prioritätsstufe | Dringlichkeitsstufe
    description: Beschreibung | Beschreibung der Arbeit | Problembeschreibung
    description: Auftragsbeschreibung | Schadensbeschreibung | Mangel
    location: Adresse | Ort | Standort | Einsatzort | Straße | Anschrift
    requester_name: Melder | Auftraggeber | Gemeldet von | Antragsteller | Ansprechpartner | Name des Melders
    requester_phone: Telefon | Telefonnummer | Tel. | Rufnummer | Tel.-Nr. | Telefon des Melders
    assigned_to: Bearbeiter | Zugewiesen an | Zuständig | Monteur | Kolonne | Verantwortlicher
    labor_hours: Arbeitsstunden | Stunden | Std. | Arbeitszeit (Std.) | Geleistete Stunden | Gesamtstunden
    labor_cost: Lohnkosten | Arbeitskosten | Personalkosten | Kosten der Arbeit
    material_cost: Materialkosten | Kosten Material | Material (EUR) | Kosten des Materials
    total_cost: Gesamtkosten | Gesamtbetrag | Summe | Betrag | Kosten gesamt | Gesamtsumme
    asset: Anlage | Fahrzeug | Gerätenummer | Fahrzeugnummer | Anlagennummer | Fahrzeug-Nr.
    notes: Bemerkungen | Bemerkung | Anmerkungen | Kommentar | Notizen | Hinweise
    """
)
LANGUAGES: Mapping[str, Wordings] = MappingProxyType(
    {"english": ENGLISH, "spanish": SPANISH, "french": FRENCH, "german": GERMAN}
)
OTHERS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "zip": ("ZIP Code", "Postal Code", "Código postal", "Code postal", "Postleitzahl"),
        "latitude": ("Latitude", "LAT", "Latitud", "Coord Y", "Breitengrad"),
        "guid": ("Row GUID", "GlobalID", "UUID", "rec_guid", "Satz-GUID"),
        "year": ("Fiscal Year", "FY", "Año fiscal", "Exercice", "Haushaltsjahr"),
        "email": ("E-mail", "Contact Email", "Correo electrónico", "Courriel", "E-Mail-Adresse"),
        "flag": ("Is Billable", "Exported?", "Facturable", "Facturé", "Abgerechnet"),
    }
)
"""Columns that no field of an order is, by what they hold."""


def half(wordings: Sequence[str], held_out: bool) -> Sequence[str]:
    """Every second wording: those that are looked at, or those that judge."""
    return wordings[held_out::2] or wordings
