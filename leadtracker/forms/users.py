"""People, as an administrator writes them."""

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from leadtracker.domain.policies import Role
from leadtracker.forms.base import Form
from leadtracker.forms.fields import (
    AtMost,
    EmailField,
    LanguagesField,
    LocaleSelect,
    OneSelect,
    PasswordField,
    PhoneField,
    Required,
    RowSelect,
    TextField,
    ZoneSelect,
)

#: The roles in the words of the floor.
ROLE_NAMES = {
    Role.COORDINATOR: _l("Coordinator"),
    Role.TEAM_LEAD: _l("Team lead"),
    Role.DIRECTOR: _l("Operations director"),
    Role.ADMINISTRATOR: _l("Administrator"),
}


def _role_choices() -> list[SelectChoice]:
    return [SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()]


class UserForm(Form):
    """A person; the teams to choose from are given by the caller."""

    name = TextField(_l("Name"), [Required(_l("Write their name.")), AtMost(120)])
    email = EmailField(_l("Work email"), [Required(_l("Write their work email."))])
    role = OneSelect(_l("Role"), choices=_role_choices, coerce=Role)
    team_id = RowSelect(_l("Team"), none=_l("No team"))
    phone = PhoneField(
        _l("Phone"), description=_l("Rung first when they dial a lead. It begins with + abroad.")
    )
    time_zone = ZoneSelect(_l("Time zone"))
    locale = LocaleSelect(_l("Language"))
    languages = LanguagesField(
        _l("Speaks"), description=_l("Languages with commas between; leads can be dealt by them.")
    )


class NewUserForm(UserForm):
    """A person to take on, with a first password or without."""

    password = PasswordField(
        _l("First password"), description=_l("Left empty, one is made and shown to you once.")
    )


class NewPasswordForm(Form):
    """Another password for somebody who has lost theirs."""

    password = PasswordField(
        _l("New password"), description=_l("Left empty, one is made and shown to you once.")
    )
