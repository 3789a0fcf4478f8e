"""Each styrtal over the plan years, drawn and in a table. `?mal=&sok=&organisation=` choose."""

from html import escape
from itertools import pairwise

import streamlit as st

from api.models import ElementOut
from api.reports.words import label
from ui import cards, components, texts
from ui.charts import to_chart
from ui.client import make_client
from ui.elements import PLANS, find_words, find_years, get_text, get_values
from ui.series import (
    ROWS,
    Series,
    can_draw,
    describe,
    find_objectives,
    to_direction,
    to_distance,
    to_printed,
    to_series,
)
from ui.shapes import DocumentJson
from ui.texts import styrtal as words

KINDS = ("styrtal", "delindikator")
NOT_DRAWN = f'<p class="rt-liten">{words.NOT_DRAWN}</p>'
client = make_client()


def find_series(documents: list[DocumentJson]) -> list[Series]:
    """Every styrtal of the plans, the newest plans' first, in reading order."""
    found = components.need(client.elements(type="styrtal,delindikator"))
    planned = [one for one in found if one.document.kind in PLANS]
    years = sorted(find_years(documents, KINDS))
    compared = [
        components.need(client.changes(older, newer, kind)) for older, newer in pairwise(years) for kind in KINDS
    ]
    return sorted(to_series(planned, compared), key=lambda one: -one.newest.year)


def choose_series(series: list[Series]) -> list[Series]:
    """Those of a målsättning, and with the words that are sought."""
    objectives = find_objectives(series)
    left, right = st.columns(2)
    with left:
        name = components.choose(words.OBJECTIVE, [words.ALL, *objectives], "mal")
    with right:
        sought = components.search_box(words.SEARCH, "sok")
    kept = {one.id for one in find_words((one.newest for one in series), sought)}
    wanted = objectives.get(name)
    return [
        one for one in series
        if one.newest.id in kept and (wanted is None or (one.newest.objective and one.newest.objective.id == wanted))
    ]  # fmt: skip


def show_series(series: Series, newest_year: int) -> None:
    """One styrtal: its newest words, how far it is to the target, the drawing and the table."""
    one = series.newest
    with st.container(border=True):
        name = f"{label(one)}: {one.text}" if one.number else one.text
        st.html(cards.to_heading(name, 3) + to_told(one, newest_year))
        drawing = cards.to_image(to_chart(series), describe(series)) if can_draw(series) else NOT_DRAWN
        st.html(f'<div class="rt-par">{drawing}{to_values(series)}</div>')
        st.html(cards.to_sources(one.citations, client) + cards.to_note(one))


def to_told(one: ElementOut, newest_year: int) -> str:
    """Objective, direction, distance and caveats."""
    lines = [to_direction(one), f"{words.DISTANCE.format(year=one.year)}: {to_distance(one)}"]
    if one.objective:
        lines.insert(0, f"{words.OBJECTIVE}: {one.objective.number or ''} {one.objective.name}".replace(":  ", ": "))
    if one.year < newest_year:
        lines.append(words.OLDER_ONLY.format(year=newest_year))
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    note = get_text(one, "note")
    return told + (f'<p class="rt-forbehall"><strong>{words.CAVEAT}:</strong> {escape(note)}</p>' if note else "")


def to_values(series: Series) -> str:
    """The figures by plan year, as printed."""
    rows = []
    for item in series.items:
        values = get_values(item)
        cells = [escape(to_printed(values.get(key))) for key, _ in ROWS]
        outcome = values.get("outcome")
        if outcome and outcome.period and outcome.period not in outcome.text:
            cells[0] += f' <span class="rt-liten">({escape(words.PERIOD.format(period=outcome.period))})</span>'
        rows.append([str(item.year), *cells])
    columns = [words.YEAR, *(name for _, name in ROWS)]
    newest = series.newest
    name = f"{label(newest)} ({newest.year}): {newest.text}" if newest.number else f"{newest.text} ({newest.year})"
    return cards.to_table(words.TABLE.format(name=name), columns, rows)


components.show_head(words.TITLE, words.LEAD)
read = components.need(client.documents())
if not find_years(read, KINDS):
    st.write(words.NONE_AT_ALL)
    st.stop()
chosen = choose_series(find_series(read))
newest = find_years(read, KINDS)[0]
st.html(cards.to_heading(words.COUNT_ONE if len(chosen) == 1 else words.COUNT.format(n=len(chosen))))
if not chosen:
    st.write(words.NONE)
for one in chosen:
    show_series(one, newest)
files = [(texts.TABLE_CSV, "csv"), (texts.TABLE_XLSX, "xlsx")]
st.html(cards.to_downloads([
    (name, client.open_address("/api/elements", type=KINDS, format=form)) for name, form in files
]))
