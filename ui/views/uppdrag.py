"""Uppdrag over the years: one thread, two years compared, what people decide. `?element=`, `?visa=`, `?fran=&till=`."""

import streamlit as st

from api.models import ElementOut
from api.reports.words import label, labelled, short
from ui import cards, components, deciding, texts, threads
from ui.client import make_client
from ui.elements import PLANS, find_words, find_years
from ui.texts import uppdrag as words

client = make_client()
KINDS = {name: kind for kind, name in texts.TYPES.items()}


def show_thread(id: str) -> None:
    """One uppdrag's thread, its follow-up, its papers, and the way to correct it."""
    thread = components.need(client.history(id))
    chosen = next(one for one in thread.items if one.id == id)
    components.link_to_view("uppdrag", words.BACK)
    newest = thread.items[-1]
    st.html(cards.to_heading(f"{labelled(newest)}: {short(newest.text, 140)}"))
    st.write(" ".join(threads.to_life(thread)))
    path = f"/api/elements/{id}/history"
    st.html(cards.to_downloads([
        (texts.WORD, client.open_address(path, format="docx")), (texts.PRINT, client.open_address(path, format="html")),
    ]))
    st.html(threads.to_timeline(thread, client))
    components.link_to_view("traden", words.IN_THREAD.format(name=labelled(chosen)), element=id)
    st.html(cards.to_heading(words.REPORTED) + threads.to_reported(thread.reported, client))
    deciding.show_correcting(chosen)


def show_choice(years: list[int]) -> None:
    """The uppdrag to choose among."""
    left, right = st.columns([3, 1])
    with left:
        sought = components.search_box(words.SEARCH, "sok")
    with right:
        year = components.choose(words.YEAR, [*map(str, years), words.EVERY_YEAR], "ar")
    wanted = {"year": int(year)} if year.isdigit() else {}
    found = components.need(client.elements(type="uppdrag", **wanted))
    found = find_words((one for one in found if one.document.kind in PLANS), sought)
    st.html(cards.to_heading(words.FOUND_ONE if len(found) == 1 else words.FOUND.format(n=len(found))))
    if not found:
        st.write(words.NONE)
    for one in found[: words.MOST]:
        show_line(one)
    if len(found) > words.MOST:
        st.write(words.MORE.format(n=words.MOST))


def show_line(one: ElementOut) -> None:
    """An uppdrag as a link to its thread."""
    components.link_to_view("uppdrag", f"{label(one)} ({one.year}): {short(one.text, 160)}", element=one.id)


def show_two(years: list[int]) -> None:
    """Two years side by side: what came, went, changed and stayed."""
    if len(years) < 2:
        st.write(words.ONE_YEAR)
        return
    known = [str(year) for year in years]
    columns = st.columns(3)
    with columns[0]:
        older = components.choose(words.FROM, known, "fran", known[1])
    with columns[1]:
        newer = components.choose(words.TO, known, "till", known[0])
    with columns[2]:
        kind = components.choose(words.KIND, list(KINDS), "slag")
    if older == newer:
        st.write(words.SAME_YEAR)
        return
    compared = components.need(client.changes(int(older), int(newer), KINDS[kind]))
    st.html(threads.to_counts(compared))
    query = {"from": older, "to": newer, "type": KINDS[kind]}
    forms = ((texts.TABLE_CSV, "csv"), (texts.WORD, "docx"), (texts.PRINT, "html"))
    st.html(cards.to_downloads([
        (name, client.open_address("/api/changes", **query, format=form)) for name, form in forms
    ]))
    for part, name in words.PARTS.items():
        n, html = threads.to_part(compared, part, client)
        st.html(cards.to_heading(f"{name} ({n})"))
        st.html(cards.to_small(words.EXPLAIN[part].format(older=older, newer=newer)))
        st.html(html or cards.to_paragraph(words.NOTHING))


components.show_head(words.TITLE, words.LEAD)
read = components.need(client.documents())
planned = find_years(read, ["uppdrag"])
element = components.read_address("element")
if not planned:
    st.write(texts.PLANS_NONE)
elif element:
    show_thread(element)
else:
    shown = components.switch(words.SHOW, [words.ONE, words.TWO, words.DOUBT], "visa")
    if shown == words.ONE:
        show_choice(planned)
    elif shown == words.TWO:
        show_two(find_years(read))
    else:
        deciding.show_reviews(client)
