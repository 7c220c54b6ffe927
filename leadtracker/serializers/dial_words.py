"""The dial gate's answers as people read them: the fact, why, and when it changes."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from leadtracker.domain import clock
from leadtracker.domain.dial_gate import DialAnswer, Reason, ReasonCode, WindowBadge, WindowState
from leadtracker.templating.wording import ago, day_in, near_day_in, reader_zone, time_in


@dataclass(frozen=True)
class WindowWords:
    """The calling-window badge: its tone (ok, soon, wait, no), the verdict, and until when."""

    tone: str
    verdict: str
    detail: str


@dataclass(frozen=True)
class BlockWords:
    """Why dialling is blocked, in two lines."""

    title: str
    text: str


def place_of(zone: str, city: str = "") -> str:
    """What to call a lead's place beside a time: its town, else the zone's own city."""
    return city or zone.rpartition("/")[2].replace("_", " ")


def window_words(badge: WindowBadge, *, city: str = "") -> WindowWords:
    """The badge of a lead that nothing but the hour can block."""
    if badge.state is WindowState.UNKNOWN:
        return WindowWords("no", _("Their time is unknown"), _("add an address"))
    there = _(
        "%(time)s in %(place)s",
        time=time_in(badge.local_time, badge.zone),
        place=place_of(badge.zone, city),
    )
    if badge.state is WindowState.CLOSED:
        return WindowWords("wait", _opens(badge), there)
    if badge.closes_at is None:
        return WindowWords("ok", there, "")
    if badge.state is WindowState.CLOSING:
        return WindowWords("soon", there, _("closes %(when)s", when=ago(badge.closes_at)))
    until = time_in(badge.closes_at, badge.zone, brief=True)
    return WindowWords("ok", there, _("OK until %(time)s", time=until))


def _opens(badge: WindowBadge) -> str:
    if badge.opens_at is None:
        return _("Closed")
    if (badge.opens_at - clock.now()).total_seconds() < 3600:
        return _("Opens %(when)s", when=ago(badge.opens_at))
    return _("Opens %(when)s", when=_moment(badge.opens_at, badge.zone))


def _moment(moment: datetime, zone: str | tzinfo) -> str:
    """A day and a time as close as they are: "tomorrow 8:00 am"."""
    return f"{near_day_in(moment, zone)} {time_in(moment, zone, brief=True)}"


def block_words(answer: DialAnswer, *, name: str, city: str = "") -> BlockWords:
    """The headline of a block and what would lift it."""
    reason = answer.headline
    if reason is None:
        return BlockWords(_("This call is not allowed"), "")
    writer = _WORDS.get(reason.code, _other)
    return writer(reason, answer, name, city)


def _quiet(reason: Reason, answer: DialAnswer, name: str, city: str) -> BlockWords:
    zone = str(reason.params.get("zone", ""))
    local = clock.now()
    title = _(
        "It is %(time)s in %(place)s",
        time=time_in(local, zone) if zone else "",
        place=place_of(zone, city),
    )
    if answer.next_allowed_at is None or not zone:
        return BlockWords(title, _("Calls there are not allowed at this hour."))
    return BlockWords(
        title,
        _(
            "You can call from %(theirs)s their time, %(ours)s yours.",
            theirs=_moment(answer.next_allowed_at, zone),
            ours=_moment(answer.next_allowed_at, reader_zone()),
        ),
    )


def _asked_not_to(reason: Reason, _answer: DialAnswer, name: str, _city: str) -> BlockWords:
    since = reason.params.get("since")
    when = day_in(datetime.fromisoformat(str(since)), reader_zone()) if since else ""
    by = reason.params.get("by", "")
    title = _("Do not call %(name)s", name=name)
    if when and by:
        return BlockWords(title, _("They asked on %(when)s, %(by)s wrote it.", when=when, by=by))
    return BlockWords(title, _("They asked us not to call. This cannot be overridden."))


def _unknown_zone(_reason: Reason, _answer: DialAnswer, _name: str, _city: str) -> BlockWords:
    return BlockWords(
        _("We cannot tell what time it is there"),
        _("This number names no place. Add an address, then the hours can be checked."),
    )


def _invalid(_reason: Reason, _answer: DialAnswer, _name: str, _city: str) -> BlockWords:
    return BlockWords(
        _("This is not a number that can be dialled"),
        _("Check its digits and its country on the lead."),
    )


def _demo(_reason: Reason, _answer: DialAnswer, _name: str, _city: str) -> BlockWords:
    return BlockWords(
        _("This is demo data"),
        _("Demo numbers are never dialled over a real line."),
    )


def _other(reason: Reason, _answer: DialAnswer, _name: str, _city: str) -> BlockWords:
    return BlockWords(
        _("The check before dialling could not be made"),
        _(
            "Nothing was dialled. Try again; if it stays, tell an administrator: %(code)s.",
            code=reason.code.value,
        ),
    )


_WORDS = {
    ReasonCode.QUIET_HOURS: _quiet,
    ReasonCode.INTERNAL_DNC: _asked_not_to,
    ReasonCode.TIMEZONE_UNKNOWN: _unknown_zone,
    ReasonCode.NUMBER_INVALID: _invalid,
    ReasonCode.DEMO_NUMBER: _demo,
}
