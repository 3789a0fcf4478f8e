"""The words of Om: short ones here, the long ones in the Markdown files beside."""

from __future__ import annotations

TITLE = "Om Röda tråden"
PLAIN = "Öppna den enkla webbsidan"
MEASURED = "Så ofta blir det rätt"
MEASURED_LEAD = "Mätt {date} över {over}. Siffrorna säger hur det gick då, inte hur det går med just din fråga."
MEASURED_TABLE = "Uppmätt träffsäkerhet över {over}"
MEASURED_COLUMNS = ("Vad", "Rätt", "Andel")
MEASURED_RATIO = "{right} av {of}"
MEASURED_HOW = "Mät om: {command}"
LICENCES = "Licenser"
LICENCES_LEAD = (
    "Röda tråden har licensen MIT. Den bygger på den här öppna programvaran. Planerna tillhör dem som beslutat dem."
)
LICENCES_COLUMNS = ("Program", "Version", "Licens")
LICENCE_UNSAID = "se programmets egen sida"
RELEASE = "Underlaget som svarar nu"
RELEASE_TOLD = "Release {id}, byggd {built}: {documents} dokument och {passages} stycken."
