"""The web server: threads, so that hundreds of parked live streams cost little memory.

Every open desk holds one stream, hence the many threads. SQLite has one writer, so a second worker
would only add a process; PostgreSQL gets two. The figures behind this: docs/decisions/002.
"""

from config import Config
from leadtracker.cli.welcome import welcome

_settings = Config()
_embedded = _settings.SQLALCHEMY_DATABASE_URI.startswith("sqlite")

bind = f"{_settings.HOST}:{_settings.PORT}"
worker_class = "gthread"
workers = 1 if _embedded else 2
threads = _settings.WEB_THREADS
worker_connections = 1000 + threads
keepalive = 30
#: Open streams end at once when a stop is asked for; a slow request gets this long.
graceful_timeout = 5
timeout = 60
loglevel = "warning"


def post_worker_init(worker) -> None:
    """Let a stop end open streams; say where to go, once, when the first worker can answer."""
    worker.wsgi.extensions["live"].end_when(lambda: not worker.alive)
    if worker.age == 1:
        print(welcome(worker.wsgi), flush=True)
