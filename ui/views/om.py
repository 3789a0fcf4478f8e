"""How it works, how often it is right, what it cannot do, and its accessibility."""

import re
import tomllib
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any

import streamlit as st

from ui import cards, components, markup
from ui.client import Trouble, make_client
from ui.texts import om as words

HERE = Path(__file__).parent.parent
client = make_client()


def read(name: str) -> str:
    """One of the long texts."""
    return (HERE / "texts" / f"{name}.md").read_text(encoding="utf-8")


def show_measured(figures: list[dict[str, Any]]) -> None:
    """The figures that were measured, each with what it was measured on and how to repeat it."""
    st.html(cards.to_heading(words.MEASURED))
    for one in figures:
        st.html(cards.to_paragraph(words.MEASURED_LEAD.format(date=one["date"], over=one["over"])))
        rows = [
            (row["what"], words.MEASURED_RATIO.format(**row), f"{100 * row['right'] / row['of']:.0f} %")
            for row in one["rows"]
        ]
        st.html(cards.to_table(words.MEASURED_TABLE.format(over=one["over"]), words.MEASURED_COLUMNS, rows))
        st.html(cards.to_small(words.MEASURED_HOW.format(command=one["command"])))


def show_release() -> None:
    """Which release answers now."""
    releases = client.releases()
    serving = [] if isinstance(releases, Trouble) else [one for one in releases if one.serving]
    for one in serving:
        st.html(cards.to_heading(words.RELEASE))
        counts = {name: one.counts.get(name, 0) for name in ("documents", "passages")}
        st.write(words.RELEASE_TOLD.format(id=one.id, built=one.built[:10], **counts))


def find_licences() -> list[tuple[str, str, str]]:
    """What the service is built on: name, version and licence, as each package tells it."""
    found = []
    for line in metadata.requires("roda-traden") or []:
        if "extra ==" in line:
            continue
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        told = metadata.metadata(name)
        kinds = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
        said = [line.strip().splitlines()[0] for line in told.get_all("License") or [] if line.strip()]
        licence = ", ".join(told.get_all("License-Expression") or kinds or said) or words.LICENCE_UNSAID
        found.append((name, metadata.version(name), licence))
    return found


components.show_head(words.TITLE)
st.markdown(read("om"))
known = tomllib.loads((HERE / "matvarden.toml").read_text(encoding="utf-8"))
show_measured(known["measured"])
st.markdown(read("granser"))
show_release()
st.markdown(read("tillganglighet").format(known=known["known_faults"]))
st.html(cards.to_heading(words.LICENCES) + cards.to_paragraph(words.LICENCES_LEAD))
rows = [tuple(map(escape, licence)) for licence in find_licences()]
st.html(cards.to_table(words.LICENCES, words.LICENCES_COLUMNS, rows))
st.html(markup.to_link(words.PLAIN, client.open_address("/")))
