"""Every Swedish sentence that the page shows. Words that the API sends (answers, problems, titles) are its own."""

from __future__ import annotations

NAME = "Röda tråden"
PAGES = {"fraga": "Fråga", "lasare": "Läsare", "dokument": "Dokument", "om": "Om tjänsten"}
NAVIGATION_FOOTER = "Svaren bygger enbart på de inlästa dokumenten. Kontrollera alltid mot källan."

# Fråga
ASK_TITLE = "Fråga om planerna"
ASK_LEAD = "Ställ en fråga med egna ord. Varje påstående i svaret visar var det står."
ASK_LABEL = "Din fråga"
ASK_PLACEHOLDER = "Till exempel: Vilka målsättningar finns i planen?"
ASK_BUTTON = "Fråga"
ASK_AGAIN = "Försök igen"
ASK_WAIT = "Söker i planerna …"
QUESTION = "Du frågade:"
STARTERS_TITLE = "Prova att fråga"
STARTERS = ("Vad är visionen?", "Vilka målsättningar finns i planen?", "Vilka uppdrag finns i planen?")
SUGGESTIONS = "Frågor som har svar"
READINGS = "Menade du något av det här?"
EVIDENCE = "Här står det"
OPEN_PLACE = "Öppna stället för källa {n}"
NEW_TAB = "(ny flik)"
OPEN_HERE = "Visa källa {n} i läsaren"
SOURCE = "Källa {n}"
PAGE = "sida {page}"
UNDER = "under ”{section}”"
UNDERSTOOD = "Så tolkade jag frågan"
UNDERSTOOD_YEARS = "År"
UNDERSTOOD_YEARS_NONE = "inget år nämnt: den nyaste planen som säger det"
UNDERSTOOD_TYPES = "Slag"
UNDERSTOOD_TYPES_NONE = "inget särskilt slag"
UNDERSTOOD_ENTITIES = "Namn och begrepp"
UNDERSTOOD_ENTITIES_NONE = "inga särskilda"
SPARQL = "Sökningen i kunskapsgrafen (SPARQL)"
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
TYPES = {
    "uppdrag": "uppdrag", "malsattning": "målsättning", "styrtal": "styrtal", "delindikator": "delindikator",
    "risk": "risk", "fardplan": "färdplan", "beredning": "beredning", "vision": "vision", "vardegrund": "värdegrund",
    "malbild": "målbild", "perspektiv": "perspektiv", "strategi": "strategi", "budgetpost": "budgetpost",
}

# Läsare och Dokument
READER_TITLE = "Läsare"
READER_LEAD = "Välj det dokument som du vill läsa."
READER_PLAIN = "Öppna som enkel webbsida"
READER_GONE = "Dokumentet är inte inläst. Det kan ha bytts ut eller dragits tillbaka. Välj ett annat nedan."
READER_MARKED = "Det citerade stället är markerat i texten."
DOCUMENTS_TITLE = "Inlästa dokument"
DOCUMENTS_LEAD = "Svaren kommer ur de här dokumenten och ingen annanstans."
DOCUMENTS_NONE = "Inga dokument är inlästa ännu. Läs in dem med ”rodatraden build” och en mapp eller fil."
DOCUMENT_PAGES = "{n} sidor"
DOCUMENT_PASSAGES = "{n} stycken"
DOCUMENT_ELEMENTS = "{n} planelement"
READ = "Läs"
FINDINGS_TITLE = "Anmärkningar från inläsningen"
FINDINGS_LEAD = "Det här bör en människa titta på. Det kan vara en lucka i planen eller i vår läsning."
FINDINGS_NONE = "Inläsningen gav inga anmärkningar."
SEVERITIES = {"violation": "Fel", "warning": "Varning", "info": "Upplysning"}
REJECTED_TITLE = "Filer som inte kunde läsas"
UNREAD_TITLE = "Rubriker, tabeller och listor utan planelement ({n})"
UNREAD_LEAD = "Texten går att söka i och läsa, men gav inget uppdrag, mål, styrtal eller liknande."
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

# Om
ABOUT_TITLE = "Om Röda tråden"
ABOUT = """
Röda tråden svarar på frågor om regionens planer och visar var svaret står.

## Så fungerar det

1. Dokumenten läses in sida för sida. Visionen, målen, styrtalen, uppdragen, beredningarna, färdplanerna och riskerna
   känns igen och knyts till det ställe där de står.
2. Din fråga tolkas: vilket år, vilket slag av uppgift, vilka namn. Hur den tolkades syns under svaret.
3. Svaret hämtas i första hand ur planernas egna uppgifter, i andra hand ur löptexten. Det sätts ihop av färdiga
   satser och ordagranna citat.
4. Varje påstående slutar i ett märke, till exempel [1], som leder till källan.

Ingen språkmodell skriver svaren, och ingen fråga lämnar den här datorn.

## Fem slags svar

| Svar | Betyder |
|---|---|
| ✓ Svar | Planerna säger det, och källan visas. |
| ◐ Svar på en del av frågan | En del finns i planerna. Svaret säger vilken del som saknas. |
| ? Frågan kan läsas på flera sätt | Välj den läsning som du menade. |
| – Det här står inte i planerna | Svaret säger vad som söktes och var. |
| ○ Frågan ligger utanför planerna | Frågan gäller något som dokumenten inte handlar om. |

## Begränsningar

- Bara det som står i de inlästa dokumenten kan ge ett svar. Se sidan Dokument.
- Läsningen av tabeller och listor kan missa något. Det som inte kunde tolkas redovisas på sidan Dokument.
- Nämner du inget år gäller svaret den nyaste planen som säger det, och svaret nämner året.
- Kontrollera mot källan innan du använder ett svar i ett beslut.

## Tillgänglighet

Sidan går att använda med tangentbord och på en smal skärm. Frågan, svaret och dokumenten finns också som enkla
webbsidor utan skript, som fungerar med alla hjälpmedel och går att skriva ut.
"""
ABOUT_PLAIN = "Öppna den enkla webbsidan"
