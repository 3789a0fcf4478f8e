"""The words of Risker."""

from __future__ import annotations

TITLE = "Risker"
LEAD = "Risker och åtgärder ur planernas internkontroll och riskanalys, område för område."
YEAR, AREA, EVERY_AREA = "Planår", "Område", "Alla områden"
SEARCH = "Sök bland riskerna"
NO_AREA = "Utan angivet område"
NONE = "Ingen risk passar. Välj ett annat område eller ta bort ett ord."
NONE_AT_ALL = "Inga inlästa planer har risker. Se Luckor för vad som inte lästes."
COUNT, COUNT_ONE = "{n} risker", "1 risk"
MEASURES = "Åtgärder"
NO_MEASURES = "Planen anger ingen åtgärd, eller så lästes den inte."
FACTS = {"likelihood": "Sannolikhet", "consequence": "Konsekvens", "score": "Riskvärde", "method": "Metod",
         "frequency": "Hur ofta", "responsible": "Ansvarig"}
NEW, CHANGED, KEPT = "Ny jämfört med {year}", "Ändrad sedan {year}", "Oförändrad sedan {year}"
GONE = "Fanns {older} men inte {newer}"
