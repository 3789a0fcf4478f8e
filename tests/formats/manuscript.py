"""The words of the plan that is kept in three formats, block by block."""

from __future__ import annotations

from collections.abc import Sequence

Rows = Sequence[Sequence[str]]
LEFT, ABOVE = "<-", "^"
"""A cell that is merged with the one to its left, or above it."""

STYRTAL: Rows = (
    ("Styrtal", "Utfall 2024", "Årets målvärde", "Långsiktigt målvärde"),
    ("Andel besök inom hälso- och sjukvård som bokas i regionens e-tjänster", "31 %", "40 %", "60 %"),
    ("Antal ärenden i 1177-direkt per vecka*", "1 250", "1 400–1 600", "2 000"),
    ("Andel vårdplatser som är öppna hela sommaren**", "5 av 8", "7 av 8", "8 av 8"),
    ("Medelväntetid till sjukgymnastikmottagningen", "34 dagar", "< 21 dagar", "14 dagar"),
)

RISKER: Rows = (
    ("Område", "Risk", "Sannolikhet", "Konsekvens", "Åtgärd"),
    (
        "Läkemedelsförsörjning",
        "Risk att beredskapslagret av infusionsvätskor tar slut under en längre leveransstörning",
        "3",
        "4",
        "Upphandlingsenheten inventerar lagernivåerna varje månad",
    ),
    (ABOVE, ABOVE, ABOVE, ABOVE, "Avtal tecknas med en andra leverantör inom sjukvårdsregionen"),
    (
        ABOVE,
        "Risk att läkemedelslistor inte stämmer när patienten byter vårdgivare",
        "4",
        "3",
        "Läkemedelsgenomgångar erbjuds vid varje utskrivning från slutenvården",
    ),
    (
        "Kompetensförsörjning",
        "Risk att specialistsjuksköterskor slutar i förtid",
        "4",
        "4",
        "Schemaläggningen görs om tillsammans med medarbetarna",
    ),
    (ABOVE, ABOVE, ABOVE, ABOVE, "Handledningstid skrivs in i bemanningsplanen"),
    (ABOVE, ABOVE, ABOVE, ABOVE, "Avgångssamtal sammanställs varje kvartal"),
    (
        ABOVE,
        "Risk att introduktionen av nyanställda undersköterskor blir för kort",
        "2",
        "3",
        "Introduktionsprogrammet förlängs till fyra veckor",
    ),
    (
        "Informationssäkerhet",
        "Risk att journalsystemet ligger nere längre än reservrutinerna håller",
        "2",
        "5",
        "Reservrutinerna övas på varje vårdavdelning två gånger om året",
    ),
    (ABOVE, ABOVE, ABOVE, ABOVE, "Utskrivna läkemedelslistor finns i låsta skåp"),
    (
        ABOVE,
        "Risk att obehöriga läser patientuppgifter i e-tjänster",
        "2",
        "4",
        "Loggkontrollerna utökas till att omfatta samtliga e-tjänster",
    ),
)

BUDGET: Rows = (
    ("Belopp i mnkr", "Budget 2025", "Budget 2026", "Plan 2027"),
    ("Primärvård", "-1 155,7", "-1 190,2", "-1 210,0"),
    ("Specialiserad somatisk vård", "-2 845,0", "-2 901,3", "-2 950,0"),
    ("Ambulanssjukvård", "-236", "-241,5", "-245"),
)

BLOCKS: tuple[tuple[str, str | Rows], ...] = (
    ("heading0", "Verksamhetsplan 2026 för hälso- och sjukvårdsnämnden"),
    (
        "text",
        "Region Tjärnlandet. Antagen av hälso- och sjukvårdsnämnden den 20 november 2025, § 112. Dnr HSN 2025/640.",
    ),
    ("heading1", "1 Inledning"),
    (
        "text",
        "Hälso- och sjukvårdsnämnden ansvarar för hälso- och sjukvård, tandvård och ambulanssjukvård i Region "
        "Tjärnlandet. Planen beskriver vad nämnden vill uppnå under verksamhetsåret, hur måluppfyllelsen mäts och "
        "vilka uppdrag förvaltningen har. Befolkningsutvecklingen gör att äldrehälsovården växer, samtidigt som "
        "primärvårdsmottagningarna ska kunna nås genom e-tjänster, 1177-direkt och personliga besök.",
    ),
    (
        "text",
        "Sjukhusapotekens verksamhetsutveckling, läkemedelsförsörjningen och kompetensförsörjningen påverkar varandra. "
        "Därför följs de upp tillsammans i delårsrapporten och i verksamhetsberättelsen.",
    ),
    ("heading1", "2 Mål och styrtal"),
    ("heading2", "Mål 1: Vården är tillgänglig i hela länet"),
    ("text", "Tillgängligheten avser både telefontider, digitala kontaktvägar och väntetider till mottagningsbesök."),
    ("table", STYRTAL),
    ("text", "* Ärendena räknas från och med att 1177-direkt infördes på samtliga vårdcentraler."),
    ("text", "** Sommaren avser veckorna 25–32."),
    ("heading1", "3 Uppdrag"),
    ("heading2", "Uppdrag till hälso- och sjukvårdsförvaltningen"),
    ("number", "Utveckla e-tjänster för bokning av vaccinationer i samarbete med primärvårdsmottagningarna."),
    ("number", "Ta fram en handlingsplan för läkemedelsförsörjning som omfattar"),
    ("letter", "beredskapslager vid sjukhusapoteken,"),
    ("letter", "samverkan med kommunernas hälso- och sjukvård,"),
    ("letter", "utbildning av undersköterskor och distriktssköterskor."),
    ("number", "Införa 1177-direkt för habiliteringsverksamheten och hjälpmedelscentralen."),
    ("heading2", "Uppdrag till tandvårdsförvaltningen"),
    ("number", "Redovisa hur tandhälsovården för barn och ungdomar kan stärkas i länets glesbygdskommuner."),
    ("heading1", "4 Arbetssätt"),
    ("text", "Förvaltningarna arbetar tillsammans genom"),
    ("bullet", "gemensamma verksamhetsdialoger varje kvartal"),
    ("bullet", "öppna jämförelser av kvalitetsregister mellan hälso- och sjukvård och tandvård"),
    ("heading1", "5 Internkontrollplan"),
    ("text", "Riskerna bedöms från 1 till 5 för sannolikhet och konsekvens."),
    (
        "text",
        "Bedömningen gjordes av förvaltningarnas ledningsgrupper under hösten och bygger på avvikelserapporter, "
        "patientnämndens sammanställningar och revisorernas granskningar. Risker med ett högt värde följs upp oftare.",
    ),
    ("table", RISKER),
    ("heading1", "6 Budget"),
    ("text", "Beloppen är nettokostnader."),
    ("table", BUDGET),
)
