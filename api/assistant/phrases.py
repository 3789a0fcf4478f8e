"""Every sentence of the answers' frame, in Swedish and English; quotes are never translated."""

from __future__ import annotations

from ontology.model import Document, DocumentKind, Element, Uppdrag

PHRASES: dict[str, tuple[str, str]] = {
    "outcome": ("Utfall", "Outcome"),
    "target": ("Årets målvärde", "This year's target"),
    "long_term": ("Långsiktigt målvärde", "Long-term target"),
    "value": ("{column} för {name} är {value} enligt {document}.", "{column} for {name} is {value} according to {document}."),
    "value_of_period": (
        "{column} ({period}) för {name} är {value} enligt {document}.",
        "{column} ({period}) for {name} is {value} according to {document}.",
    ),
    "all_values": ("{name} i {document}: {values}.", "{name} in {document}: {values}."),
    "note": ("Planen anmärker: ”{note}”.", "The plan remarks: ”{note}”."),
    "changed": ("{column} för {name} går från {old} i {first} till {new} i {second}.", "{column} for {name} goes from {old} in {first} to {new} in {second}."),
    "same_value": ("{column} för {name} är {new} i både {first} och {second}.", "{column} for {name} is {new} in both {first} and {second}."),
    "same_measurement": ("Båda planerna anger samma mätning ({period}).", "Both plans print the same measurement ({period})."),
    "count": ("{document} har {total} numrerade uppdrag{split}.", "{document} has {total} numbered uppdrag (assignments){split}."),
    "count_series": ("{count} {who}", "{count} {who}"),
    "count_parts": ("Därtill kommer {count} lettrade delar.", "Beside them there are {count} lettered parts."),
    "count_other": ("{document} har {total} {kind}.", "{document} has {total} {kind}."),
    "list_of": ("{kind} i {document}", "{kind} in {document}"),
    "list_of_for": ("{kind} för {who} i {document}", "{kind} for {who} in {document}"),
    "list_about": ("{kind} i {document} om det du frågar efter", "{kind} in {document} on what you ask about"),
    "uppdrag": ("{label} i {document}: {text}", "{label} in {document}: {text}"),
    "recipient": ("{label} i {document} är givet till {who}: ”{text}”", "{label} in {document} is given to {who}: ”{text}”"),
    "followed": ("{who} ska följa det.", "{who} are to follow it."),
    "dropped": ("Uppdrag i {first} utan motsvarighet i {second}", "Uppdrag in {first} with no counterpart in {second}"),
    "added": ("Uppdrag i {second} utan motsvarighet i {first}", "Uppdrag in {second} with no counterpart in {first}"),
    "risk": ("{area}: ”{text}”", "{area}: ”{text}”"),
    "measures": ("Åtgärder mot risken ”{risk}” i {document}", "Measures against the risk ”{risk}” in {document}"),
    "risks_in": ("Risker i {document}", "Risks in {document}"),
    "risks_in_area": ("Risker inom {area} i {document}", "Risks within {area} in {document}"),
    "quote": ("{document}{section}: ”{quote}”", "{document}{section}: ”{quote}”"),
    "vision": ("Visionen är ”{text}” enligt {document}.", "The vision is ”{text}” according to {document}."),
    "began": ("{document}, {label}: ”{text}”", "{document}, {label}: ”{text}”"),
    "goes_on": ("I {document} finns ingen motsvarighet.", "There is no counterpart in {document}."),
    "thread_ends": ("Uppdraget {label} i {first} har ingen motsvarighet i {second}.", "The uppdrag {label} in {first} has no counterpart in {second}."),
    "thread_begins": ("Uppdraget {label} i {second} har ingen föregångare i {first}.", "The uppdrag {label} in {second} has no predecessor in {first}."),
    "reported": ("Uppföljning i {document}: ”{quote}”", "Follow-up in {document}: ”{quote}”"),
    "budget": ("{name}, {column}: {value} enligt {document}.", "{name}, {column}: {value} according to {document}."),
    "signs": ("Tecknen är planernas egna; jämför beloppens storlek.", "The signs are the plans' own; compare magnitudes."),
    "not_found": (
        "{scope} säger inget som svarar på frågan. Jag letade efter {what}.",
        "{scope} do not say anything that answers the question. I looked for {what}.",
    ),
    "all_documents": ("de {count} dokumenten i underlaget", "the {count} documents of the sources"),
    "no_counterpart": ("{scope}: inga sådana uppdrag hittades.", "{scope}: no such uppdrag were found."),
    "no_person": ("Planerna anger inga personer i sådana roller; jag letade i {scope}.", "The plans name no persons in such roles; {scope} were searched."),
    "no_value": ("{document} anger inget sådant värde för {name}.", "{document} prints no such value for {name}."),
    "no_list": ("{document} anger inga {kind}{what}.", "{document} prints no {kind}{what}."),
    "no_year": ("Det finns ingen {kind} för {year} i underlaget; planerna gäller {years}.", "There is no {kind} for {year} among the sources; the plans are for {years}."),
    "nearest": ("Närmast till hands ligger en annan uppgift, som inte är svaret:", "The nearest other statement, which is not the answer:"),
    "no_number": ("{document} har inget uppdrag med beteckningen {label}.", "{document} has no uppdrag named {label}."),
    "out_of_scope": (
        "Frågan gäller inte planerna. Jag svarar på vad {documents} säger.",
        "The question is not about the plans. I answer what {documents} say.",
    ),
    "opinion": (
        "Jag värderar och förutsäger inte; jag återger vad planerna säger.",
        "I give no opinions or predictions; I tell what the plans say.",
    ),
    "clarify": ("Frågan kan gälla flera saker. Vilken menar du?", "The question may mean several things. Which one?"),
    "no_part": ("För {year} hittade jag inget om detta.", "For {year} nothing was found on this."),
}  # fmt: skip

_NAMES: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.VERKSAMHETSPLAN: ("verksamhetsplanen", "operational plan"),
    DocumentKind.UTVECKLINGSPLAN: ("utvecklingsplanen", "development plan"),
    DocumentKind.VERKSAMHETSBERATTELSE: ("verksamhetsberättelsen", "annual report"),
    DocumentKind.DELARSRAPPORT: ("delårsrapporten", "interim report"),
    DocumentKind.ARSREDOVISNING: ("årsredovisningen", "annual accounts"),
    DocumentKind.INTERNKONTROLLPLAN: ("internkontrollplanen", "internal control plan"),
    DocumentKind.FARDPLAN: ("färdplanen", "roadmap"),
    DocumentKind.STRATEGI: ("strategin", "strategy"),
    DocumentKind.BUDGET: ("budgeten", "budget"),
    DocumentKind.PROTOKOLL: ("protokollet", "minutes"),
    DocumentKind.OVRIGT: ("dokumentet", "document"),
}

PLURALS = {
    "uppdrag": "uppdrag", "malsattning": "målsättningar", "styrtal": "styrtal", "delindikator": "delindikatorer", "risk": "risker",
    "fardplan": "färdplaner", "beredning": "beredningar", "vision": "visioner", "vardegrund": "värdeord", "malbild": "målbildens delar",
    "perspektiv": "perspektiv", "strategi": "strategier", "budgetpost": "budgetposter",
}  # fmt: skip
_TERM_PLURALS = {
    "målsättning": "målsättningar", "indikator": "indikatorer", "mått": "mått", "prioritering": "prioriteringar", "aktivitet": "aktiviteter",
}  # fmt: skip


def phrase(key: str, language: str, /, **fields: object) -> str:
    """A sentence of the frame in the question's language."""
    return PHRASES[key][1 if language == "en" else 0].format(**fields)


def document_name(document: Document, language: str = "sv") -> str:
    """How an answer speaks of a document: "verksamhetsplanen 2025"."""
    swedish, english = _NAMES[document.kind]
    return f"the {english} {document.year}" if language == "en" else f"{swedish} {document.year}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def label_of(element: Element) -> str:
    """An uppdrag as printed: `nr 9`, `HS nr 3`, `7c`; for others the plan's word and number."""
    if isinstance(element, Uppdrag):
        if not element.number:
            return "uppdraget"
        if element.part_of:
            return element.number
        series = element.series if element.series not in ("", "RF", None) else ""
        return f"{series} nr {element.number}".strip()
    return f"{element.term} {element.number}" if element.number else element.term


def plural(elements: list[Element], type_: str) -> str:
    """The plan's own word for these elements, in the plural."""
    terms = {e.term for e in elements}
    if len(terms) == 1:
        term = next(iter(terms))
        return _TERM_PLURALS.get(
            term, PLURALS[type_] if term not in ("effektmål", "nämndmål", "mål", "nyckeltal") else term
        )
    return PLURALS[type_]
