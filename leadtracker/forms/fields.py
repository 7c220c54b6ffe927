"""Fields that turn what people type into the values the rest of the house speaks."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import wtforms
from flask import current_app
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation
from wtforms.widgets import EmailInput, PasswordInput, TelInput

from leadtracker.domain import clock, emails, passwords
from leadtracker.domain.languages import language_code
from leadtracker.domain.phones import format_international, parse_phone
from leadtracker.domain.plain_text import legible
from leadtracker.templating.wording import language_name


class Required:
    """Something has to be written here; ``message`` says what."""

    field_flags = {"required": True}

    def __init__(self, message: Any = None):
        self.message = message

    def __call__(self, form: wtforms.Form, field: wtforms.Field) -> None:
        if field.process_errors:  # something is written, and said to be wrong already
            raise StopValidation
        if not field.data:
            raise StopValidation(str(self.message or _("Fill this in.")))


class AtMost(Length):
    """No longer than the column it goes to; the browser stops typing there too."""

    def __init__(self, count: int):
        super().__init__(max=count)

    def __call__(self, form: wtforms.Form, field: wtforms.Field) -> None:
        if len(field.data or "") > self.max:
            raise wtforms.ValidationError(_("At most %(count)s characters.", count=self.max))


class TextField(wtforms.StringField):
    """One line of text, without invisible characters and spare spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = legible(valuelist[0]) if valuelist else ""


class EmailField(wtforms.StringField):
    """An email address, in lower case."""

    widget = EmailInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = None
        if text.strip():
            self.data = emails.parse_email(text)
            if self.data is None:
                raise ValueError(_("That is not an email address."))

    def _value(self) -> str:
        return self.data or (self.raw_data[0] if self.raw_data else "")


class PhoneField(wtforms.StringField):
    """A telephone number in E.164; without a country code it is one of our own country."""

    widget = TelInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            self.data = parse_phone(text, current_app.config["DEFAULT_COUNTRY"]).e164
            if self.data is None:
                raise ValueError(_("That is not a telephone number. Begin with + and the country."))

    def _value(self) -> str:
        if self.data:
            return format_international(self.data)
        return self.raw_data[0] if self.raw_data else ""


class PasswordField(wtforms.StringField):
    """A password as it was typed, never sent back, no longer than anybody types."""

    widget = PasswordInput(hide_value=True)

    def __init__(self, label=None, validators=(), **kwargs):
        super().__init__(label, [*validators, AtMost(passwords.MAX_LENGTH)], **kwargs)


class OneSelect(wtforms.SelectField):
    """One of a few choices; anything else is told in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Choose one of the list.")) from None

    def pre_validate(self, form: wtforms.Form) -> None:
        if self.data not in {self.coerce(choice.value) for choice in self.choices}:
            raise wtforms.ValidationError(_("Choose one of the list."))


class RowSelect(OneSelect):
    """One of a few rows, or none of them: its value is the row's id or None."""

    def __init__(self, label=None, validators=None, *, none: str, **kwargs):
        super().__init__(label, validators, choices=(), coerce=_row_id, **kwargs)
        self._none = none

    def offer(self, rows: Iterable[Any]) -> None:
        """Say which rows, each with an ``id`` and a ``name``, may be chosen."""
        offered = (SelectChoice(row.id, row.name) for row in rows)
        self.choices = [SelectChoice("", self._none), *offered]


class LanguagesField(wtforms.StringField):
    """Languages by name or code with commas between: "English, es" → ``("en", "es")``."""

    def process_formdata(self, valuelist: list[str]) -> None:
        words = [legible(word) for word in (valuelist[0] if valuelist else "").split(",")]
        codes = {word: language_code(word) for word in words if word}
        self.data = tuple(dict.fromkeys(code for code in codes.values() if code))
        if unknown := [word for word, code in codes.items() if not code]:
            raise ValueError(_("%(word)s is no language we know.", word=unknown[0]))

    def _value(self) -> str:
        if self.errors and self.raw_data:
            return self.raw_data[0]
        return ", ".join(language_name(code) for code in self.data or ())


class ZoneSelect(OneSelect):
    """A time zone by its IANA name."""

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=_zone_choices(), **kwargs)


class LocaleSelect(OneSelect):
    """A language the screens are translated into."""

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=_languages, **kwargs)


def _row_id(value: str | int | None) -> int | None:
    return int(value) if value not in ("", None) else None


def _languages() -> list[SelectChoice]:
    """Each translation there is, called by its own name."""
    locales = current_app.extensions["babel"].instance.list_translations()
    names = {str(locale): locale.get_display_name(locale).title() for locale in locales}
    return [SelectChoice(code, name) for code, name in sorted(names.items())]


@cache
def _zone_choices() -> list[SelectChoice]:
    return [SelectChoice(name, name.replace("_", " ")) for name in clock.zone_names()]
