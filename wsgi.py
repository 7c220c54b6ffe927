"""The WSGI application: ``gunicorn wsgi:app``, ``flask --app wsgi``."""

import sys

from config import SettingsError
from leadtracker import create_app

try:
    app = create_app()
except SettingsError as error:
    sys.exit(str(error))
