"""The tables and columns of words, by hand on each database: what a full-text search is, they don't agree on.

SQLite keeps them in a table of its own, filled by triggers. A migration that makes `search_searchentry` anew
there (any change of its columns) drops the triggers, and has to add them again.
"""

from typing import Any, Final

from django.db import migrations

SQLITE: Final = (
    """CREATE VIRTUAL TABLE search_text USING fts5(
        title, body, content='search_searchentry', content_rowid='id', tokenize='porter unicode61'
    )""",
    """CREATE TRIGGER search_text_add AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_text (rowid, title, body) VALUES (new.id, new.title, new.body);
    END""",
    """CREATE TRIGGER search_text_remove AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_text (search_text, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
    END""",
    """CREATE TRIGGER search_text_change AFTER UPDATE OF title, body ON search_searchentry BEGIN
        INSERT INTO search_text (search_text, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
        INSERT INTO search_text (rowid, title, body) VALUES (new.id, new.title, new.body);
    END""",
)
SQLITE_BACK: Final = (
    "DROP TRIGGER search_text_add",
    "DROP TRIGGER search_text_remove",
    "DROP TRIGGER search_text_change",
    "DROP TABLE search_text",
)

# Stems as English has them, and no word left out: "IT" and "Go" are what people look for.
POSTGRESQL: Final = (
    "CREATE TEXT SEARCH DICTIONARY portal_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION portal (COPY = simple)",
    """ALTER TEXT SEARCH CONFIGURATION portal
        ALTER MAPPING FOR asciiword, word, numword WITH portal_stem""",
    """ALTER TABLE search_searchentry
        ADD COLUMN title_words tsvector GENERATED ALWAYS AS (to_tsvector('portal', title)) STORED,
        ADD COLUMN all_words tsvector
            GENERATED ALWAYS AS (to_tsvector('portal', title || ' ' || body)) STORED""",
    # A question may find half of the rows and wants their keys alone: the texts lie elsewhere.
    "ALTER TABLE search_searchentry SET (toast_tuple_target = 128)",
    "CREATE INDEX search_title_words ON search_searchentry USING gin (title_words)",
    "CREATE INDEX search_all_words ON search_searchentry USING gin (all_words)",
)
POSTGRESQL_BACK: Final = (
    "ALTER TABLE search_searchentry DROP COLUMN title_words, DROP COLUMN all_words",
    "DROP TEXT SEARCH CONFIGURATION portal",
    "DROP TEXT SEARCH DICTIONARY portal_stem",
)


def make(apps: Any, schema_editor: Any) -> None:
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


def take_away(apps: Any, schema_editor: Any) -> None:
    for sql in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, take_away)]
