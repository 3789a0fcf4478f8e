"""The words of Röda tråden."""

from __future__ import annotations

TITLE = "Röda tråden"
LEAD = (
    "Från vision och målbild över mål till styrtal, uppdrag, beredning, risk och åtgärd, "
    "så som planen själv knyter ihop dem."
)
SEARCH = "Sök i tråden"
FROM = "Visa från"
WHOLE = "Hela planen"
SHOW = "Visning"
OUTLINE, GRAPH = "Lista", "Bild"
NONE = "Planen har ingenting som passar. Ta bort ett ord eller visa hela planen."
OPEN_HINT = "Öppna en rad för att se vad den leder till."
LOOSE_STYRTAL = "Styrtal som planen inte knyter till något mål"
LOOSE_UPPDRAG = "Uppdrag som planen inte knyter till något mål"
FARDPLANER = "Färdplaner"
BEREDNINGAR = "Beredningar och de uppdrag de får eller följer"
RISKER = "Risker och åtgärder"
MALBILD = "Målbild"
RECIPIENT, FOLLOWED, MEASURE = "mottagare", "följs av", "åtgärd"
PLACE = "Läs i planen"
OVER_TIME = "Följ över åren"
GRAPH_ALT = "Bild av tråden från {start}: {n} delar. Samma innehåll finns under Lista."
GRAPH_HELP = "Bilden visar tre nivåer. Allt finns under Lista."
GRAPH_NAME = "Trådens bild, går att rulla i sidled"
COUNT_BELOW = "{n} under"
