"""Teams, as an administrator writes them."""

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from leadtracker.domain.distribution import Rule
from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, OneSelect, Required, RowSelect, TextField

#: How leads come to people, each as its name and what it will do.
RULE_WORDS = {
    Rule.SHARED: (
        _l("One shared heap"),
        _l("Whoever is free draws the next lead. Nothing is dealt."),
    ),
    Rule.ROUND_ROBIN: (
        _l("In turn"),
        _l("Each coordinator gets one after the other, until all hold as many."),
    ),
    Rule.LANGUAGE: (
        _l("By language"),
        _l("A lead goes to those who speak its language. One that nobody speaks is anybody’s."),
    ),
    Rule.REGION: (
        _l("By region"),
        _l("Each coordinator gets a stretch of neighbours: one country, one region, one zone."),
    ),
    Rule.OWNER: (
        _l("By owner"),
        _l("A lead goes to its owner. Nobody’s, and those whose owner is away, even it out."),
    ),
}


def _rule_choices() -> list[SelectChoice]:
    return [SelectChoice(rule.value, name) for rule, (name, _does) in RULE_WORDS.items()]


class TeamForm(Form):
    """A team; the people who may lead it are given by the caller."""

    name = TextField(_l("Name"), [Required(_l("Write the team’s name.")), AtMost(120)])
    lead_id = RowSelect(_l("Team lead"), none=_l("Nobody yet"))
    distribution = OneSelect(
        _l("Promotion leads"), choices=_rule_choices, coerce=Rule, default=Rule.SHARED
    )
