"""Numbers that must not be called, and numbers that may be called again."""

from flask_babel import lazy_gettext as _l

from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, PhoneField, Required, TextField


class BlockForm(Form):
    """A number, and why nobody may call it."""

    phone = PhoneField(_l("Number"), [Required(_l("Write the number."))])
    reason = TextField(
        _l("Who asked, and how"),
        [Required(_l("Say who asked for it, and how.")), AtMost(200)],
    )


class LiftForm(Form):
    """Why a number may be called again."""

    reason = TextField(
        _l("Who allowed it, and how"),
        [Required(_l("Say who allowed it and how.")), AtMost(200)],
    )
