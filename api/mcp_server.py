"""The service for agents: six tools of the Model Context Protocol, each a call to the service's own API over HTTP.

So an agent meets the same limits as any other client, `/sparql`'s too. https://modelcontextprotocol.io
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

import httpx
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from api.mcp_shapes import (
    Answer,
    ChangedPair,
    Comparison,
    Found,
    FoundPage,
    PassageWithNeighbours,
    Step,
    Table,
    ThreadOut,
    to_appearance,
    to_found,
    to_source,
    to_sources,
)

INSTRUCTIONS = (
    "Röda tråden svarar ur inlästa planer och rapporter från svenska nämnder och regioner. Varje uppgift har en källa "
    "med ett ordagrant citat och en adress som öppnar stället: visa den för läsaren. Står svaret inte i dokumenten "
    "säger verktyget det; gissa inte. Börja med fraga; sok hittar stycken; sparql når allt."
)
PATIENCE = 90.0
ROWS = "application/sparql-results+json"
Years = Annotated[list[int], Field(description="Planår att hålla sig till; tomt betyder alla")]
Body = Annotated[str, Field(description="Utgivarens namn eller en del av det")]


class Caller:
    """The service's API at an address; its errors become messages for the agent."""

    def __init__(self, root: str) -> None:
        """Nothing is asked yet."""
        self.root = root.rstrip("/")

    async def get(self, path: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The object that a GET answers with; parameters that say nothing are left out."""
        given = {name: value for name, value in (params or {}).items() if value not in (None, "", [])}
        return dict((await self.send("GET", path, params=given)).json())

    async def send(
        self, method: str, path: str, accept: str = "application/json", *, params: Mapping[str, Any] | None = None,
        json: object = None, form: Mapping[str, str] | None = None,
    ) -> httpx.Response:  # fmt: skip
        """The answer to a call; raises `ToolError` with the problem's own words."""
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                answer = await client.request(
                    method, self.root + path, headers={"Accept": accept}, params=params, json=json, data=form
                )
        except httpx.HTTPError as error:
            raise ToolError(f"Tjänsten på {self.root} svarar inte ({type(error).__name__}).") from error
        if answer.is_error:
            told = answer.json() if "json" in answer.headers.get("content-type", "") else {}
            raise ToolError(str(told.get("detail") or f"Tjänsten svarade {answer.status_code}."))
        return answer


def make_server(root: str) -> MCPServer[Any]:
    """The server with its six tools over the service at `root`."""
    server: MCPServer[Any] = MCPServer(
        "rodatraden", title="Röda tråden", instructions=INSTRUCTIONS, website_url=root, log_level="WARNING"
    )
    call = Caller(root)
    _add_asking(server, call)
    _add_passages(server, call)
    _add_threads(server, call)
    _add_graph(server, call)
    return server


def _add_asking(server: MCPServer[Any], call: Caller) -> None:
    @server.tool(title="Ställ en fråga")
    async def fraga(
        fraga: Annotated[str, Field(description="Frågan på svenska eller engelska")],
        ar: Years = [],  # noqa: B006
        organisation: Body = "",
    ) -> Answer:
        """Svara på en fråga om planerna, med källor. Säger ifrån när svaret inte står i dokumenten."""
        narrowed = {"years": ar or None, "organisation": organisation or None}
        limits = {name: value for name, value in narrowed.items() if value}
        told = (await call.send("POST", "/api/ask", json={"question": fraga, "filter": limits or None})).json()
        composed = (told["phrasing"] or {}).get("composed")
        return Answer(
            status=told["status"], answer=told["answer"], citations=to_sources(told["citations"], call.root),
            suggestions=told["suggestions"], composed=composed,
            phrased_by=told["phrasing"]["model"] if composed else None,
        )  # fmt: skip


def _add_passages(server: MCPServer[Any], call: Caller) -> None:
    @server.tool(title="Sök stycken")
    async def sok(
        ord: Annotated[str, Field(description="Ord eller en mening om det som söks")],
        ar: Years = [],  # noqa: B006
        organisation: Body = "",
        antal: Annotated[int, Field(ge=1, le=50, description="Hur många stycken")] = 10,
    ) -> FoundPage:
        """Hitta stycken som handlar om något, bäst först, efter betydelse och ord."""
        told = await call.get("/api/search", {"q": ord, "year": ar, "organisation": organisation, "limit": antal})
        return FoundPage(items=[
            Found(**{**to_found(hit["passage"], call.root), "citation": to_source(hit["citation"], call.root)},
                  score=hit["score"])
            for hit in told["items"]
        ])  # fmt: skip

    @server.tool(title="Hämta ett stycke")
    async def hamta_passage(
        dokument: Annotated[str, Field(description="Dokumentets id")],
        passage: Annotated[str, Field(description="Styckets id, till exempel p0042")],
    ) -> PassageWithNeighbours:
        """Hämta ett stycke ordagrant med dess plats och grannar."""
        told = await call.get(f"/api/documents/{quote(dokument, safe='')}/passages/{quote(passage, safe='')}")
        before, after = ([near["text"] for near in told[side]] for side in ("before", "after"))
        return PassageWithNeighbours(**to_found(told, call.root), before=before, after=after)


def _add_threads(server: MCPServer[Any], call: Caller) -> None:
    @server.tool(title="Ett uppdrags historik")
    async def uppdrag_historik(
        id: Annotated[str, Field(description="Uppdragets id, om det är känt")] = "",
        nummer: Annotated[str, Field(description="Uppdragets nummer som tryckt, till exempel 9 eller 7c")] = "",
        ar: Annotated[int | None, Field(description="Planåret som numret gäller")] = None,
        organisation: Body = "",
    ) -> ThreadOut:
        """Visa hur ett uppdrag sett ut år för år: lydelser, ändringar och vad rapporter säger."""
        wanted = id or await _find_uppdrag(call, nummer, ar, organisation)
        told = await call.get(f"/api/elements/{quote(wanted, safe='/')}/history")
        return ThreadOut(
            items=[to_appearance(element, call.root) for element in told["items"]],
            links=[Step(older=link["from"], newer=link["to"], change=link["change"], status=link["status"])
                   for link in told["links"]],
            began=told["began"], ended=told["ended"],
            reported=[to_source(report["citation"], call.root) for report in told["reported"]],
        )  # fmt: skip

    @server.tool(title="Jämför två år")
    async def jamfor_ar(
        fran: Annotated[int, Field(description="Det tidigare planåret")],
        till: Annotated[int, Field(description="Det senare planåret")],
        slag: Annotated[str, Field(description="uppdrag, styrtal, malsattning, risk …")] = "uppdrag",
        organisation: Body = "",
    ) -> Comparison:
        """Visa vad som är nytt, borttaget och ändrat mellan två års planer."""
        told = await call.get("/api/changes", {"from": fran, "to": till, "type": slag, "organisation": organisation})
        return Comparison(
            added=[to_appearance(element, call.root) for element in told["added"]],
            dropped=[to_appearance(element, call.root) for element in told["dropped"]],
            changed=[
                ChangedPair(
                    change=pair["change"], older=to_appearance(pair["from_element"], call.root),
                    newer=to_appearance(pair["to_element"], call.root),
                )
                for pair in told["changed"]
            ],
            kept=len(told["kept"]),
        )  # fmt: skip


async def _find_uppdrag(call: Caller, number: str, year: int | None, organisation: str) -> str:
    """The only uppdrag of a number; raises `ToolError` that names those that there are to choose from."""
    if not number:
        raise ToolError("Ange uppdragets id, eller dess nummer och planår.")
    params = {"type": "uppdrag", "year": year, "organisation": organisation, "limit": 10_000}
    told, wanted = await call.get("/api/elements", params), _squeezed(number)
    found = [element for element in told["items"] if _squeezed(element["number"] or "") == wanted]
    if len(found) == 1:
        return str(found[0]["id"])
    named = "; ".join(f"{e['id']} ({e['series'] or 'ingen serie'} {e['year']}: {e['text'][:80]})" for e in found[:20])
    if found:
        raise ToolError(f"Flera uppdrag har nummer {number}. Ange id för ett av dem: {named}")
    raise ToolError(f"Inget uppdrag har nummer {number}. Sök med sok, eller ange ett annat år.")


def _squeezed(number: str) -> str:
    return number.replace(" ", "").lower()


def _add_graph(server: MCPServer[Any], call: Caller) -> None:
    @server.tool(title="Fråga grafen med SPARQL")
    async def sparql(
        fraga: Annotated[str, Field(description="SELECT, ASK, CONSTRUCT eller DESCRIBE; prefix måste stå med")],
    ) -> Table:
        """Ställ en SPARQL-fråga, endast läsning. Orden: PREFIX rt: <https://rodatraden.example/ontology#>;
        rt:Uppdrag, rt:Styrtal, rt:Malsattning, rt:Risk, rt:text, rt:ar, rt:nummer, rt:belagg/rt:citat, rt:foregasAv.
        """
        answer = await call.send("POST", "/sparql", f"{ROWS}, text/turtle;q=0.9", form={"query": fraga})
        if "turtle" in answer.headers["content-type"]:
            return Table(turtle=answer.text)
        told = answer.json()
        if "boolean" in told:
            return Table(boolean=told["boolean"])
        bindings = told["results"]["bindings"]
        iris = {cell["value"] for row in bindings for cell in row.values() if cell["type"] == "uri"}
        rows = [{name: cell["value"] for name, cell in row.items()} for row in bindings]
        return Table(columns=told["head"]["vars"], rows=rows, urls=await _urls(call, iris))


async def _urls(call: Caller, iris: set[str]) -> dict[str, str]:
    """Where the IRIs of the serving release open."""
    if not iris:
        return {}
    releases = (await call.send("GET", "/api/releases")).json()
    serving = next(release["id"] for release in releases if release["serving"])
    base = (await call.get(f"/api/releases/{serving}"))["base_iri"]
    return {iri: f"{call.root}/id/{iri.removeprefix(base)}" for iri in sorted(iris) if iri.startswith(base)}
