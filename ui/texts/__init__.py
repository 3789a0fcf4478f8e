"""Every Swedish sentence that the page shows: those of all views here, a view's own in the module of its name.

Words that the API sends (answers, problems, titles) are its own.
"""

from __future__ import annotations

NAME = "Röda tråden"
PAGES = {
    "fraga": "Fråga", "lasare": "Läsare", "traden": "Röda tråden", "uppdrag": "Uppdrag över tid", "styrtal": "Styrtal",
    "risker": "Risker", "luckor": "Luckor", "dokument": "Dokument", "om": "Om tjänsten",
}
NAVIGATION_FOOTER = "Svaren bygger enbart på de inlästa dokumenten. Kontrollera alltid mot källan."
NEW_TAB = "(ny flik)"
TRY_AGAIN = "Försök igen"
PAGE = "sida {page}"
UNDER = "under ”{section}”"
NUMBER = "nr {number}"
DOCUMENTS_NONE = "Inga dokument är inlästa ännu. Läs in dem med ”rodatraden build” och en mapp eller fil."
CORRECTED = "Rättad av {by} {made}"
CORRECTED_ADDED = "Tillagd av {by} {made}"
CORRECTED_READ = "Lästes först som: {read}."
CORRECTED_CHANGED = "Källan har ändrats sedan rättelsen gjordes."
PRINT = "Läs som enkel webbsida"
PLAN = "Plan"
YEAR = "År"
BODY = "Organisation"
KEY = "Nyckel"
KEY_TITLE = "Skriva med nyckel"
KEY_LEAD = "Den som har en nyckel får skriva. Nyckeln sparas bara så länge fliken är öppen och syns inte i länkar."
KEY_GIVEN = "Nyckel angiven."
BUILDING = "En ny release byggs. Det du ser är den förra; sidan byter till den nya när den är klar."
BUILD_FAILED = "Den senaste releasen kunde inte byggas: {message} Den förra svarar fortfarande."
TYPES = {
    "uppdrag": "uppdrag", "malsattning": "målsättning", "styrtal": "styrtal", "delindikator": "delindikator",
    "risk": "risk", "fardplan": "färdplan", "beredning": "beredning", "vision": "vision", "vardegrund": "värdegrund",
    "malbild": "målbild", "perspektiv": "perspektiv", "strategi": "strategi", "budgetpost": "budgetpost",
}
KINDS = {
    "verksamhetsplan": "Verksamhetsplan", "utvecklingsplan": "Utvecklingsplan",
    "verksamhetsberattelse": "Verksamhetsberättelse", "delarsrapport": "Delårsrapport",
    "arsredovisning": "Årsredovisning", "internkontrollplan": "Internkontrollplan", "fardplan": "Färdplan",
    "strategi": "Strategi", "budget": "Budget", "protokoll": "Protokoll", "ovrigt": "Övrigt dokument",
}
STATES = {"forslag": "förslag", "antagen": "antagen"}

# Fel
DOWN = ("Tjänsten svarar inte",
        "Det går inte att nå tjänsten på {address}. Vänta en stund och försök igen. "
        "Starta den annars med ”rodatraden serve”.")
SLOW = ("Tjänsten svarar inte i tid", "Den arbetar kanske med något stort. Försök igen om en stund.")
NOT_READY = ("Tjänsten startar", "Planerna läses in. Vänta en stund och försök igen.")
CRASH = ("Något gick fel på sidan.", "Ladda om den. Kontakta förvaltaren om felet består; det är loggat.")
STRANGE = ("Tjänsten svarade på ett oväntat sätt",
           "Svaret gick inte att läsa (status {status}). Försök igen; kontakta förvaltaren om felet består.")

# Planelement
RECIPIENTS = "Mottagare"
FOLLOWED = "Följs av"
SOURCE = "Källa"
INSERTED, INSERTED_END = " [tillkom: ", "] "
DELETED, DELETED_END = " [togs bort: ", "] "
TABLE_CSV, TABLE_XLSX, WORD = "Hämta tabell (CSV)", "Hämta tabell (Excel)", "Hämta för handlingarna (Word)"
PLANS_NONE = "Ingen inläst plan har det som den här vyn visar. Läs in en plan, eller se Dokument för vad som lästes."
