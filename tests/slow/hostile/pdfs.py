"""PDF files written by hand: loops, bombs, lies about sizes, scripts, pictures without text."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F 12 Tf 72 700 Td (Verksamhetsplan 2025 for namnden) Tj ET "
SCRIPT = b"app.launchURL('http://127.0.0.1:48999/HEMLIGKOD')"


def stream(data: bytes, extra: bytes = b"", *, filters: int = 0, length: int | None = None) -> bytes:
    """A stream object, packed `filters` times; `length` is what it says of its length."""
    for _ in range(filters):
        data = zlib.compress(data, 9)
    names = b"/Filter[" + b"/FlateDecode" * filters + b"]" if filters else b""
    size = len(data) if length is None else length
    return b"<</Length %d%s%s>>stream\n%s\nendstream" % (size, names, extra, data)


def pdf(objects: Mapping[int, bytes] = {}, *, catalog: bytes = b"", trailer: bytes = b"", tail: bytes = b"") -> bytes:
    """A file of one page, in which `objects` stand in the place of, or beside, the usual ones."""
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        2: TREE,
        3: PAGE,
        4: stream(WORDS),
        5: FONT,
        **objects,
    }
    out, places = io.BytesIO(), {}
    out.write(b"%PDF-1.7\n")
    for number, body in parts.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(parts) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f"))
    out.write(b"trailer\n<</Size %d/Root 1 0 R%s>>\n%sstartxref\n%d\n%%%%EOF\n" % (size, trailer, tail, start))
    return out.getvalue()


def page(extra: bytes) -> dict[int, bytes]:
    """The page with more in its dictionary, which comes first and so counts."""
    return {3: PAGE.replace(b"/Type/Page", b"/Type/Page" + extra, 1)}


def drawing(content: bytes) -> dict[int, bytes]:
    """The page with other contents."""
    return {4: stream(content, filters=1)}


def cases() -> Iterator[tuple[str, bytes]]:
    """Names and bytes."""
    for name, data in (*_loops(), *_bombs(), *_depths(), *_swellings(), *_lies(), *_actions(), *_pictures()):
        yield f"{name}.pdf", data


def _loops() -> Iterator[tuple[str, bytes]]:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>>>"
    looped = page(b"/Resources<</XObject<</X 6 0 R>>>>")
    outline = {6: b"<</Type/Outlines/First 7 0 R/Last 7 0 R>>", 7: b"<</Title(a)/Parent 6 0 R/Next 7 0 R/First 6 0 R>>"}
    yield "slinga-sidtrad", pdf({2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"})
    yield (
        "slinga-sidtrad-lang",
        pdf({2: b"<</Type/Pages/Kids[6 0 R]/Count 9>>", 6: b"<</Type/Pages/Kids[2 0 R]/Count 9>>"}),
    )
    yield "slinga-foralder", pdf({2: TREE[:-2] + b"/Parent 2 0 R>>"})
    yield "slinga-prev", pdf(trailer=b"/Prev 9")
    yield "slinga-langd", pdf({4: b"<</Length 4 0 R>>stream\nx\nendstream"})
    yield "slinga-innehall", pdf({4: b"[4 0 R 4 0 R]"})
    yield "slinga-hanvisning", pdf({5: b"5 0 R", 3: PAGE.replace(b"4 0 R", b"6 0 R"), 6: b"7 0 R", 7: b"6 0 R"})
    yield (
        "slinga-form",
        pdf({**looped, **drawing(WORDS + b"/X Do"), 6: stream(b"/X Do /Y Do", form), 7: stream(b"/X Do /X Do", form)}),
    )
    yield "slinga-objektstrom", pdf({6: stream(b"6 0 7 1 1", b"/Type/ObjStm/N 2/First 8/Extends 6 0 R")})
    yield "slinga-oversikt", pdf(outline, catalog=b"/Outlines 6 0 R")
    yield (
        "slinga-struktur",
        pdf(
            {6: b"<</Type/StructTreeRoot/K[7 0 R]>>", 7: b"<</S/P/P 6 0 R/K[7 0 R 6 0 R]>>"},
            catalog=b"/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>",
        ),
    )
    yield "slinga-namn", pdf({6: b"<</Kids[6 0 R]>>"}, catalog=b"/Names<</Dests 6 0 R>>/PageLabels 6 0 R")
    yield (
        "slinga-teckensnitt",
        pdf(
            {
                5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]"
                b"/FirstChar 32/LastChar 126/Widths[9]"
                b"/CharProcs<</a 6 0 R>>/Encoding<</Differences[32/a/a]>>/Resources<</Font<</F 5 0 R>>>>>>",
                6: stream(WORDS),
            }
        ),
    )


def _bombs() -> Iterator[tuple[str, bytes]]:
    giga = zlib.compress(zlib.compress(bytes(400_000_000), 9), 9)
    yield "bomb-nollor", pdf({4: stream(giga, b"/Filter[/FlateDecode/FlateDecode]")})
    yield "bomb-tre-varv", pdf({4: stream(WORDS + b" " * 30_000_000, filters=3)})
    yield "bomb-ord", pdf(drawing(b"BT /F 1 Tf " + b"(Namnden) Tj " * 2_000_000 + b"ET"))
    yield "bomb-tecken", pdf(drawing(b"BT /F 1 Tf (" + b"a" * 3_000_000 + b") Tj ET"))
    yield "bomb-streck", pdf(drawing(WORDS + b"0 0 m 9 9 l S " * 300_000))
    yield (
        "bomb-rutor",
        pdf(drawing(WORDS + b"".join(b"%d %d 4 4 re S " % (n % 140 * 4, n // 140 * 4) for n in range(140 * 200)))),
    )
    yield "bomb-spara", pdf(drawing(b"q " * 2_000_000 + WORDS))
    yield "bomb-listor", pdf(drawing(b"[" * 500_000 + WORDS))


def _depths() -> Iterator[tuple[str, bytes]]:
    yield "djupa-listor", pdf({6: b"[" * 200_000 + b"]" * 200_000}, catalog=b"/X 6 0 R")
    yield "djupa-ordbocker", pdf({6: b"<</A" * 100_000 + b"1" + b">>" * 100_000}, catalog=b"/X 6 0 R")
    yield "djupa-i-katalogen", pdf(catalog=b"/X" + b"[" * 100_000 + b"]" * 100_000)
    yield (
        "djupt-sidtrad",
        pdf(
            {
                2: b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
                **{
                    n: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (n - 1, n + 1 if n < 5000 else 3)
                    for n in range(6, 5001)
                },
            }
        ),
    )


def _swellings() -> Iterator[tuple[str, bytes]]:
    yield (
        "bomb-cmap",
        pdf(
            {
                5: FONT[:-2] + b"/ToUnicode 6 0 R>>",
                6: stream(
                    b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange "
                    b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"
                ),
            }
        ),
    )
    yield (
        "bomb-bredder",
        pdf(
            {
                5: b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
                6: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/W[0 2000000000 500]"
                b"/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>>>",
            }
        ),
    )
    yield "bomb-objektstrom", pdf({6: stream(b"9 0 " * 1_000_000, b"/Type/ObjStm/N 1000000/First 4000000", filters=1)})
    yield "hundratusen-sidor", pdf({2: b"<</Type/Pages/Kids[" + b"3 0 R " * 100_000 + b"]/Count 100000>>"})
    yield (
        "sidor-i-kvadrat",
        pdf(
            {
                2: b"<</Type/Pages/Kids[" + b"6 0 R " * 1000 + b"]/Count 1000000>>",
                6: b"<</Type/Pages/Parent 2 0 R/Kids[" + b"3 0 R " * 1000 + b"]/Count 1000>>",
            }
        ),
    )
    yield "gles-sidlista", pdf({2: b"<</Type/Pages/Kids[" + b"3 0 R " * 1400 + b"]/Count 1400>>"})


def _lies() -> Iterator[tuple[str, bytes]]:
    yield "antal-sidor-ljug", pdf({2: TREE.replace(b"Count 1", b"Count 2147483647")})
    yield "antal-sidor-minus", pdf({2: TREE.replace(b"Count 1", b"Count -7")})
    yield "inga-sidor", pdf({2: b"<</Type/Pages/Kids[]/Count 0>>"})
    yield "langd-ljug", pdf({4: stream(WORDS, length=2_000_000_000)})
    yield "langd-minus", pdf({4: stream(WORDS, length=-5)})
    yield "storlek-ljug", pdf(trailer=b"/Size 2147483647")
    yield "trasig-xref", pdf().replace(b"00000 n", b"9999x n")
    yield "ingen-rot", pdf().replace(b"/Root 1 0 R", b"/Root 99 0 R")
    yield "bara-huvud", b"%PDF-1.7\n"
    yield "prediktor", pdf({4: stream(WORDS, b"/DecodeParms<</Predictor 12/Columns 2000000000/Colors 32>>", filters=1)})
    for name, box in (
        ("stor", b"0 0 1e9 1e9"),
        ("minus", b"595 842 0 0"),
        ("tom", b"0 0 0 0"),
        ("text", b"/a (b) null 1"),
        ("oandlig", b"0 0 " + b"9" * 400 + b" 9"),
    ):
        yield f"sidmatt-{name}", pdf(page(b"/MediaBox[%s]" % box))
    yield "vriden-sida", pdf(page(b"/Rotate 37"))
    yield "stort-tal", pdf(drawing(b"BT /F 1e30 Tf 1e30 0 0 1e30 1e30 1e30 Tm (Namnden) Tj ET"))


def _actions() -> Iterator[tuple[str, bytes]]:
    action = b"<</S/JavaScript/JS(%s)>>" % SCRIPT
    yield "javascript", pdf(catalog=b"/OpenAction" + action)
    yield "javascript-namn", pdf(catalog=b"/Names<</JavaScript<</Names[(a) %s]>>>>" % action)
    yield "javascript-sida", pdf(page(b"/AA<</O%s/C%s>>" % (action, action)))
    yield "starta-program", pdf(catalog=b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>")
    yield "formular", pdf({6: b"<</Fields[6 0 R]/XFA(" + SCRIPT + b")>>"}, catalog=b"/AcroForm 6 0 R")
    yield (
        "inbaddad-fil",
        pdf(
            {6: stream(b"MZ" + bytes(1000), b"/Type/EmbeddedFile")},
            catalog=b"/Names<</EmbeddedFiles<</Names[(a) <</F(a.exe)/EF<</F 6 0 R>>>>]>>>>",
        ),
    )
    yield "yttre-strom", pdf({4: stream(b"", b"/F(/etc/passwd)")})
    for strength in (40, 128):
        out = io.BytesIO()
        canvas = Canvas(out, encrypt=StandardEncryption("hemligt", strength=strength), invariant=True)
        canvas.drawString(72, 700, "Verksamhetsplan")
        canvas.save()
        yield f"krypterad-{strength}", out.getvalue()
    yield "krypterad-ljug", pdf(trailer=b"/Encrypt<</Filter/Standard/V 9/R 99/Length -1/O()/U()/P 0>>/ID[()()]")


def _pictures() -> Iterator[tuple[str, bytes]]:
    def picture(width: int, height: int, data: bytes) -> bytes:
        image = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Width %d/Height %d" % (
            width,
            height,
        )
        objects = {**page(b"/Resources<</XObject<</X 6 0 R>>>>"), **drawing(b"500 0 0 700 0 0 cm /X Do")}
        return pdf({**objects, 6: stream(data, image, filters=1)})

    yield "skannad", picture(60, 80, bytes(60 * 80 * 3))
    yield "skannad-jattestor", picture(100_000, 100_000, bytes(1_000_000))
    yield "skannad-ljug", picture(2_147_483_647, 2_147_483_647, b"")
