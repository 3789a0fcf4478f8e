"""The words of Fråga."""

from __future__ import annotations

ASK_TITLE = "Fråga om planerna"
ASK_LEAD = "Ställ en fråga med egna ord. Varje påstående i svaret visar var det står."
ASK_LABEL = "Din fråga"
ASK_PLACEHOLDER = "Till exempel: Vilka målsättningar finns i planen?"
ASK_BUTTON = "Fråga"
ASK_AGAIN = "Försök igen"
ASK_WAIT = "Söker i planerna …"
QUESTION = "Du frågade:"
STARTERS_TITLE = "Prova att fråga"
STARTERS = (
    ("vision", "Vad är visionen?"), ("malsattning", "Vilka mål finns i planen {year}?"),
    ("uppdrag", "Vilka uppdrag finns i planen {year}?"), ("styrtal", "Vilka styrtal finns i planen {year}?"),
    ("risk", "Vilka risker finns i planen {year}?"), ("beredning", "Vilka beredningar finns {year}?"),
)
STARTER_GONE = "Vilka uppdrag från {older} finns inte kvar {newer}?"
SUGGESTIONS = "Frågor som har svar"
READINGS = "Menade du något av det här?"
PHRASED = "Formulerat av en språkmodell ({model}) och prövat mot källorna."
COMPOSED = "Visa det sammansatta svaret"
EVIDENCE = "Här står det"
OPEN_PLACE = "Öppna stället för källa {n}"
OPEN_HERE = "Visa källa {n} i läsaren"
SOURCE = "Källa {n}"
UNDERSTOOD = "Så tolkade jag frågan"
UNDERSTOOD_YEARS = "År"
UNDERSTOOD_YEARS_NONE = "inget år nämnt: den nyaste planen som säger det"
UNDERSTOOD_TYPES = "Slag"
UNDERSTOOD_TYPES_NONE = "inget särskilt slag"
UNDERSTOOD_ENTITIES = "Namn och begrepp"
UNDERSTOOD_ENTITIES_NONE = "inga särskilda"
CORRECT = "Rätta tolkningen: välj det du menade, så söks svaret om direkt."
CORRECT_YEARS, CORRECT_TYPES, CORRECT_BODIES = "År", "Slag", "Beredning"
LIMITED = "Begränsat av dig till: {limits}."
UNLIMIT = "Ta bort begränsningen"
BEHIND = "Sökningen bakom svaret"
TOOK = "Svaret tog {ms} millisekunder att ta fram."
SPARQL = "Frågan till kunskapsgrafen (SPARQL)"
SCORES = "Visa vilka stycken som liknar frågan mest, med poäng"
SCORE_COLUMNS = ("Stycke", "Poäng", "Delar")
SCORE_PARTS = {
    "lexical": "ord", "semantic": "betydelse", "rank_lexical": "plats efter ord",
    "rank_semantic": "plats efter betydelse",
}
SCORE_TABLE = "Stycken efter likhet med frågan"
COPY, COPIED = "Kopiera svaret med källor", "Kopierat"
PRINT = "Visa för utskrift"
HELPFUL = "Var svaret till hjälp?"
YES, NO = "Ja, det hjälpte", "Nej, inte riktigt"
WHY = "Vad var fel?"
REASONS = {
    "fel": "Svaret är fel", "ofullstandigt": "Något saknas", "feltolkat": "Frågan tolkades fel",
    "fel_kalla": "Källan säger något annat", "svart": "Svaret är svårt att förstå", "annat": "Något annat",
}
WITH_QUESTION = "Skicka med frågan, så att den går att förbättra. Skriv inga personuppgifter i den."
SEND = "Skicka"
THANKS = "Tack. Omdömet sparas utan namn, för den som förvaltar tjänsten."
SAME_RELEASE = "Underlaget är detsamma som när länken gjordes."
OTHER_SAME = "Underlaget har ändrats sedan länken gjordes, men svaret är detsamma."
OTHER_CHANGED = "Underlaget har ändrats sedan länken gjordes, och svaret är ett annat."
SAME_CHANGED = "Underlaget är detsamma som när länken gjordes, men svaret är ett annat: tjänsten har uppdaterats."
DIFFERENCES = (("Nya dokument", "new"), ("Borttagna dokument", "gone"), ("Ändrade dokument", "changed"))
DIFFERENCES_NONE = "Samma dokument, läsningen av dem har ändrats."
DIFFERENCES_UNKNOWN = "Den förra releasen är borta, så det går inte att säga vilka dokument som har ändrats."
EARLIER = "Tidigare i samtalet"
FORGET = "Börja om med ett nytt samtal"
PERMALINK = "Länk till det här svaret"
STATUSES = {
    "answered": ("✓", "Svar"),
    "partial": ("◐", "Svar på en del av frågan"),
    "clarify": ("?", "Frågan kan läsas på flera sätt"),
    "not_found": ("–", "Det här står inte i planerna"),
    "out_of_scope": ("○", "Frågan ligger utanför planerna"),
}
