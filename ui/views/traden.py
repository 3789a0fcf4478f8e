"""The red thread of a plan, up and down, as a list and as a drawing.

`?plan=&fran=&visning=&sok=` choose; `?element=` opens the way from the top down to one line, which is marked.
"""

import streamlit as st

from ui import cards, components, tree
from ui.client import make_client
from ui.elements import fold
from ui.outline import Node, find_path, keep, to_outline
from ui.texts import traden as words

client = make_client()


def name_starts(nodes: list[Node]) -> dict[str, Node]:
    """Where the thread can be taken up: each line at the top, by a name of its own."""
    starts: dict[str, Node] = {}
    for node in nodes:
        name = node.text if len(node.text) < 90 else node.text[:88].rsplit(" ", 1)[0] + " …"
        starts[name if name not in starts else f"{name} ({node.kind})"] = node
    return starts


def show_list(nodes: list[Node], sought: str, element: str, whole: bool) -> None:
    """The outline, open where something is sought or one line is chosen; the way to an element open and marked."""
    found = nodes
    if sought:
        found = keep(nodes, lambda node: all(word in fold(node.text) for word in fold(sought).split()))
    if not found:
        st.write(words.NONE)
        return
    st.html(f'<p class="rt-liten">{words.OPEN_HINT}</p>')
    path = [node.id or node.text for node in find_path(nodes, element)] if element else []
    st.html(tree.to_html(found, client, path, all_open=bool(sought) or not whole))


def show_graph(root: Node) -> None:
    """The drawing, in a frame that can be scrolled with the keyboard."""
    st.html(f'<p class="rt-liten">{words.GRAPH_HELP}</p>')
    image = cards.to_image(tree.to_svg(root), words.GRAPH_ALT.format(start=root.text, n=tree.count(root)))
    st.html(f'<div class="rt-graf" role="region" tabindex="0" aria-label="{words.GRAPH_NAME}">{image}</div>')


components.show_head(words.TITLE, words.LEAD)
read = components.need(client.documents())
kinds = ("malsattning", "uppdrag", "vision", "malbild", "styrtal", "risk")
element = components.read_address("element")
plan = components.choose_plan(read, kinds, element)
outline = to_outline(components.need(client.elements(document=plan["id"])))
starts = name_starts(outline)
start = components.choose(words.FROM, [words.WHOLE, *starts], "fran")
shown = components.switch(words.SHOW, [words.OUTLINE, words.GRAPH], "visning")
chosen = [starts[start]] if start in starts else outline
st.html(cards.to_heading(components.name_plan(plan)))
if shown == words.GRAPH:
    show_graph(chosen[0] if start in starts else Node("", components.name_plan(plan), children=tuple(outline)))
else:
    show_list(chosen, components.search_box(words.SEARCH, "sok"), element, start not in starts)
