"""Every setting, its default and its check, once; a wrong one stops the start with a sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[2]
SITES = ("all", "public", "staff")
DEMONSTRATION_MARK = "demonstration"
"""A file of this name in the instance folder says that its complaints are invented."""
HOLD_SECRETS = ("DATABASE_URL", "RATELIMIT_STORAGE_URI", "MAIL_PASSWORD")
LIKENESS = 0.8
"""How much of an unknown name must be that of a setting to be taken for a slip."""
STORAGES = ("memory", "redis", "rediss", "redis+unix", "redis+sentinel", "redis+cluster", "memcached")
FACTORS = ("required", "optional")
MAIL_TLS = ("starttls", "tls", "none")


class WrongSetting(Exception):
    """A setting that cannot be used; its text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, default, what it must be and a sentence for who reads the list."""

    name: str
    default: Any
    accepts: Callable[[Any], bool]
    must_be: str
    about: str


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_any_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_database(value: Any) -> bool:
    if value == "":
        return True
    try:
        return make_url(value).get_backend_name() in ("sqlite", "postgresql")
    except (ArgumentError, ValueError):
        return False


def _is_storage(value: Any) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in STORAGES


def _is_address(value: Any) -> bool:
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return False
    # It goes into mails, feeds and headers as it is: no spaces, controls, quotes, and nothing after the path.
    if re.fullmatch(r"[A-Za-z0-9._~:/\[\]%-]+", value) is None:
        return False
    try:
        found = urlsplit(value)
        return bool(found.hostname) and found.port != 0
    except ValueError:
        return False


def _is_hosts(value: Any) -> bool:
    return value is None or (isinstance(value, list) and bool(value) and all(map(_is_text, value)))


def _is_port(value: Any) -> bool:
    return _is_size(value) and 1 <= value <= 65535


def _is_count(value: Any) -> bool:
    return _is_size(value) and bool(value >= 1)


def _is_memory(value: Any) -> bool:
    return _is_size(value) and bool(value >= 512)


def _is_place(value: Any) -> bool:
    """Empty, a bucket with or without a prefix, or a folder by its whole path."""
    pattern = r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?|file:///[^?#]+"
    return value == "" or (isinstance(value, str) and re.fullmatch(pattern, value) is not None)


def _is_scanner(value: Any) -> bool:
    """Empty, the path of a socket, or a host and its port."""
    if not isinstance(value, str):
        return False
    found = re.fullmatch(r"(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})", value)
    return not value or value.startswith("/") or (found is not None and _is_port(int(found[1])))


def _is_mailbox(value: Any) -> bool:
    """Empty, or one plain address: it stands in a header as it is."""
    return value == "" or (isinstance(value, str) and re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9.-]+", value) is not None)


def system_clock() -> datetime:
    """The time now, in UTC with its zone."""
    return datetime.now(UTC)


SETTINGS: tuple[Setting, ...] = (
    Setting("SITE", "all", lambda v: v in SITES, "one of all, public, staff", "which site this process serves"),
    Setting("INSTANCE_PATH", str(ROOT / "instance"), _is_text, "a folder", "the deployment's database, keys, files"),
    Setting(
        "DATABASE_URL",
        "",
        _is_database,
        "sqlite:///a/file or postgresql://name:password@host/database",
        "empty: SQLite in the instance folder",
    ),
    Setting("KEY_DIRECTORY", "", _is_any_text, "a folder", "empty: keys/ in the instance folder"),
    Setting("PROFILE", "st_louis", _is_text, "a profile's name or file", "the jurisdiction"),
    Setting("SECOND_FACTOR", "required", lambda v: v in FACTORS, "required or optional", "at staff sign-in"),
    Setting(
        "BASE_URL",
        "http://127.0.0.1:8000",
        _is_address,
        "http://… or https://…, without name, password, spaces, ? and #",
        "in links that leave by mail",
    ),
    Setting(
        "PUBLIC_URL",
        "",
        lambda v: v == "" or _is_address(v),
        "http://… or https://…, without name, password, spaces, ? and #",
        "where residents open the site, on paper and in mail to them; empty: BASE_URL",
    ),
    Setting("SECURE_COOKIES", False, _is_flag, "true or false", "true wherever the site is served over https"),
    Setting("TRUSTED_PROXIES", 0, _is_size, "a whole number", "how many proxies stand in front"),
    Setting("TRUSTED_HOSTS", None, _is_hosts, 'names such as ["complaints.example"]', "answered to; none: all names"),
    Setting("MAX_CONTENT_LENGTH", 2 * 1024 * 1024, _is_size, "bytes", "the largest request that is read"),
    Setting("RATELIMIT_STORAGE_URI", "memory://", _is_storage, "memory:// or redis://…", "where attempts are counted"),
    Setting("RATELIMIT_ENABLED", True, _is_flag, "true or false", "counting attempts at the doors"),
    Setting("MAIL_HOST", "", _is_any_text, "the name of a mail server", "empty: mail waits in the database"),
    Setting("MAIL_PORT", 587, _is_port, "a port", "of the mail server"),
    Setting("MAIL_TLS", "starttls", lambda v: v in MAIL_TLS, "one of starttls, tls, none", "how mail is encrypted"),
    Setting("MAIL_USER", "", _is_any_text, "a name", "to sign in to the mail server; empty: without"),
    Setting("MAIL_PASSWORD", "", _is_any_text, "a password; in double quotes where it is all digits", "of MAIL_USER"),
    Setting("MAIL_FROM", "", _is_mailbox, "an address", "whom mail comes from"),
    Setting("DATA_CONTACT", "", _is_mailbox, "an address", "whom to write to about the open data, in its catalog"),
    Setting(
        "ATTACHMENTS_URL", "", _is_place, "s3://bucket/prefix or file:///a/folder", "empty: in the instance folder"
    ),
    Setting("ATTACHMENTS_PAPER_MB", 25, _is_count, "MiB, at least 1", "the largest picture, PDF or text"),
    Setting("ATTACHMENTS_RECORDING_MB", 100, _is_count, "MiB, at least 1", "the largest sound or video file"),
    Setting("ATTACHMENTS_FILES", 20, _is_count, "at least 1", "the most files of one complaint"),
    Setting("ATTACHMENTS_TOTAL_MB", 300, _is_count, "MiB, at least 1", "all files of one complaint together"),
    Setting("ATTACHMENTS_MEGAPIXELS", 64, _is_count, "at least 1", "the largest picture, in millions of pixels"),
    Setting("ATTACHMENTS_PAGES", 500, _is_count, "at least 1", "the longest PDF"),
    Setting("CLEANING_SECONDS", 60, _is_count, "at least 1", "processor time to clean one file in"),
    Setting("CLEANING_MEMORY_MB", 1024, _is_memory, "MiB, at least 512", "memory to clean one file in"),
    Setting("CLAMD", "", _is_scanner, "host:port or the path of a socket", "a virus scanner; empty: none"),
    Setting("DEMONSTRATION", False, _is_flag, "true or false", "invented data; said on every page"),
    Setting("CLOCK", system_clock, callable, "a function", "gives the time now; tests pass their own"),
    Setting("TESTING", False, _is_flag, "true or false", "set by tests"),
)


def configure(app: Flask, site: str, overrides: Mapping[str, Any] | None) -> None:
    """Fill `app.config`: defaults, then `FLASK_…` in the environment, then `overrides`.

    Raises WrongSetting with a sentence that names the setting.
    """
    app.config.update({setting.name: setting.default for setting in SETTINGS})
    _refuse_misspelt()
    app.config.from_prefixed_env()
    app.config["SITE"] = site
    app.config.update(overrides or {})
    for setting in SETTINGS:
        value = app.config[setting.name]
        if not setting.accepts(value):
            # A database's address holds a password.
            shown = "unusable" if setting.name in HOLD_SECRETS else repr(value)
            raise WrongSetting(
                f"The setting {setting.name} is {shown}; it must be {setting.must_be} ({setting.about}). "
                f"Set FLASK_{setting.name} in the environment, or take it out for the default."
            )
    _check_mail(app.config)
    _derive(app)


def _check_mail(config: Mapping[str, Any]) -> None:
    """Refuse what only shows when mail is sent: nobody to send it, or a password in the clear."""
    if config["MAIL_HOST"] and not config["MAIL_FROM"]:
        raise WrongSetting("FLASK_MAIL_HOST is set, and FLASK_MAIL_FROM is not. Name the address that mail comes from.")
    if config["MAIL_USER"] and config["MAIL_TLS"] == "none":
        raise WrongSetting("FLASK_MAIL_USER would sign in without encryption. Set FLASK_MAIL_TLS to starttls or tls.")


def _refuse_misspelt() -> None:
    """A name that is nearly one of ours was meant to be; left alone it would change nothing, and nobody would know."""
    ours = [setting.name for setting in SETTINGS]
    for name in sorted(name.removeprefix("FLASK_") for name in os.environ if name.startswith("FLASK_")):
        meant = [] if name in ours else get_close_matches(name, ours, 1, LIKENESS)
        if meant:
            raise WrongSetting(f"There is no setting FLASK_{name}. Did you mean FLASK_{meant[0]}?")


def leave_mark(instance: str | Path) -> None:
    """Say for every later start of the app on this folder that its complaints are invented."""
    (Path(instance) / DEMONSTRATION_MARK).touch()


def _close_to_others(folder: Path) -> None:
    """Nobody but its owner has business in the folder of keys and complaints, whoever made it and with what umask."""
    found = folder.stat()
    if hasattr(os, "getuid") and found.st_uid == os.getuid() and found.st_mode & 0o077:
        folder.chmod(0o700)


def _derive(app: Flask) -> None:
    instance = Path(app.config["INSTANCE_PATH"])
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        _close_to_others(instance)
    except OSError as problem:
        raise WrongSetting(
            f"The folder {instance} cannot be made ({problem.strerror}). "
            "Give FLASK_INSTANCE_PATH a folder this account may write to."
        ) from problem
    if not os.access(instance, os.W_OK):
        raise WrongSetting(f"The folder {instance} cannot be written to. Give FLASK_INSTANCE_PATH one that can.")
    app.instance_path = str(instance)
    # A folder that once held invented complaints stays a demonstration, however the app is started next time.
    app.config["DEMONSTRATION"] |= (instance / DEMONSTRATION_MARK).exists()
    app.config["KEY_DIRECTORY"] = app.config["KEY_DIRECTORY"] or str(instance / "keys")
    url = app.config["DATABASE_URL"] or f"sqlite:///{instance / 'complaints.sqlite3'}"
    app.config.update(
        SQLALCHEMY_DATABASE_URI=url.replace("postgresql://", "postgresql+psycopg://", 1),
        MAX_FORM_MEMORY_SIZE=app.config["MAX_CONTENT_LENGTH"],
        SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=app.config["SECURE_COOKIES"],
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        # A slow writer must not lose a page; the token is bound to the session, which ends sooner or later anyway.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        # It would ask for a Referer, and our own pages tell browsers to send none; SameSite=Strict does that work.
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_HEADERS_ENABLED=False,
        RATELIMIT_KEY_PREFIX="complaints",
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "complaints" / "translations"),
    )
