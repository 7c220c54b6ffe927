"""What every template may use: words for values, icons, built files, chart geometry."""

from flask import Flask, g, has_request_context
from flask_babel import get_locale, get_translations
from jinja2 import StrictUndefined

from leadtracker.domain import clock
from leadtracker.templating import assets, bar_columns, charts, markup, wording

_FILTERS = (
    wording.ago,
    wording.country_name,
    wording.date_words,
    wording.day_in,
    wording.day_time_in,
    wording.duration,
    wording.duration_words,
    wording.initials,
    wording.language_name,
    wording.money,
    wording.money_short,
    wording.near_day_in,
    wording.number,
    wording.percent,
    wording.phone,
    wording.signed,
    wording.time_in,
    markup.attrs,
    markup.key_hint,
    markup.key_shortcut,
)
_GLOBALS = (assets.asset_url, assets.icon, clock.now, markup.url_with, wording.reader_zone)


def init_app(app: Flask) -> None:
    """Set up Jinja: an undefined name is an error, and blocks leave no blank lines."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.filters.update({function.__name__: function for function in _FILTERS})
    env.globals.update({function.__name__: function for function in _GLOBALS})
    env.globals.update(bar_columns=bar_columns, charts=charts, page_language=page_language)
    assets.init_app(app)


def speak(app: Flask) -> None:
    """Have templates find the reader's words once a request, after Flask-Babel was bound.

    It looks for language and catalogue at each of the two hundred texts of a desk.
    """
    app.jinja_env.install_gettext_callables(
        gettext=lambda text: _words().ugettext(text),
        ngettext=lambda one, many, count: _words().ungettext(one, many, count),
        newstyle=True,
    )


def _words():
    if not has_request_context():  # a letter is in its reader's language, whoever that is
        return get_translations()
    if "words" not in g:
        g.words = get_translations()
    return g.words


def page_language() -> str:
    """The page's language as HTML names it: ``en-GB``, since our English is British."""
    locale = get_locale()
    if locale is None or str(locale) == "en":
        return "en-GB"
    return str(locale).replace("_", "-")
