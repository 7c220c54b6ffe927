"""What every form has: our own words for errors, and a place for what a rule refused."""

from typing import Any

import wtforms
from flask_babel import gettext as _

from leadtracker.domain.errors import RuleViolation


class _Translations:
    """WTForms' own words, should one ever reach the screen, go through our catalogue."""

    def gettext(self, string: str) -> str:
        return _(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _(singular) if n == 1 else _(plural)


class Form(wtforms.Form):
    """CSRF is not its business: Flask-WTF checks the token of every request before a view runs."""

    class Meta:
        def get_translations(self, form) -> _Translations:
            return _Translations()

        def render_field(self, field: wtforms.Field, render_kw: dict[str, Any]) -> str:
            """WTForms writes a hyphen for ``data_`` and ``aria_`` alone; here for ``hx_`` too."""
            written = {
                name.replace("_", "-") if name.startswith("hx_") else name: value
                for name, value in render_kw.items()
            }
            return super().render_field(field, written)

    def refuse(self, error: RuleViolation) -> None:
        """Show what a service refused: on the field it names, else above the form."""
        words = _(error.message) % error.params if error.params else _(error.message)
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(words)
        else:
            field.errors = [*field.errors, words]

    def values(self) -> dict[str, Any]:
        """The fields' values by name, to hand to a service."""
        return dict(self.data)
