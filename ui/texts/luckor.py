"""The words of Luckor."""

from __future__ import annotations

TITLE = "Luckor"
LEAD = "Det som saknas: i planerna själva, eller kanske i hur de lästes."
YEAR = "Planår"
EVERY_YEAR = "Alla år"
PLAN = "Luckor i planen"
PLAN_LEAD = "Planen säger det för andra av samma slag, men inte för dessa."
READING = "Kan vara luckor i vår läsning"
READING_LEAD = (
    "Ingen i dokumentet har uppgiften. Antingen säger planen den aldrig, eller så lästes den inte. Se efter i källan."
)
NONE = "Inga luckor här."
NO_STYRTAL = "{term} utan styrtal"
NO_RECIPIENT = "{term} utan mottagare"
NO_OUTCOME = "{term} utan utfall"
NO_TARGET = "{term} utan årets mål"
NO_LONG_TERM = "{term} utan långsiktigt mål"
NO_MEASURE = "{term} utan åtgärd"
COUNT = "{lacks}: {n} i {title}"
CHECKS = "Vad kontrollerna anmärkte på"
CHECKS_LEAD = "Reglerna (SHACL) prövar varje release. En anmärkning betyder att en människa bör se efter."
SEVERITIES = {"violation": "Fel", "warning": "Varning", "info": "Upplysning"}
FINDING = "{severity}, {n} st i {title}: {message}"
UNREAD = "Rubriker, tabeller och listor utan planelement"
UNREAD_LEAD = "Texten går att söka i och läsa, men gav inget uppdrag, mål, styrtal eller liknande."
UNREAD_IN = "{title} ({n})"
REJECTED = "Filer som inte kunde läsas"
NOTHING_READ = "Dokument som inte gav några planelement"
