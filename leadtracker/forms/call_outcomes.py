"""Correcting what came of a call."""

import wtforms
from flask_babel import lazy_gettext as _l

from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, TextField


class CorrectionForm(Form):
    """The right outcome, the note, and a follow-up where the outcome needs one.

    Which outcomes there are is the set's business; the service checks the choice.
    """

    outcome = wtforms.IntegerField(_l("Outcome"))
    note = wtforms.TextAreaField(_l("Note"), [AtMost(4000)])
    follow_up = TextField(
        _l("Follow up"), [AtMost(80)], description=_l("Their time: “tue 3pm”, “in 2 h”.")
    )
