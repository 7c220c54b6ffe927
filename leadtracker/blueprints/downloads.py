"""Files to take away."""

from collections.abc import Iterable
from tempfile import TemporaryFile

from flask import Response, send_file

from leadtracker.serializers.csv_file import csv_lines


def send_csv(name: str, heading: Iterable[object], rows: Iterable[Iterable[object]]) -> Response:
    """A CSV file called ``name``.

    It is written out before the first byte is sent: a slow reader must not keep a transaction open.
    """
    file = TemporaryFile()  # noqa: SIM115 - closed with the answer
    file.writelines(line.encode() for line in csv_lines(heading, rows))
    file.seek(0)
    return send_file(file, mimetype="text/csv", as_attachment=True, download_name=name)
