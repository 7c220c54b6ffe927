"""Leads as people write and look for them."""

from collections.abc import Mapping

import wtforms
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from leadtracker.domain import countries
from leadtracker.domain.phones import ParsedPhone, parse_phone
from leadtracker.domain.plain_text import legible
from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, EmailField, OneSelect, Required, RowSelect, TextField
from leadtracker.models import Lead
from leadtracker.models.lead import Stage
from leadtracker.queries.leads import LIVE, ME, NOBODY, LeadFilter, Sort

#: How far we are with a lead, in the words of the floor.
STAGE_NAMES = {
    Stage.NEW: _l("New"),
    Stage.WORKING: _l("In conversation"),
    Stage.CUSTOMER: _l("Customer"),
    Stage.CLOSED: _l("Closed"),
}

#: Languages a lead may prefer; scripts come in some of them.
LANGUAGES = {
    "": _l("Not known"),
    "en": _l("English"),
    "es": _l("Spanish"),
    "fr": _l("French"),
    "de": _l("German"),
}

_LONGEST_QUERY = 100
_HIGHEST_ID = 2**31 - 1


def choices_of(names: Mapping[str, str]) -> list[SelectChoice]:
    """Choices from values and their words."""
    return [SelectChoice(str(value), words) for value, words in names.items()]


class CountrySelect(OneSelect):
    """A country by its ISO-2 code, in the reader's language, or none."""

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=_country_choices, **kwargs)


def _country_choices() -> list[SelectChoice]:
    language = str(get_locale() or "en")
    names = {code: countries.country_name(code, language) for code in countries.codes()}
    by_name = dict(sorted(names.items(), key=lambda item: item[1]))
    return choices_of({"": _("Not known"), **by_name})


class LanguageSelect(OneSelect):
    """A language by its code; one that a list brought along stays among the choices."""

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=choices_of(LANGUAGES), **kwargs)

    def process_data(self, value: str | None) -> None:
        super().process_data(value)
        if value and value not in LANGUAGES:
            self.choices = choices_of({**LANGUAGES, value: value})


class NumbersField(wtforms.TextAreaField):
    """Telephone numbers, one a line, read in the country of the form's ``country``.

    A line that stood there before may stay as it is, number or not.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = valuelist[0].splitlines() if valuelist else []
        self.data = "\n".join(line for line in map(legible, lines) if line)

    def parsed(self, country: str, kept: Mapping[str, ParsedPhone]) -> list[ParsedPhone]:
        """The numbers; raises ``ValidationError`` naming the first line that is none."""
        found: dict[str, ParsedPhone] = {}
        for line in (self.data or "").splitlines():
            phone = kept.get(line) or parse_phone(line, country)
            if phone.e164 is None and line not in kept:
                raise wtforms.ValidationError(
                    _(
                        "“%(line)s” is not a number in that country. Begin with + for another.",
                        line=line,
                    )
                )
            found.setdefault(phone.e164 or phone.original, phone)
        return list(found.values())


class LeadForm(Form):
    """A lead; teams and owners to choose from are given by the caller."""

    company = TextField(_l("Company"), [AtMost(200)])
    contact_name = TextField(_l("Contact"), [AtMost(120)])
    contact_role = TextField(_l("Role"), [AtMost(120)])
    phones = NumbersField(_l("Phone numbers"), description=_l("One a line, the first is dialled."))
    email = EmailField(_l("Email"))
    website = TextField(_l("Website"), [AtMost(300)])
    address = TextField(_l("Address"), [AtMost(300)])
    city = TextField(_l("Town"), [AtMost(120)])
    region = TextField(_l("State or region"), [AtMost(120)])
    postal_code = TextField(_l("Postcode"), [AtMost(20)])
    country = CountrySelect(_l("Country"))
    language = LanguageSelect(_l("Language"))
    stage = OneSelect(_l("Status"), choices=choices_of(STAGE_NAMES), coerce=Stage)
    team_id = RowSelect(_l("Team"), none=_l("Open to every team"))
    owner_id = RowSelect(_l("Owner"), none=_l("Nobody"))

    def __init__(self, formdata=None, *, lead: Lead | None = None, **kwargs):
        """``lead`` is the one to change, None for a new one."""
        self._kept = {phone.original: _parsed(phone) for phone in lead.phones} if lead else {}
        lines = "\n".join(self._kept)
        fields = {} if lead is None else {"obj": lead}
        super().__init__(formdata, data={"phones": lines} | kwargs, **fields)
        if lead is not None and not formdata:
            self.phones.data = lines
        self.numbers: list[ParsedPhone] = []

    def validate(self, extra_validators=None) -> bool:
        """Whether everything can be saved; ``numbers`` are then the parsed ones."""
        valid = super().validate(extra_validators)
        try:
            self.numbers = self.phones.parsed(self.country.data or "", self._kept)
        except wtforms.ValidationError as error:
            self.phones.errors = [*self.phones.errors, str(error)]
            return False
        return valid

    def values(self) -> dict:
        """The lead's details without its numbers."""
        values = {name: value for name, value in self.data.items() if name != "phones"}
        return values | {"email": values["email"] or ""}


def _parsed(phone) -> ParsedPhone:
    return ParsedPhone(phone.e164, phone.original, phone.extension or None)


class NoteForm(Form):
    """A note for the next caller."""

    text = wtforms.TextAreaField(
        _l("Note"),
        [Required(_l("Write the note first.")), AtMost(5000)],
        filters=[lambda text: (text or "").strip()],
    )


class BlockForm(Form):
    """Why a number of this lead must not be called."""

    reason = TextField(_l("Who asked, and how"), [AtMost(200)])


def read_filter(args: Mapping[str, str]) -> LeadFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    return LeadFilter(
        q=legible(args.get("q", ""))[:_LONGEST_QUERY],
        list_id=_id(args.get("list")),
        import_id=_id(args.get("import")),
        owner=_id_or_word(args.get("owner"), {ME, NOBODY}),
        team=_id_or_word(args.get("team"), {NOBODY}),
        stage=_member(Stage, args.get("stage")),
        has_phone={"yes": True, "no": False}.get(args.get("phone", "")),
        promotion=_id_or_word(args.get("promotion"), {LIVE}),
        sort=_member(Sort, args.get("sort")) or Sort.NEWEST,
        page=min(_id(args.get("page")) or 1, 100_000),
    )


def filter_args(wanted: LeadFilter) -> dict[str, str | int]:
    """The address of a filter: what :func:`read_filter` reads back, without its page."""
    phone = {True: "yes", False: "no", None: ""}[wanted.has_phone]
    args = {
        "q": wanted.q,
        "list": wanted.list_id,
        "import": wanted.import_id,
        "owner": wanted.owner,
        "team": wanted.team,
        "stage": wanted.stage,
        "phone": phone,
        "promotion": wanted.promotion,
        "sort": "" if wanted.sort is Sort.NEWEST else wanted.sort,
    }
    return {name: value for name, value in args.items() if value}


def _id(text: str | None) -> int | None:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 else 0
    return number if 0 < number <= _HIGHEST_ID else None


def _id_or_word(text: str | None, words: set[str]) -> str:
    return text if text in words or _id(text) else ""


def _member(enum, text: str | None):
    return enum(text) if text in set(enum) else None
