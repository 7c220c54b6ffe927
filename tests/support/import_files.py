"""Small files to import, and how to import them."""

from leadtracker.domain.columns import Field
from leadtracker.models import LeadImport
from leadtracker.queries import imports as find
from leadtracker.services import imports


def table(*rows: str, heading: str = "Company,Phone,Town,Postcode,Email") -> bytes:
    """A file of those lines below a heading."""
    return "\n".join((heading, *rows, "")).encode()


def receive(content: bytes, *, by=None, country: str = "GB", filename: str = "list.csv"):
    return imports.receive_file(filename, content, country=country, by=by)


def start(lead_import: LeadImport, *, by=None, list_name: str = "A list", **options) -> None:
    """Start it as guessed."""
    fields = [Field(name) if name else None for name in lead_import.columns["fields"]]
    imports.start_import(
        lead_import,
        **(
            {"fields": fields, "country": lead_import.country, "list_name": list_name, "by": by}
            | options
        ),
    )


def import_all(content: bytes, *, by=None, country: str = "GB", **options) -> LeadImport:
    """The whole way; the import as it is in the end."""
    lead_import = receive(content, by=by, country=country)
    start(lead_import, by=by, **options)
    imports.run_import(lead_import.id)
    return find.find_import(lead_import.id)
