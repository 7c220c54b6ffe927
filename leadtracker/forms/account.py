"""What people may change about themselves."""

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.domain import passwords
from leadtracker.forms.base import Form
from leadtracker.forms.fields import (
    AtMost,
    LanguagesField,
    LocaleSelect,
    PasswordField,
    PhoneField,
    Required,
    TextField,
    ZoneSelect,
)


class AccountForm(Form):
    """Name, telephone, zone and language."""

    name = TextField(_l("Name"), [Required(_l("Write your name.")), AtMost(120)])
    phone = PhoneField(
        _l("Phone"), description=_l("It rings first when you dial a lead, then the lead is called.")
    )
    time_zone = ZoneSelect(_l("Time zone"), description=_l("Your times are told in it."))
    locale = LocaleSelect(_l("Language"))
    languages = LanguagesField(
        _l("You speak"),
        description=_l("Languages with commas between; leads can be dealt by them."),
    )


class PasswordForm(Form):
    """The present password, and the new one twice."""

    current = PasswordField(_l("Password now"), [Required(_l("Write the password you have."))])
    password = PasswordField(
        _l("New password"),
        [Required(_l("Write the new password."))],
        description=_l(
            "At least %(count)s characters; four words in a row are easy to remember.",
            count=passwords.MIN_LENGTH,
        ),
    )
    again = PasswordField(_l("New password again"), [Required(_l("Write it once more."))])

    def validate_again(self, field: wtforms.Field) -> None:
        if field.data != self.password.data:
            raise wtforms.ValidationError(_("The two are not the same."))
