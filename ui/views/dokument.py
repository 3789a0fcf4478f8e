"""What was read: the documents with their counts, and what a person should look at."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui import components, markup, texts
from ui.client import DocumentJson, Trouble, make_client


def show_documents(documents: list[DocumentJson]) -> None:
    """Each document with what it gave, and the way to read it."""
    if not documents:
        st.write(texts.DOCUMENTS_NONE)
    st.html(f'<h2 class="rt-dold">{texts.DOCUMENTS_TITLE}</h2>')
    for document in documents:
        with st.container(border=True):
            st.html(markup.to_document(document))
            components.link_to_reader(f"{texts.READ} {components.plain(document['title'])}", document)


def show_findings(report: Mapping[str, Any], titles: Mapping[str, str]) -> None:
    """The findings, each with its document, and the files that were left out."""
    st.html(f'<h2 class="rt-rubrik">{texts.FINDINGS_TITLE}</h2>')
    findings = [to_words(finding, titles) for finding in report.get("findings", [])]
    st.write(texts.FINDINGS_LEAD if findings else texts.FINDINGS_NONE)
    if findings:
        st.html(markup.to_list(findings))
    if report.get("rejected"):
        st.html(f'<h2 class="rt-rubrik">{texts.REJECTED_TITLE}</h2>')
        st.html(markup.to_list([f"{one['path']}: {one['reason']}" for one in report["rejected"]]))


def to_words(finding: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """A finding as a line: how grave, where, what."""
    severity = texts.SEVERITIES.get(finding["severity"], finding["severity"])
    where = titles.get(finding.get("document") or "", "")
    return f"{severity}{f' i {where}' if where else ''}: {finding['message']}"


def show_unread(report: Mapping[str, Any], titles: Mapping[str, str]) -> None:
    """What gave no element, closed until asked for."""
    unread = report.get("unread", [])
    if unread:
        with st.expander(texts.UNREAD_TITLE.format(n=len(unread))):
            st.write(texts.UNREAD_LEAD)
            places = [f"{titles.get(one['document'], one['document'])}: {one['text']}" for one in unread]
            st.html(markup.to_list(places))


client = make_client()
components.show_head(texts.DOCUMENTS_TITLE, texts.DOCUMENTS_LEAD)
found, checked = client.documents(), client.validation()
if isinstance(found, Trouble):
    components.show_trouble(found)
else:
    show_documents(found)
    names = {document["id"]: document["title"] for document in found}
    if isinstance(checked, Trouble):
        components.show_trouble(checked)
    else:
        show_findings(checked, names)
        show_unread(checked, names)
