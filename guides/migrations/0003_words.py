"""PostgreSQL finds the words of guides by an index of their own: in the one for all, those of many jobs come first."""

from typing import Any, Final

from django.db import migrations

MAKE: Final = (
    "CREATE INDEX search_guide_words ON search_searchentry USING gin (all_words) WHERE kind = 'guide'",
    "CREATE INDEX search_guide_title_words ON search_searchentry USING gin (title_words) WHERE kind = 'guide'",
)
TAKE_AWAY: Final = ("DROP INDEX search_guide_words", "DROP INDEX search_guide_title_words")


def make(apps: Any, schema_editor: Any) -> None:
    _execute(schema_editor, MAKE)


def take_away(apps: Any, schema_editor: Any) -> None:
    _execute(schema_editor, TAKE_AWAY)


def _execute(schema_editor: Any, statements: tuple[str, ...]) -> None:
    for sql in statements if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("guides", "0002_rights"), ("search", "0002_words")]
    operations = [migrations.RunPython(make, take_away)]
