"""The short sentences of the board's rows and of a promotion's page."""

from calendar import monthrange
from datetime import date
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.domain import pace
from leadtracker.domain.floor_time import Moment
from leadtracker.domain.pace import Verdict
from leadtracker.models.promotion import PromotionState
from leadtracker.serializers.pace import Standing
from leadtracker.templating.wording import date_words, day_time_in, number, percent


def note_words(at: Moment) -> str:
    """The board's small print: the moment, and what is left of the month."""
    last = at.today.replace(day=monthrange(at.today.year, at.today.month)[1])
    days = [day for day in pace.working_days(at.today, last) if day > at.last_whole_day]
    left = ngettext(
        "%(num)s working day left this month", "%(num)s working days left this month", len(days)
    )
    return f"{day_time_in(at.now, at.zone)} · {left}"


def badge_of(standing: Standing) -> tuple[str, str]:
    """The state in a word, and its tone."""
    promotion = standing.promotion
    if promotion.state is PromotionState.DRAFT:
        return _("Draft"), ""
    if promotion.state is PromotionState.PAUSED:
        return _("Paused"), ""
    if standing.is_reached:
        return _("Target reached"), "ok"
    if promotion.state is PromotionState.ENDED:
        return _("Ended short"), "bad"
    if standing.is_over:
        return _("Past its deadline"), "bad"
    words = {
        Verdict.ON_PACE: _("On pace"),
        Verdict.TIGHT: _("Tight"),
        Verdict.BEHIND: _("Behind"),
    }
    return words.get(standing.verdict, _("Too early to say")), standing.tone


def gap_words(standing: Standing) -> str:
    """Where it stands against the plan."""
    if not standing.gap:
        return _("level with plan")
    gap = number(abs(standing.gap))
    return _("%(n)s ahead of plan", n=gap) if standing.gap > 0 else _("%(n)s behind plan", n=gap)


def days_left_words(standing: Standing) -> str:
    """How long it still has, as the row's second line says it."""
    if standing.promotion.state is PromotionState.ENDED:
        return ""
    if standing.is_over:
        return _("deadline passed")
    if standing.whole_days_left <= 1:
        return _("last working day")
    return ngettext("%(num)s working day", "%(num)s working days", standing.whole_days_left)


def where_words(standing: Standing) -> str:
    """Who calls for it."""
    teams = [team.name for team in standing.promotion.teams]
    return ", ".join(teams) if teams else _("All teams")


def why_words(standing: Standing) -> str:
    """What stands behind the bar: the plan, what a day must bring, whether the leads last."""
    sentences = [_capital(gap_words(standing)) + "."]
    if not standing.is_reached and standing.needed is not None:
        sentences.append(pace_words(standing))
    sentences.append(supply_words(standing))
    return " ".join(sentences)


def supply_words(standing: Standing) -> str:
    """The leads left, or the day on which they run out where that is before the deadline."""
    if standing.leads_run_out:
        return _("Leads run out %(day)s.", day=date_words(run_out_on(standing)))
    left = number(standing.leads_left)
    return ngettext("%(n)s lead left.", "%(n)s leads left.", standing.leads_left, n=left)


def pace_words(standing: Standing) -> str:
    """What each working day must bring, against what it brings."""
    needed = rate_words(standing.needed)
    if standing.run_rate is None:
        return _("Needs %(needed)s a day.", needed=needed)
    return _(
        "Needs %(needed)s a day, now %(rate)s.", needed=needed, rate=rate_words(standing.run_rate)
    )


def run_out_on(standing: Standing) -> date:
    """The working day on which the list ends at the present rate."""
    ahead = pace.working_days(standing.at.today, standing.promotion.deadline_on)
    place = min(max(ceil(standing.days_of_leads) - 1, 0), len(ahead) - 1)
    return ahead[place]


def rate_words(rate: float) -> str:
    """A number of orders a day: one decimal says enough."""
    return number(round(rate, 1))


def verdict_words(standing: Standing) -> str:
    """How the page's opening sentence goes on after "168 of 240"."""
    promotion = standing.promotion
    if promotion.state is PromotionState.ENDED:
        return _("orders sold when it ended.")
    if standing.is_over:
        return _("orders sold by its deadline. End it, or set a later one.")
    day = date_words(promotion.deadline_on, long=True)
    if standing.forecast is None:
        first = date_words(standing.forecast_from)
        return _(
            "orders sold; it ends on %(day)s. A forecast comes on %(first)s, after five working "
            "days of calls.",
            day=day,
            first=first,
        )
    mid = number(standing.forecast.median)
    if standing.is_reached:
        return _(
            "orders sold: the target is reached, heading for %(mid)s by %(day)s.", mid=mid, day=day
        )
    return _(
        "orders sold, heading for %(mid)s by %(day)s. It is %(likely)s likely to reach target.",
        mid=mid,
        day=day,
        likely=likely_words(standing),
    )


def bar_words(standing: Standing) -> str:
    """The whole bar in one sentence, read instead of it."""
    sold = _(
        "%(sold)s of %(target)s orders sold",
        sold=number(standing.sold),
        target=number(standing.target),
    )
    forecast = standing.forecast
    if forecast is None:
        return sold
    return _(
        "%(sold)s, heading for %(mid)s, range %(low)s to %(high)s",
        sold=sold,
        mid=number(forecast.median),
        low=number(forecast.wide.low),
        high=number(forecast.wide.high),
    )


def likely_words(standing: Standing) -> str:
    """The odds of reaching the target; never quite none and never quite all."""
    return percent(min(max(standing.forecast.probability, 0.01), 0.99))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
