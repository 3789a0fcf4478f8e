"""The words of Uppdrag över tid."""

from __future__ import annotations

TITLE = "Uppdrag över tid"
LEAD = "Följ ett uppdrag från plan till plan, jämför två år, eller granska de led som är osäkra."
SHOW = "Visa"
ONE, TWO, DOUBT = "Ett uppdrag", "Två år", "Att granska"
SEARCH = "Sök uppdrag (ord, nummer eller mottagare)"
YEAR = "Planår"
EVERY_YEAR = "Alla år"
FOUND = "{n} uppdrag"
FOUND_ONE = "1 uppdrag"
NONE = "Inget uppdrag passar. Pröva färre ord eller ett annat år."
BACK = "Till alla uppdrag"
IN_THREAD = "Se {name} i den röda tråden"
MOST = 40
MORE = "De {n} första visas. Sök för att komma åt fler."
BEGAN = "Finns första gången i planen för {year}."
ENDED = "Finns sist i planen för {year} och inte i den nyaste."
GOES_ON = "Finns kvar i den nyaste planen."
ALONE = "Systemet har inte funnit uppdraget i någon annan plan."
STEP = "{older} till {newer}: {change}"
OLDER, NEWER = "Så stod det {year}", "Så står det {year}"
SURE = {"confirmed": "Bekräftat av en människa", "proposed": "Funnet av systemet"}
SCORE = "{status} (likhet {score}): {reason}"
REPORTED = "Uppföljning"
REPORTED_IN = "{kind} {year}"
REPORTED_NONE = "Inga inlästa uppföljningar nämner uppdraget."
FROM, TO, KIND = "Från", "Till", "Slag"
ONE_YEAR = "Det behövs planer för minst två år för att jämföra."
SAME_YEAR = "Välj två olika år."
PARTS = {
    "added": "Nytt", "changed": "Ändrat", "kept": "Oförändrat", "dropped": "Avslutat", "resumed": "Återupptaget",
    "resting": "Vilande", "unplaced": "Kunde inte placeras",
}
EXPLAIN = {
    "added": "Finns i planen för {newer} men inte för {older}.",
    "changed": "Finns i båda planerna med annan lydelse, annan mottagare, delat eller sammanslaget.",
    "kept": "Finns i båda planerna med samma lydelse.",
    "dropped": "Fanns i planen för {older} men inte för {newer}.",
    "resumed": "Fanns tidigare, saknades {older} och är tillbaka {newer}.",
    "resting": "Fanns {older}, saknas {newer} och kommer tillbaka senare.",
    "unplaced": "Kom eller försvann, men det finns möjliga led att granska. Står också under Nytt eller Avslutat.",
}
NOTHING = "Inget här."
DOUBTS = "Möjliga led"
DOUBT_LEAD = "Systemet är inte säkert på om det är samma sak i båda planerna. En människa avgör."
DOUBT_WHY = "Likhet {score}. {reason}."
DOUBT_NONE = "Det finns inga led att granska."
DECIDED = "Beslutat"
DECIDED_NONE = "Inga beslut är fattade."
CONFIRM, REJECT, LIFT = "Samma: {name}", "Inte samma: {name}", "Häv beslutet: {name}"
NOTE = "Skäl (sparas i beslutsloggen)"
SAVED = "Beslutet är sparat. En ny release byggs; den visar beslutet när den är klar."
VERDICTS = {"confirmed": "bekräftat", "rejected": "avvisat", "proposed": "bekräftat", "candidate": "osäkert"}
TOLD = "{verdict} av {by} {made}"
WAITS = "gäller från nästa release"
NO_KEY = "Ange nyckeln under ”Skriva med nyckel” för att besluta."
CORRECT = "Rätta det här uppdraget"
CORRECT_TEXT, CORRECT_NUMBER, CORRECT_TO = "Lydelse", "Nummer", "Mottagare (en på varje rad)"
CORRECT_SAVE, CORRECT_REJECT, CORRECT_LIFT = "Spara rättelsen", "Det är inget uppdrag: ta bort", "Häv rättelsen"
CORRECT_NOTHING = "Ingenting är ändrat, så det finns inget att spara."
CORRECTIONS = "Rättelser som gäller"
CORRECTIONS_NONE = "Inga rättelser är gjorda."
ACTIONS = {"change": "ändrat", "add": "tillagt", "reject": "borttaget"}
