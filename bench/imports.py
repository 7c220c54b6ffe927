"""How fast a large list comes in, and how long the desk waits for a write meanwhile."""

import csv
import io
from collections.abc import Iterator
from threading import Event, Thread
from time import perf_counter, sleep

from flask import Flask
from sqlalchemy import insert

from bench import Figure
from leadtracker.db import db
from leadtracker.domain.columns import Field
from leadtracker.domain.phones import is_valid
from leadtracker.models import Activity
from leadtracker.queries import imports as find
from leadtracker.services import imports
from tests.support.databases import Database, dispose

PLACES = (
    ("Phoenix", "AZ", "850"), ("Denver", "CO", "802"), ("Austin", "TX", "787"),
    ("Boston", "MA", "021"), ("Chicago", "IL", "606"), ("Seattle", "WA", "981"),
)  # fmt: skip


def measure(database: Database) -> Iterator[Figure]:
    app = database.make_app()
    content, rows = _list()
    with app.app_context():
        import_id = _receive(content)
        with _Desk(app) as desk:
            imports.run_import(import_id)
        done = find.find_import(import_id)
        yield Figure("import_rows_per_s", round(rows / done.seconds), "rows/s", {"rows": rows})
        yield Figure("import_desk_write_p95_ms", desk.p95_ms, "ms", {"writes": len(desk.waits)})
        again = _receive(content)
        imports.run_import(again)
        done = find.find_import(again)
        yield Figure(
            "import_again_rows_per_s", round(rows / done.seconds), "rows/s", {"rows": rows}
        )
    dispose(app)


def _list() -> tuple[bytes, int]:
    """Every American number reserved for fiction, a shop each: some 40,000 rows."""
    areas = [area for area in range(201, 990) if is_valid(f"+1{area}5550100")]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Company", "Contact", "Phone", "Email", "Address", "City", "State", "Zip"])
    count = 0
    for area in areas:
        for end in range(100):
            city, state, code = PLACES[count % len(PLACES)]
            count += 1
            writer.writerow(
                [f"Wheel & Tire {count}", f"Pat {count}", f"({area}) 555-01{end:02d}",
                 f"shop{count}@example.com", f"{count} Main St", city, state,
                 f"{code}{count % 100:02d}"]
            )  # fmt: skip
    return file.getvalue().encode(), count


def _receive(content: bytes) -> int:
    lead_import = imports.receive_file("list.csv", content, country="US", by=None)
    fields = [Field(name) if name else None for name in lead_import.columns["fields"]]
    imports.start_import(lead_import, fields=fields, country="US", list_name="Bench", by=None)
    import_id = lead_import.id
    db.session.rollback()
    return import_id


class _Desk:
    """Somebody who writes a line ten times a second while the list comes in."""

    def __init__(self, app: Flask):
        self._app = app
        self._over = Event()
        self._thread = Thread(target=self._work)
        self.waits: list[float] = []

    def __enter__(self) -> "_Desk":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        with self._app.app_context():
            while not self._over.is_set():
                began = perf_counter()
                db.session.execute(insert(Activity), [{"kind": "bench_written"}])
                db.session.commit()
                self.waits.append(perf_counter() - began)
                sleep(0.1)

    @property
    def p95_ms(self) -> float:
        return round(sorted(self.waits)[int(len(self.waits) * 0.95)] * 1000, 1)
