"""Teams, as an administrator writes them."""

from flask_babel import lazy_gettext as _l

from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, Required, RowSelect, TextField


class TeamForm(Form):
    """A team; the people who may lead it are given by the caller."""

    name = TextField(_l("Name"), [Required(_l("Write the team’s name.")), AtMost(120)])
    lead_id = RowSelect(_l("Team lead"), none=_l("Nobody yet"))
