"""What the models cannot say: the append-only trail and the search index, kept by the store itself.

The same texts are in the migrations, as they stood then; a test holds the two against each other.
"""

from sqlalchemy import DDL, event

from db.models import Base

APPEND_ONLY = [
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'append only'); END"
    for table in ("audit_entry", "audit_value")
    for verb in ("UPDATE", "DELETE")
]

SEARCH = [
    "CREATE VIRTUAL TABLE visitor_search USING fts5(search, content='visitor', content_rowid='id',"
    " detail=none, columnsize=0, prefix='1 2 3 4 5', tokenize=\"unicode61 remove_diacritics 0\")",
    "CREATE TRIGGER visitor_search_insert AFTER INSERT ON visitor BEGIN"
    " INSERT INTO visitor_search(rowid, search) VALUES (new.id, new.search); END",
    "CREATE TRIGGER visitor_search_delete AFTER DELETE ON visitor BEGIN"
    " INSERT INTO visitor_search(visitor_search, rowid, search) VALUES ('delete', old.id, old.search); END",
    "CREATE TRIGGER visitor_search_update AFTER UPDATE OF search ON visitor BEGIN"
    " INSERT INTO visitor_search(visitor_search, rowid, search) VALUES ('delete', old.id, old.search);"
    " INSERT INTO visitor_search(rowid, search) VALUES (new.id, new.search); END",
]

ISSUE_SEARCH = [
    "CREATE VIRTUAL TABLE issue_search USING fts5(search, content='issue', content_rowid='id',"
    " detail=none, columnsize=0, prefix='2 3 4', tokenize=\"unicode61 remove_diacritics 0\")",
    "CREATE TRIGGER issue_search_insert AFTER INSERT ON issue BEGIN"
    " INSERT INTO issue_search(rowid, search) VALUES (new.id, coalesce(new.search, '')); END",
    "CREATE TRIGGER issue_search_delete AFTER DELETE ON issue BEGIN"
    " INSERT INTO issue_search(issue_search, rowid, search) VALUES ('delete', old.id, coalesce(old.search, '')); END",
    "CREATE TRIGGER issue_search_update AFTER UPDATE OF search ON issue BEGIN"
    " INSERT INTO issue_search(issue_search, rowid, search) VALUES ('delete', old.id, coalesce(old.search, ''));"
    " INSERT INTO issue_search(rowid, search) VALUES (new.id, coalesce(new.search, '')); END",
]

for statement in (*APPEND_ONLY, *SEARCH, *ISSUE_SEARCH):
    event.listen(Base.metadata, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
