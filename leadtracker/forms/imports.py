"""A file to import, how it is read, and what its columns become."""

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.domain.columns import Field
from leadtracker.domain.tables import ENCODINGS
from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, OneSelect, Required, RowSelect, TextField
from leadtracker.forms.leads import CountrySelect, choices_of

#: What a column may become, in the words of the screen.
FIELD_NAMES = {
    Field.COMPANY: _l("Company"),
    Field.CONTACT: _l("Contact name"),
    Field.FIRST_NAME: _l("First name"),
    Field.LAST_NAME: _l("Last name"),
    Field.CONTACT_ROLE: _l("Role"),
    Field.PHONE: _l("Phone"),
    Field.AREA_CODE: _l("Area code of the phone"),
    Field.EMAIL: _l("Email"),
    Field.ADDRESS: _l("Address"),
    Field.CITY: _l("Town"),
    Field.REGION: _l("State or region"),
    Field.POSTAL_CODE: _l("Postcode"),
    Field.COUNTRY: _l("Country"),
    Field.WEBSITE: _l("Website"),
    Field.LANGUAGE: _l("Language"),
    Field.NOTES: _l("Notes"),
}

_ENCODING_NAMES = {
    "utf-8-sig": "UTF-8",
    "cp1252": _l("Western Europe (Windows)"),
    "cp1250": _l("Central Europe (Windows)"),
    "cp1251": _l("Cyrillic (Windows)"),
    "cp1253": _l("Greek (Windows)"),
    "cp1254": _l("Turkish (Windows)"),
    "cp1257": _l("Baltic (Windows)"),
    "cp850": _l("Western Europe (DOS)"),
    "mac_roman": _l("Western Europe (Macintosh)"),
    "utf-16": "UTF-16",
    "cp932": _l("Japanese"),
    "gb18030": _l("Chinese, simplified"),
    "big5": _l("Chinese, traditional"),
    "euc_kr": _l("Korean"),
}

_DELIMITER_NAMES = {
    ",": _l("comma ,"),
    ";": _l("semicolon ;"),
    "\t": _l("tab"),
    "|": _l("bar |"),
    "~": _l("tilde ~"),
    "^": _l("caret ^"),
}


class UploadForm(Form):
    """The file and the country of its numbers."""

    file = wtforms.FileField(_l("File"))
    country = CountrySelect(_l("Country of numbers without a code"))

    def take(self, upload) -> None:
        """``upload`` is the file that came with the request, or None."""
        self.upload = upload

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.upload is None or not self.upload.filename:
            self.file.errors = [_("Choose a file.")]
            return False
        return valid


class LayoutForm(Form):
    """How the file is read; whatever was detected is chosen to begin with."""

    encoding = OneSelect(_l("Characters"), choices=())
    delimiter = OneSelect(_l("Between cells"), choices=choices_of(_DELIMITER_NAMES))
    has_header = OneSelect(
        _l("First row"),
        choices=choices_of({"yes": _l("names the columns"), "no": _l("is a lead")}),
    )
    country = CountrySelect(_l("Country of numbers without a code"))

    def __init__(self, formdata=None, *, lead_import=None, **kwargs):
        given = {}
        if lead_import is not None:
            given = {
                "encoding": lead_import.encoding,
                "delimiter": lead_import.delimiter,
                "has_header": "yes" if lead_import.has_header else "no",
                "country": lead_import.country,
            }
        super().__init__(formdata, data=given | kwargs)
        names = dict.fromkeys([*_ENCODING_NAMES, *ENCODINGS, "utf-32"])
        self.encoding.choices = choices_of(
            {name: _ENCODING_NAMES.get(name, name.upper()) for name in names}
        )

    @property
    def layout(self) -> dict:
        """What a service reads the file by."""
        return {
            "encoding": self.encoding.data,
            "delimiter": self.delimiter.data,
            "has_header": self.has_header.data == "yes",
        }


class ColumnsForm(Form):
    """What the columns become, and where their leads go; ``choose`` says what is preset."""

    fields = wtforms.FieldList(OneSelect(choices=choices_of({"": _l("Leave out"), **FIELD_NAMES})))
    list_name = TextField(
        _l("Name of the list"), [Required(_l("Give the list a name.")), AtMost(120)]
    )
    area_code = TextField(
        _l("Area code of numbers without one"),
        [AtMost(8), wtforms.validators.Regexp(r"^\d*$", message=_l("Digits only."))],
    )
    team_id = RowSelect(_l("For"), none=_l("every team"))

    @property
    def chosen(self) -> list[Field | None]:
        """The field of each column; None for what is left out or unknown."""
        return [Field(name) if name in set(Field) else None for name in self.fields.data]
