"""Signing in."""

import wtforms
from flask_babel import lazy_gettext as _l

from leadtracker.forms.base import Form
from leadtracker.forms.fields import EmailField, PasswordField, Required


class SignInForm(Form):
    """Email address and password; ``remember`` keeps the cookie when the browser is closed."""

    email = EmailField(_l("Work email"), [Required(_l("Write your work email."))])
    password = PasswordField(_l("Password"), [Required(_l("Write your password."))])
    remember = wtforms.BooleanField(default=True)
