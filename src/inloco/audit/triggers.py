"""The SQL of the trail, for SQLite and PostgreSQL: appending an event, sealing it, refusing its change, watching the tables.

After every migration the triggers of our tables are made anew where their columns changed. On SQLite a schema change rebuilds
a table and drops its triggers: that is why they are not in a migration.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

OURS = "inloco."
LOCK = 7_260_001  # the advisory lock of the chain: one transaction appends at a time
UNWATCHED = frozenset({"last_login"})  # a sign-in is an event of its own
DIGESTED = frozenset({"password"})  # that it changed is recorded, not what it is

SQLITE_TABLE = """
CREATE TABLE audit_event (
  id integer PRIMARY KEY AUTOINCREMENT,
  at datetime NOT NULL,
  actor varchar(40) NOT NULL,
  kind varchar(60) NOT NULL,
  subject varchar(100) NOT NULL,
  reference varchar(200) NOT NULL,
  before_json text NOT NULL,
  after_json text NOT NULL,
  previous_seal varchar(64) NOT NULL,
  seal varchar(64) NOT NULL
)
"""
POSTGRESQL_TABLE = (
    SQLITE_TABLE.replace("integer PRIMARY KEY AUTOINCREMENT", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
    .replace("datetime", "timestamptz")
    .strip()
)
INDEXES = (
    "CREATE INDEX audit_event_at ON audit_event (at)",
    "CREATE INDEX audit_event_actor ON audit_event (actor, id)",
    "CREATE INDEX audit_event_kind ON audit_event (kind, id)",
    "CREATE INDEX audit_event_reference ON audit_event (subject, reference, id)",
    "CREATE UNIQUE INDEX audit_event_follows_once ON audit_event (previous_seal)",
)

SQLITE_APPEND = """
INSERT INTO audit_event (at, actor, kind, subject, reference, before_json, after_json, previous_seal, seal)
SELECT at, actor, kind, subject, reference, before_json, after_json, previous,
  SHA256(previous || char(31) || at || char(31) || actor || char(31) || kind || char(31) || subject || char(31) || reference
    || char(31) || before_json || char(31) || after_json)
FROM (SELECT strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now') || '000' AS at, audit_actor() AS actor, {kind} AS kind,
  {subject} AS subject,  {reference} AS reference, {before} AS before_json, {after} AS after_json,
  coalesce((SELECT seal FROM audit_event ORDER BY id DESC LIMIT 1), '') AS previous)
"""
SQLITE_REFUSALS = (
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
)

POSTGRESQL_FUNCTIONS = (
    f"""
CREATE FUNCTION audit_append(kind text, subject text, reference text, before_json text, after_json text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  previous text;
  stamp text;
  actor text := coalesce(nullif(current_setting('inloco.actor', true), ''), 'system');
  sep text := chr(31);
BEGIN
  PERFORM pg_advisory_xact_lock({LOCK});
  SELECT e.seal INTO previous FROM audit_event e ORDER BY e.id DESC LIMIT 1;
  previous := coalesce(previous, '');
  stamp := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US');
  INSERT INTO audit_event (at, actor, kind, subject, reference, before_json, after_json, previous_seal, seal)
  VALUES ((stamp || '+00')::timestamptz, actor, kind, subject, reference, before_json, after_json, previous,
    encode(sha256(convert_to(previous || sep || stamp || sep || actor || sep || kind || sep || subject || sep || reference
      || sep || before_json || sep || after_json, 'UTF8')), 'hex'));
END $$
""",
    # Taken before a statement locks any row, so that two writers wait for each other in one order only.
    f"""
CREATE FUNCTION audit_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock({LOCK});
  RETURN NULL;
END $$
""",
    """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END $$
""",
    """
CREATE FUNCTION audit_row(given jsonb, unwatched text[], digested text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  name text;
BEGIN
  given := given - unwatched;
  FOREACH name IN ARRAY digested LOOP
    IF given ? name THEN
      given := jsonb_set(given, ARRAY[name], to_jsonb(left(encode(sha256(convert_to(given ->> name, 'UTF8')), 'hex'), 12)));
    END IF;
  END LOOP;
  RETURN given;
END $$
""",
    """
CREATE FUNCTION audit_watch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unwatched text[] := TG_ARGV[1]::text[];
  digested text[] := TG_ARGV[2]::text[];
  was jsonb;
  is_now jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := audit_row(to_jsonb(OLD), unwatched, digested); END IF;
  IF TG_OP <> 'DELETE' THEN is_now := audit_row(to_jsonb(NEW), unwatched, digested); END IF;
  IF TG_OP = 'UPDATE' AND was = is_now THEN RETURN NULL; END IF;
  PERFORM audit_append(lower(TG_OP), TG_TABLE_NAME::text, coalesce(is_now, was) ->> TG_ARGV[0],
    coalesce(was::text, ''), coalesce(is_now::text, ''));
  RETURN NULL;
END $$
""",
)
POSTGRESQL_REFUSALS = (
    "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
)


def append_sql(vendor: str) -> str:
    """Appends one event: kind, subject, reference, before, after as parameters."""
    if vendor == "postgresql":
        return "SELECT audit_append(%s, %s, %s, %s, %s)"
    return SQLITE_APPEND.format(kind="%s", subject="%s", reference="%s", before="%s", after="%s")


def watched_models() -> list[type[models.Model]]:
    """Every table of ours, those of many-to-many fields included, but the trail itself."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(OURS) and model._meta.managed and not model._meta.proxy
    ]


def install(using: str = "default", **_: Any) -> None:
    """Make the triggers of our tables anew where they are missing or their columns changed. For the signal ``post_migrate``."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if "audit_event" not in present:
        return
    triggers = triggers_of(connection)
    for model in watched_models():
        table = model._meta.db_table
        if table in present:
            statements = sqlite_watch(model) if connection.vendor == "sqlite" else postgresql_watch(model)
            _replace(connection, table, statements, triggers.get(table, set()))


def triggers_of(connection: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """The names of our triggers by table."""
    if connection.vendor == "sqlite":
        sql = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit#_%%' ESCAPE '#'"
    else:
        sql = """SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                 WHERE NOT t.tgisinternal AND t.tgname LIKE 'audit#_%%' ESCAPE '#'"""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    return found


def _replace(connection: BaseDatabaseWrapper, table: str, statements: dict[str, str], present: set[str]) -> None:
    if present == set(statements):
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name in sorted(present):
            cursor.execute(f"DROP TRIGGER {quote(name)}" + ("" if connection.vendor == "sqlite" else f" ON {quote(table)}"), None)
        for sql in statements.values():
            cursor.execute(sql, None)


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns that are watched: all but binary ones and sign-in times."""
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if not isinstance(field, models.BinaryField) and field.column not in UNWATCHED
    ]


def unwatched_columns_of(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields if field.column not in columns_of(model)]


def sqlite_watch(model: type[models.Model]) -> dict[str, str]:
    """Name and statement of the three triggers of a table. The name holds a digest of the statement."""
    table, key, columns = model._meta.db_table, str(model._meta.pk.column), columns_of(model)

    def as_json(row: str) -> str:
        pairs = ", ".join(f"'{name}', {value(row, name)}" for name in columns)
        return f"json_object({pairs})"

    def value(row: str, name: str) -> str:
        column = f'{row}."{name}"'
        return f"substr(SHA256({column}), 1, 12)" if name in DIGESTED else column

    differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns)
    bodies = {
        "insert": ("INSERT", "NEW", "''", as_json("NEW"), ""),
        "update": ("UPDATE", "NEW", as_json("OLD"), as_json("NEW"), f"WHEN {differs}"),
        "delete": ("DELETE", "OLD", as_json("OLD"), "''", ""),
    }
    made: dict[str, str] = {}
    for kind, (operation, row, before, after, condition) in bodies.items():
        append = SQLITE_APPEND.replace("%%", "%").format(
            kind=f"'{kind}'", subject=f"'{table}'", reference=f'CAST({row}."{key}" AS TEXT)', before=before, after=after
        )
        body = f'AFTER {operation} ON "{table}" FOR EACH ROW {condition} BEGIN {append.strip()}; END'
        name = f"audit_{table}_{kind}_{digest(body)}"
        made[name] = f'CREATE TRIGGER "{name}" {body}'
    return made


def postgresql_watch(model: type[models.Model]) -> dict[str, str]:
    table, key = model._meta.db_table, str(model._meta.pk.column)
    unwatched = "{" + ",".join(unwatched_columns_of(model)) + "}"
    digested = "{" + ",".join(sorted(DIGESTED)) + "}"
    bodies = {
        "wait": f'BEFORE INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION audit_wait()',
        "watch": f'AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH ROW '
        f"EXECUTE FUNCTION audit_watch('{key}', '{unwatched}', '{digested}')",
    }
    # PostgreSQL cuts names at 63 bytes.
    return {(name := f"audit_{kind}_{digest(body)}"): f'CREATE TRIGGER "{name}" {body}' for kind, body in bodies.items()}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
