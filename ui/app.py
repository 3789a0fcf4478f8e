"""The Streamlit router: each view is a file. `server.py` serves it."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from ui import markup, texts
from ui.client import Trouble, make_client
from ui.components import get_region, show_building

HERE = Path(__file__).parent


@st.cache_data(ttl=300, show_spinner=False)
def find_region(address: str) -> str:
    """The region's name, asked for now and then; raises `LookupError`, which is not kept, while the API is down."""
    documents = make_client().documents()
    if isinstance(documents, Trouble):
        raise LookupError(documents.title)
    return get_region(documents)


def make_pages() -> list[st.Page]:
    """The views, the first of them at the root."""
    return [st.Page(HERE / "views" / f"{name}.py", title=title, url_path=name, default=name == "fraga")
            for name, title in texts.PAGES.items()]


chosen = st.navigation(make_pages(), position="top")
title = " · ".join(dict.fromkeys((chosen.title, texts.NAME)))
st.set_page_config(page_title=title, page_icon=str(HERE / "traden.svg"), layout="centered")
st.logo(str(HERE / "traden.svg"))
region, client = "", make_client()
with suppress(LookupError):
    region = find_region(client.address)
st.html(markup.to_small(f"{texts.NAME}{f' · {region}' if region else ''}"))
if chosen.url_path != "dokument":  # that view follows a build itself
    show_building(client.publishing())
chosen.run()
st.html(markup.to_small(texts.NAVIGATION_FOOTER))
