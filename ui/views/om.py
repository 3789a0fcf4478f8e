"""How it works and what it cannot do."""

import streamlit as st

from ui import components, markup, texts
from ui.client import make_client

components.show_head(texts.ABOUT_TITLE)
st.markdown(texts.ABOUT)
st.html(markup.to_link(texts.ABOUT_PLAIN, make_client().open_address("/")))
