"""What every form does."""

import wtforms

from leadtracker.forms.base import Form


class Choosing(Form):
    colour = wtforms.SelectField(choices=["red"])
    teams = wtforms.SelectMultipleField(
        choices=["North"],
        widget=wtforms.widgets.ListWidget(),
        option_widget=wtforms.widgets.CheckboxInput(),
    )


def test_a_field_written_with_htmx_attributes_is_one_htmx_understands(db):
    form = Choosing()

    written = [form.colour(hx_get="/counts"), next(iter(form.teams))(hx_get="/counts")]

    assert all(' hx-get="/counts"' in html for html in written)
