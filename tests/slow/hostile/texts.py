"""Text, Markdown and HTML: odd encodings, lines without end, deep nesting, scripts, what makes parsers slow."""

from __future__ import annotations

from collections.abc import Iterator

PLAN = "Verksamhetsplan 2025\n\nNr 1. Förvaltningen får i uppdrag att läsa åt nämnden.\n"


def cases() -> Iterator[tuple[str, bytes]]:
    """Names and bytes."""
    for name, text in (*_plain(), *_lines()):
        yield f"{name}.txt", text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    for name, text in _markdown():
        yield f"{name}.md", text.encode()
    for name, text in (*_scripts(), *_structures()):
        yield f"{name}.html", text.encode()


def _plain() -> Iterator[tuple[str, str | bytes]]:
    for encoding in ("utf-16-le", "utf-32", "latin-1", "cp037", "cp437", "utf-7", "utf-16"):
        yield f"kod-{encoding}", PLAN.encode(encoding)
    yield "kod-shift-jis", "計画の目標".encode("shift-jis") * 50
    yield "kod-blandad", PLAN.encode() + PLAN.encode("latin-1")
    yield "kod-utf16-udda", PLAN.encode("utf-16") + b"\xd8"
    yield "kod-overlang", PLAN.encode() + b"\xc0\xaf\xe0\x80\xaf"
    yield "kod-halva-par", PLAN + "\ud800 och \udfff\n"
    yield "nollor-i-text", PLAN.replace(" ", "\x00")
    yield "styrtecken", PLAN + "".join(map(chr, range(32))) * 3
    yield "terminal", PLAN + "\x1b[2J\x1b]0;titel\x07\x1b[31mrött\n" * 50
    yield "baklanges", PLAN + "\u202e\u2066namn\u2069\u202d\u200f" * 2000
    yield "osynligt", PLAN + "\u200b\u200c\u200d\u2060\ufeff\u00ad" * 100_000
    yield "staplade-tecken", PLAN + "a" + "\u0301" * 1_000_000
    yield "privat-omrade", PLAN + "\uf0b7\U0010ffff\U000e0001" * 1000
    yield "bara-blanka", " \n\t\u00a0" * 100_000
    yield "en-rad-50mb", "Nämnden läser. " * 3_300_000
    yield "ett-ord-20mb", "x" * 20_000_000
    yield "bara-radslut", "\n" * 20_000_000 + PLAN
    yield "sidbrytningar", ("\f" + PLAN) * 30_000
    yield "tabbar", "\t" * 2_000_000 + "\n" + PLAN
    yield "tabellrader", "Styrtal\tUtfall\tMål\n" + "a\tb\tc\n" * 100_000
    yield "kolumner", "Styrtal   Utfall   Målvärde\n" + "Andel    5 %     7 %\n" * 60_000
    yield "smala-kolumner", "  ".join(["Utfall"] * 5000) + "\n" + ("  ".join(["1"] * 5000) + "\n") * 50


def _lines() -> Iterator[tuple[str, str]]:
    for name, piece, count in (
        ("siffror", "1", 200_000),
        ("punkter", ".", 200_000),
        ("tankstreck", "1–", 100_000),
        ("nummer", "1.", 100_000),
        ("parenteser", "(", 150_000),
        ("citat", "”", 150_000),
        ("bindestreck", "a-", 150_000),
        ("blanksteg", "a ", 150_000),
        ("procent", "5 % ", 100_000),
        ("ar", "2025–", 80_000),
        ("kolon", "Mål: ", 80_000),
        ("stjarnor", "* ", 100_000),
        ("mellanrum", " " * 50 + "a", 20_000),
        ("uppdrag", "uppdrag till ", 60_000),
        ("och", "Nämnden och ", 60_000),
    ):
        yield f"rad-av-{name}", PLAN + piece * count + "!\n" + PLAN
    for name, line, count in (
        ("uppdrag", "Nr {n}. Förvaltningen får i uppdrag att läsa.", 20_000),
        ("mal", "Mål {n}: Det ska läsas.", 20_000),
        ("styrtal", "Andel lästa filer {n} %", 40_000),
        ("rubriker", "{n} Rubrik", 40_000),
        ("namnder", "Nämnd{n}nämnden", 30_000),
        ("risker", "Risk: Det läses inte {n}.", 20_000),
        ("bokstaver", "a. Läs {n}", 40_000),
        ("avstavade", "läs-", 60_000),
        ("sidhuvuden", "Verksamhetsplan {n}(20000)", 20_000),
        ("korta", "{n}", 300_000),
    ):
        yield f"rader-{name}", PLAN + "\n".join(line.format(n=n) for n in range(count))


def _markdown() -> Iterator[tuple[str, str]]:
    for name, bad in (
        ("betoning", "*a_" * 60_000),
        ("stjarnor", "*" * 100_000),
        ("hakar", "[" * 60_000),
        ("bilder", "![" * 40_000),
        ("lankar", "[a](" * 40_000),
        ("slut", "[a](<b" * 40_000),
        ("citat", ">" * 60_000),
        ("kodtecken", "".join("e" + "`" * n for n in range(1500))),
        ("listor", "".join("  " * n + "- a\n" for n in range(1500))),
        ("hanvisningar", "".join(f"[a{n}]: /x\n" for n in range(40_000))),
        ("entiteter", "&" * 200_000),
        ("vinklar", "<" * 100_000),
        ("kommentar", "<!--" * 40_000),
        ("bakstreck", "\\" * 200_000),
        ("tabell-bred", "|" * 20_000 + "\n" + "|-" * 20_000 + "|\n"),
        ("tabell-lang", "|a|b|\n|-|-|\n" + "|1|2|\n" * 40_000),
        ("tabell-kvadrat", "a|" * 3000 + "\n" + "-|" * 3000 + "\n" + "x\n" * 3000),
        ("autolank", "<http:" * 40_000),
        ("framsida", "---\ntitle: " + "a" * 300_000),
        ("rubriker", "# a\n" * 50_000),
        ("skript", "<script>HEMLIGKOD</script>\n\n" * 100),
        ("skript-lank", "[a](javascript:HEMLIGKOD) <img src=x onerror=HEMLIGKOD>\n"),
        ("understruken", "a\n" * 40_000 + "=" * 9),
    ):
        yield f"md-{name}", f"# {PLAN}\n{bad}\n\nSlut på planen.\n"


def _page(bad: str) -> str:
    return f"<!DOCTYPE html><html><body><h1>Verksamhetsplan 2025</h1>{bad}<p>Slut på planen.</p>"


def _scripts() -> Iterator[tuple[str, str]]:
    for name, bad in (
        (
            "skript",
            "<script>HEMLIGKOD</script><SCRIPT type=x>HEMLIGKOD</SCRIPT ><script src=//127.0.0.1:48999/x></script>",
        ),
        ("skript-oppet", "<script>var a = 'HEMLIGKOD'; <p>HEMLIGKOD</p>"),
        ("skript-oppet-kommentar", "<script><!-- HEMLIGKOD"),
        ("skript-delat", "<scr<script>synligt i varje läsare</script>ipt>"),
        ("skript-dubbelt", "<script><!--<script></script>HEMLIGKOD--></script>"),
        ("skript-strang", "<script>document.write('<\\/script><p>HEMLIGKOD</p>')</script>"),
        ("skript-kropp", "<script>'<body><p>HEMLIGKOD'</script>"),
        ("skript-i-svg", "<svg><script>HEMLIGKOD</script><text>HEMLIGKOD</text></svg>"),
        ("skript-i-titel", "<title>Plan<script>HEMLIGKOD</script></title>"),
        ("skript-i-tabell", "<table><script>HEMLIGKOD</script><tr><td>a<script>HEMLIGKOD</script></td></tr></table>"),
        (
            "skript-i-mall",
            "<template><script>HEMLIGKOD</script></template><noscript><script>HEMLIGKOD</script></noscript>",
        ),
        ("skript-utan-slut", "<script>HEMLIGKOD</script"),
        ("skript-snedstreck", "<script/>HEMLIGKOD</script>"),
        ("skript-attribut", "<p onclick='HEMLIGKOD' style='x:expression(HEMLIGKOD)'>a</p>"),
        ("stil", "<style>HEMLIGKOD</style><style>HEMLIGKOD"),
        ("ramar", "<iframe src='http://127.0.0.1:48999/'>HEMLIGKOD</iframe><object data=x>HEMLIGKOD</object>"),
        (
            "omdirigering",
            "<meta http-equiv=refresh content='0;url=http://127.0.0.1:48999/HEMLIGKOD'><base href='//127.0.0.1:48999'>",
        ),
        (
            "datalankar",
            "<img src='data:image/png;base64," + "A" * 5_000_000 + "'><a href='data:text/html,HEMLIGKOD'>a</a>",
        ),
    ):
        yield f"html-{name}", _page(bad)


def _structures() -> Iterator[tuple[str, str]]:
    cell = "<td colspan=1000000000 rowspan=1000000000>a</td>"
    for name, bad in (
        ("djup", "<div>" * 100_000 + "djupt" + "</div>" * 100_000),
        ("djupa-listor", "<ul><li>" * 30_000),
        ("djupa-tabeller", "<table><tr><td>" * 20_000),
        ("djupa-skript", "<noscript>" * 50_000),
        ("tabell-lang", "<table>" + "<tr><td>a<td>b</tr>" * 60_000 + "</table>"),
        ("tabell-bred", "<table><tr>" + "<td>a" * 50_000 + "</table>"),
        ("spann", f"<table>{('<tr>' + cell * 30) * 100}</table>"),
        ("spann-manga", "<table>" + ("<tr>" + "<td rowspan=200 colspan=200>a" * 200) * 20 + "</table>"),
        ("lista-romersk", "<ol type=i start=2000000000><li>a</ol>"),
        ("lista-bokstav", "<ol type=A start=2000000000><li>a</ol><ol type=a start=-5><li>b</ol>"),
        ("lista-stort-tal", f"<ol start={'9' * 10_000}><li>a</ol>"),
        ("kommentarer", "<!--" * 100_000),
        ("oppet-citat", "<a href='" * 30_000),
        ("vinklar", "<" * 200_000),
        ("sluttaggar", "</" * 100_000),
        ("utrop", "<!" * 100_000),
        ("fragetecken", "<?" * 100_000),
        ("cdata", "<![CDATA[" * 40_000),
        ("attribut", "<p " + "a=b " * 300_000 + ">a</p>"),
        ("attribut-utan-slut", "<p " + "a " * 100_000),
        ("entiteter", "&amp;" * 300_000 + "&" * 100_000),
        ("entitet-lang", "&" + "a" * 500_000 + ";"),
        ("tecken-utanfor", "&#x110000;&#xd800;&#99999999999999999999;&#0;"),
        ("felnastlat", "<b><i></b></i>" * 60_000),
        ("stycken", "<p>a" * 150_000),
        ("brytningar", "<br>" * 300_000),
        ("rubriker", "<h1>a</h1>" * 60_000),
    ):
        yield f"html-{name}", _page(bad)
