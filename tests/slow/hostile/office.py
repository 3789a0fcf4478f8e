"""Word and PowerPoint files: zip bombs, lying archives, XML bombs, deep nesting, figures past all bounds."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping

BODY = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_SAID = "<w:p><w:r><w:t>Verksamhetsplan 2025</w:t></w:r></w:p>"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPES = {
    "skratt": f'<!DOCTYPE x [<!ENTITY l0 "HEMLIGKOD">{_LAUGHS}]>|&l11;',
    "kvadrat": f'<!DOCTYPE x [<!ENTITY a "{"HEMLIGKOD" * 20_000}">]>|{"&a;" * 20_000}',
    "yttre-fil": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>|&a;',
    "yttre-nat": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:48999/HEMLIGKOD">]>|&a;',
    "parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>|',
    "yttre-dtd": '<!DOCTYPE x SYSTEM "http://127.0.0.1:48999/x.dtd">|',
    "nolla": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///dev/zero">]>|&a;',
}


def repacked(data: bytes, parts: Mapping[str, str | bytes | None]) -> bytes:
    """The archive with parts replaced, added, or (None) gone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
        for name, content in parts.items():
            if content is not None:
                new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def part(data: bytes, name: str) -> str:
    """A part's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def cases(word: bytes, slides: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and bytes."""
    for suffix, data, main in (("docx", word, BODY), ("pptx", slides, "ppt/slides/slide1.xml")):
        for name, bad in (*_archives(data, main), *_entities(data, main)):
            yield f"{name}.{suffix}", bad
    for name, content in _bodies():
        yield f"{name}.docx", repacked(word, {BODY: f"<w:document {W}><w:body>{content}</w:body></w:document>"})
    for name, parts in _word_parts(word):
        yield f"{name}.docx", repacked(word, parts)
    for name, parts in _slide_parts(slides):
        yield f"{name}.pptx", repacked(slides, parts)


def _archives(data: bytes, main: str) -> Iterator[tuple[str, bytes]]:
    text = part(data, main)
    inner = repacked(data, {"lager.bin": bytes(5_000_000)})
    for _ in range(4):
        inner = repacked(data, {f"lager{n}.zip": inner for n in range(5)})
    flat = repacked(data, {main: text.replace("<", " " * 300_000 + "<", 1000)})
    yield "zip-platt", flat
    yield "zip-nastlad", inner
    yield "zip-ljug-om-storlek", _lying(repacked(data, {main: text + " " * 500_000_000}))
    yield "zip-stor-del", repacked(data, {"word/media/bild.bin": bytes(390_000_000)})
    yield "zip-uppat", repacked(data, {f"../../../../tmp/hostile-{n}": "x" for n in range(9)} | {"/etc/hostile": "x"})
    yield "zip-tomma-namn", repacked(data, {"word/\x00a": "x", "C:\\x": "x", "a" * 60_000: "x"})
    yield "zip-tusen", repacked(data, {f"skrap/{n}": "" for n in range(60_000)})
    yield "zip-krypterad", _flagged(data, 1)
    yield "zip-okand-metod", _flagged(data, 0, method=97)
    yield "zip-saknar-del", repacked(data, {main: None})
    yield "zip-tom-del", repacked(data, {main: ""})
    yield (
        "zip-fel-typ",
        repacked(data, {"[Content_Types].xml": part(data, "[Content_Types].xml").replace("main+xml", "x")}),
    )
    yield "zip-binar-del", repacked(data, {main: bytes(range(256)) * 100})
    yield "zip-djup-xml", repacked(data, {main: text.replace("?>", "?>" + "<a>" * 200_000, 1)})


def _lying(data: bytes) -> bytes:
    """The archive with every unpacked size told as ten bytes."""
    turned, at = bytearray(data), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", turned, at + 24, 10)
        at += 4
    return bytes(turned)


def _flagged(data: bytes, flag: int, method: int | None = None) -> bytes:
    turned, at = bytearray(data), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        turned[at + 8] |= flag
        if method is not None:
            struct.pack_into("<H", turned, at + 10, method)
        at += 4
    return bytes(turned)


def _entities(data: bytes, main: str) -> Iterator[tuple[str, bytes]]:
    for name, bad in DOCTYPES.items():
        doctype, use = bad.split("|")
        text = part(data, main)
        head, rest = text.split("?>", 1) if "?>" in text else ("<?xml version='1.0'", text)
        for mark in ("</w:t>", "</a:t>"):
            rest = rest.replace(mark, use + mark, 1)
        yield f"xml-{name}", repacked(data, {main: f"{head}?>{doctype}{rest}"})
    for name in ("[Content_Types].xml", "_rels/.rels", "docProps/core.xml"):
        doctype, use = DOCTYPES["skratt"].split("|")
        text = part(data, name).split("?>", 1)[-1]
        bad_part = doctype + text.replace("</", use + "</", 1)
        yield f"xml-skratt-{name.strip('[]').replace('/', '-')[:8]}", repacked(data, {name: bad_part})
    rels = part(data, "_rels/.rels").replace("</Relationships>", "")
    link = (
        '<Relationship Id="r99" Type="http://x/attachedTemplate" TargetMode="External" '
        'Target="http://127.0.0.1:48999/x"/>'
    )
    yield "lank-yttre", repacked(data, {"_rels/.rels": rels + link + "</Relationships>"})
    yield (
        "lank-uppat",
        repacked(data, {"_rels/.rels": rels.replace(main.split("/")[0], "../../../etc") + "</Relationships>"}),
    )


def _bodies() -> Iterator[tuple[str, str]]:
    said = _SAID
    cell = "<w:tc>{}<w:p/></w:tc>"
    deep = said
    for _ in range(60):
        deep = f"<w:tbl><w:tr>{cell.format(deep)}{cell.format(said)}</w:tr></w:tbl>"
    yield "tabeller-i-tabeller", deep
    yield "tabeller-mycket-djupt", "<w:tbl><w:tr><w:tc>" * 3000 + said + "</w:tc></w:tr></w:tbl>" * 3000
    yield "innehallskontroller", "<w:sdt><w:sdtContent>" * 100 + said + "</w:sdtContent></w:sdt>" * 100
    yield "textrutor", "<w:p><w:r><w:txbxContent>" * 80 + said + "</w:txbxContent></w:r></w:p>" * 80
    span = "<w:tc><w:tcPr><w:gridSpan w:val='1000000000'/></w:tcPr><w:p/></w:tc>"
    yield "spann-miljard", f"<w:tbl>{('<w:tr>' + span * 50 + '</w:tr>') * 200}</w:tbl>{said}"
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 60 + "</w:tr>"
    yield "stor-tabell", f"{said}<w:tbl>{row * 700}</w:tbl>"
    yield "hundratusen-stycken", said * 100_000
    yield "langt-stycke", f"<w:p><w:r><w:t>{'Nämnden ska läsa. ' * 300_000}</w:t></w:r></w:p>"
    yield "manga-brytningar", "<w:p>" + "<w:r><w:br/><w:tab/></w:r>" * 200_000 + "</w:p>" + said
    yield "fotnoter", said + "<w:p>" + "<w:r><w:footnoteReference w:id='-1'/></w:r>" * 1000 + "</w:p>"
    yield (
        "nivaer",
        f"<w:p><w:pPr><w:outlineLvl w:val='{'9' * 5000}'/>"
        f"<w:numPr><w:ilvl w:val='99999999'/><w:numId w:val='1'/></w:numPr></w:pPr></w:p>{said}",
    )
    yield "citat-i-numret", f"<w:p><w:pPr><w:numPr><w:numId w:val=\"1' or '1'='1\"/></w:numPr></w:pPr></w:p>{said}"
    yield "tom-kropp", ""


def _word_parts(word: bytes) -> Iterator[tuple[str, dict[str, str | bytes | None]]]:
    styles = part(word, "word/styles.xml")
    yield (
        "formatmall-slinga",
        {"word/styles.xml": styles.replace('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="ListNumber"/>')},
    )
    numbering = part(word, "word/numbering.xml")
    huge = numbering.replace('<w:start w:val="1"/>', '<w:start w:val="2000000000"/>')
    for shape in ("lowerRoman", "upperLetter"):
        yield (
            f"numrering-{shape}",
            {"word/numbering.xml": huge.replace('"decimal"', f'"{shape}"').replace('"bullet"', f'"{shape}"')},
        )
    yield (
        "numrering-monster",
        {"word/numbering.xml": numbering.replace('w:lvlText w:val="', f'w:lvlText w:val="{"%1" * 30_000}')},
    )
    yield "numrering-tom", {"word/numbering.xml": f"<w:numbering {W}/>"}
    yield "egenskaper", {"docProps/core.xml": "<x/>"}


def _slide_parts(slides: bytes) -> Iterator[tuple[str, dict[str, str | bytes | None]]]:
    name = "ppt/slides/slide1.xml"
    text = part(slides, name)
    points = "<a:p><a:pPr{}><a:buAutoNum type='{}' startAt='{}'/></a:pPr><a:r><a:t>Nämnden</a:t></a:r></a:p>"
    for kind in ("romanLcPeriod", "alphaUcPeriod", "arabicPeriod"):
        yield (
            f"numrering-{kind}",
            {name: text.replace("</p:txBody>", points.format("", kind, 2_000_000_000) + "</p:txBody>")},
        )
    yield "niva-99", {name: text.replace("</p:txBody>", points.format(" lvl='99'", "arabicPeriod", 1) + "</p:txBody>")}
    yield (
        "tiotusen-punkter",
        {name: text.replace("</p:txBody>", "<a:p><a:r><a:t>Nämnden</a:t></a:r></a:p>" * 50_000 + "</p:txBody>")},
    )
    shape = text[text.index("<p:sp>") : text.index("</p:spTree>")]
    group = "<p:grpSp><p:nvGrpSpPr><p:cNvPr id='9' name='g'/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"
    yield "grupper", {name: text.replace(shape, group * 80 + shape + "</p:grpSp>" * 80)}
    yield "grupper-djupt", {name: text.replace(shape, group * 5000 + shape + "</p:grpSp>" * 5000)}
    yield "tusen-former", {name: text.replace(shape, shape * 5000)}
    tall = (
        "<a:tr h='1'>"
        + "<a:tc gridSpan='1000000000' rowSpan='1000000000'><a:txBody><a:bodyPr/><a:p/></a:txBody></a:tc>" * 20
        + "</a:tr>"
    )
    frame = (
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='7' name='t'/><p:cNvGraphicFramePr/><p:nvPr/>"
        "</p:nvGraphicFramePr><p:xfrm/><a:graphic>"
        "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/table'>"
        f"<a:tbl><a:tblPr/><a:tblGrid/>{tall * 200}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    yield "spann-miljard", {name: text.replace("</p:spTree>", frame + "</p:spTree>")}
    pages = part(slides, "ppt/presentation.xml")
    sheet = pages[pages.index("<p:sldId ") : pages.index("</p:sldIdLst>")]
    yield "bild-tiotusen-ganger", {"ppt/presentation.xml": pages.replace(sheet, sheet * 10_000)}
    yield "bild-pa-avvagar", {"ppt/presentation.xml": pages.replace(sheet, sheet.replace("rId", "rId9"))}
