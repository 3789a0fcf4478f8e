"""Types and kinds as a person reads them: spelled in full, with å, ä and ö."""

from __future__ import annotations

TYPE_WORDS = {
    "uppdrag": "uppdrag", "malsattning": "målsättning", "styrtal": "styrtal", "delindikator": "delindikator",
    "risk": "risk", "fardplan": "färdplan", "beredning": "beredning", "vision": "vision", "vardegrund": "värdegrund",
    "malbild": "målbild", "perspektiv": "perspektiv", "strategi": "strategi", "budgetpost": "budgetpost",
}  # fmt: skip
KIND_WORDS = {
    "verksamhetsplan": "verksamhetsplan", "utvecklingsplan": "utvecklingsplan",
    "verksamhetsberattelse": "verksamhetsberättelse", "delarsrapport": "delårsrapport",
    "arsredovisning": "årsredovisning", "internkontrollplan": "internkontrollplan", "fardplan": "färdplan",
    "strategi": "strategi", "budget": "budget", "protokoll": "protokoll", "ovrigt": "övrigt",
}  # fmt: skip
