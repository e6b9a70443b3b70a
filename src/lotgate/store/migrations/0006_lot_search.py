"""The words by which lots are found (`lotgate.store.search`): FTS5 on SQLite, a tsvector under GIN on PostgreSQL."""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARD = {
    "sqlite": [
        # detail=none: only whether a word is there is ever asked; prefix: searches are for beginnings of words.
        "CREATE VIRTUAL TABLE store_lot_search USING fts5("
        "words, tokenize = \"unicode61 remove_diacritics 0 tokenchars '.:'\", detail = none, prefix = '1 2 3')",
    ],
    "postgresql": [
        "CREATE TABLE store_lot_search (lot_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX store_lot_search_words ON store_lot_search USING gin (words)",
    ],
}
BACKWARD = {vendor: ["DROP TABLE store_lot_search"] for vendor in FORWARD}


def _run(statements: dict[str, list[str]]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("store", "0005_temporary_passwords")]
    operations = [migrations.RunPython(_run(FORWARD), _run(BACKWARD))]
