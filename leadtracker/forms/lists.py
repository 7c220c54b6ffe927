"""Lists as people name them."""

from flask_babel import lazy_gettext as _l

from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, Required, TextField


class ListForm(Form):
    """A name for the leads that a filter finds."""

    name = TextField(_l("Name of the list"), [Required(_l("Give the list a name.")), AtMost(120)])
