"""Settings of the installation: environment variables with the prefix `HOVOR_`, read once into a frozen
object.

What administrators change while Hovor runs lives in tables, not here.
"""

import difflib
import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, cast
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hovor.foundation.errors import Refusal

PREFIX: Final = "HOVOR_"
# Read by the tools around the program, never by the program itself.
TOOLING: Final = ("HOVOR_TEST_", "HOVOR_BENCH_", "HOVOR_SOAK_", "HOVOR_CHROMIUM", "HOVOR_DEV_")


class SettingsRefused(Refusal):
    """The environment names something unknown, or a value that cannot be used; the detail says which and
    what to do.
    """

    code = "settings_refused"
    status = 500
    title = "Hovor cannot start with these settings."


class Settings(BaseSettings):
    """Everything that is decided before the program starts. Each field is the environment's
    `HOVOR_<FIELD>`.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data_dir: Path = Path("data")
    database_url: str | None = None
    bus_url: str | None = None
    public_url: str | None = None
    secret_key_file: Path | None = None
    log_format: Literal["console", "json"] = "console"
    visitor_messages_per_second: float = Field(default=5, gt=0, le=1_000_000)
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    # Origins of own machines (http://10.0.0.5:9000) that may be named as an address to send to, although they
    # are not on the public network.
    outgoing_allowed: Annotated[tuple[str, ...], NoDecode] = ()
    demo_password: str | None = Field(default=None, min_length=12, repr=False)

    @field_validator("trusted_proxies", "outgoing_allowed", mode="before")
    @classmethod
    def _separate(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for part in value:
            ip_network(part, strict=False)
        return value

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if (
            parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.path.strip("/")
            or parts.query
        ):
            raise ValueError("must look like https://chat.example.com, without a path")
        return value.rstrip("/")

    @field_validator("bus_url")
    @classmethod
    def _bus(cls, value: str | None, info: ValidationInfo) -> str | None:
        servers = [] if value is None else [urlsplit(each) for each in value.split(",")]
        if any(each.scheme not in {"nats", "tls"} or not each.hostname for each in servers):
            raise ValueError(
                "must look like nats://nats.example.com:4222, or tls://..., several separated by commas; "
                "leave it out, and processes wake each other through PostgreSQL"
            )
        if servers and not str(info.data.get("database_url") or "").startswith("postgres"):
            raise ValueError(
                "with SQLite one process does everything and needs no bus; leave it out, or set "
                "HOVOR_DATABASE_URL to a PostgreSQL"
            )
        return value

    @property
    def proxy_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks whose X-Forwarded-* headers are believed."""
        return tuple(ip_network(part, strict=False) for part in self.trusted_proxies)

    @property
    def key_file(self) -> Path:
        """Where the key lies that opens the sealed secrets."""
        return self.secret_key_file or self.data_dir / "secret.key"

    @property
    def files_dir(self) -> Path:
        """Where the files of messages lie."""
        return self.data_dir / "files"

    @property
    def engine_url(self) -> str:
        """The database to open: the one named, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'hovor.sqlite'}"

    def environment(self) -> Mapping[str, str]:
        """What another process must find in its environment to have these same settings."""
        given = {name: value for name, value in self if value not in {None, ()}}
        return {
            PREFIX + name.upper(): ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in given.items()
        }


def load_settings(**changes: object) -> Settings:
    """Reads the environment; `changes` (from the command line) win. Raises `SettingsRefused` with the
    remedy in words.
    """
    _refuse_unknown_names(os.environ)
    try:
        return Settings(**cast(dict[str, Any], changes))
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsRefused(f"{name}: {first['msg']}.") from error


def _refuse_unknown_names(environment: Mapping[str, str]) -> None:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name in known or name.startswith(TOOLING):
            continue
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
        raise SettingsRefused(f"{name} is not known. Did you mean {near[0]}?")
