"""Risks by area and year with their åtgärder and what has changed. `?ar=&omrade=&sok=` choose."""

from html import escape

import streamlit as st

from api.models import Changes, ElementOut
from api.reports.words import FIELDS
from ui import cards, components, texts
from ui.client import make_client
from ui.elements import find_words, find_years, get_measures, get_text
from ui.texts import risker as words

client = make_client()


def to_risk(risk: ElementOut, change: str) -> str:
    """A risk: its words, what has changed, its facts, its åtgärder and its place."""
    facts = [f"{name}: {get_text(risk, field)}" for field, name in words.FACTS.items() if get_text(risk, field)]
    measures = [measure.text for measure in get_measures(risk)]
    done = (
        f'<p class="rt-ledrad">{words.MEASURES}</p>{cards.to_list(measures)}' if measures
        else cards.to_small(words.NO_MEASURES)
    )  # fmt: skip
    told = cards.to_small(" · ".join(filter(None, [change, *facts])))
    return (
        f'<div class="rt-element"><h3>{escape(risk.text)}</h3>{told}'
        f"{done}{cards.to_sources(risk.citations, client)}{cards.to_note(risk)}</div>"
    )


def tell_changes(compared: Changes | None, older: int) -> dict[str, str]:
    """Risk id → what has become of it since the year before, in words."""
    if compared is None:
        return {}
    told = {one.id: words.NEW.format(year=older) for one in compared.added}
    for one in compared.changed:
        details = [FIELDS.get(d.field, d.field).lower() for d in one.details]
        said = f" ({', '.join(dict.fromkeys(details))})" if details else ""
        told[one.to] = words.CHANGED.format(year=older) + said
    return told | {one.to: words.KEPT.format(year=older) for one in compared.kept}


def show_risks(risks: list[ElementOut], told: dict[str, str]) -> None:
    """The risks under their areas."""
    st.html(f'<p class="rt-liten">{words.COUNT_ONE if len(risks) == 1 else words.COUNT.format(n=len(risks))}</p>')
    if not risks:
        st.write(words.NONE)
    for area in dict.fromkeys(get_text(one, "area") for one in risks):
        st.html(cards.to_heading(area or words.NO_AREA))
        st.html("".join(to_risk(one, told.get(one.id, "")) for one in risks if get_text(one, "area") == area))


def choose_risks(risks: list[ElementOut]) -> list[ElementOut]:
    """Those of an area, and with the words that are sought in the risk or its åtgärder."""
    areas = [area for area in dict.fromkeys(get_text(one, "area") for one in risks) if area]
    left, right = st.columns(2)
    with left:
        area = components.choose(words.AREA, [words.EVERY_AREA, *areas], "omrade")
    with right:
        sought = components.search_box(words.SEARCH, "sok")
    kept = {one.id for one in find_words(risks, sought)}
    return [one for one in risks if one.id in kept and area in (words.EVERY_AREA, get_text(one, "area"))]


components.show_head(words.TITLE, words.LEAD)
years = find_years(components.need(client.documents()), ["risk"])
if not years:
    st.write(words.NONE_AT_ALL)
    st.stop()
year = int(components.choose(words.YEAR, [str(one) for one in years], "ar"))
before = next((one for one in years if one < year), None)
compared = components.need(client.changes(before, year, "risk")) if before else None
found = components.need(client.elements(type="risk", year=year))
show_risks(choose_risks(found), tell_changes(compared, before or year))
if compared and compared.dropped:
    st.html(cards.to_heading(words.GONE.format(older=before, newer=year)))
    st.html("".join(cards.to_element(one, client, year=True) for one in compared.dropped))
query: dict[str, str | int] = {"type": "risk", "year": year}
st.html(cards.to_downloads([
    (name, client.open_address("/api/elements", **query, format=form))
    for name, form in ((texts.TABLE_CSV, "csv"), (texts.TABLE_XLSX, "xlsx"))
]))
