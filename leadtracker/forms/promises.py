"""Changing a promise: another moment in words, or the reason why it needs no call."""

from flask_babel import lazy_gettext as _l

from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, Required, TextField


class MoveForm(Form):
    """The moment they asked for, as they said it."""

    follow_up = TextField(
        _l("When did they ask for?"),
        [Required(_l("Say when, for example “tue 3pm”.")), AtMost(80)],
    )


class ClosureForm(Form):
    """Why nobody needs to call."""

    reason = TextField(
        _l("Why is no call needed?"),
        [Required(_l("Say why this promise needs no call.")), AtMost(200)],
    )
