"""The letter that reminds of a callback, in its owner's language and both time zones."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from leadtracker.mail import Letter
from leadtracker.models import FollowUp
from leadtracker.serializers.dial_words import place_of
from leadtracker.templating.wording import day_in, time_in


def reminder_letter(promise: FollowUp) -> Letter:
    """What is due, when for both, and where to go. The note stays out: others read mail too."""
    owner, lead = promise.owner, promise.lead
    theirs = promise.time_zone or "UTC"
    with force_locale(owner.locale):
        mine = time_in(promise.due_at, owner.time_zone)
        lines = (
            _("Hello %(name)s,", name=owner.first_name),
            "",
            _("you promised to call %(lead)s back:", lead=lead.name),
            "",
            _(
                "%(day)s at %(time)s your time",
                day=day_in(promise.due_at, owner.time_zone),
                time=mine,
            ),
            _(
                "%(day)s at %(time)s in %(place)s",
                day=day_in(promise.due_at, theirs),
                time=time_in(promise.due_at, theirs),
                place=place_of(theirs, lead.city),
            ),
            "",
            _("The call desk: %(url)s", url=current_app.config["PUBLIC_BASE_URL"] + "/desk"),
            "",
            _("If you are not at your desk then, the call is offered to your team.")
            if owner.team_id
            else _("The call waits for you."),
        )
        subject = _("Call %(lead)s back at %(time)s", lead=lead.name, time=mine)
    return Letter(
        to=owner.email,
        subject=subject.replace("\u00a0", " ").replace("\n", " ").replace("\r", " "),
        text="\n".join(lines) + "\n",
        key=f"callback-{promise.id}-{int(promise.due_at.timestamp())}",
    )
