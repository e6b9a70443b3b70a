"""The database itself refuses to change or delete an audit entry."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_REFUSE = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""


def guarding(vendor: str) -> list[str]:
    """The statements that put the protection up."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON store_auditentry "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            for verb in ("update", "delete")
        ]
    return [
        _REFUSE,
        *(
            f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON store_auditentry "
            "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
            for verb in ("update", "delete")
        ),
    ]


def unguarding(vendor: str) -> list[str]:
    """The statements that take it down."""
    table = "" if vendor == "sqlite" else " ON store_auditentry"
    return [f"DROP TRIGGER IF EXISTS audit_no_{verb}{table}" for verb in ("update", "delete")]


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in guarding(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in unguarding(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
