"""What a team lead did to somebody's desk, told to the one who sits there."""

from dataclasses import dataclass

from flask_babel import gettext as _

from leadtracker.domain import clock
from leadtracker.models import Activity, User
from leadtracker.queries import desk_notices as find


@dataclass(frozen=True)
class DeskNotice:
    """What happened, and why."""

    title: str
    text: str


def notices_of(user: User) -> list[DeskNotice]:
    """The last minutes', newest first."""
    return [_notice(row) for row in find.desk_notices(user, clock.now())]


def _notice(row: Activity) -> DeskNotice:
    said = {"who": row.user.name if row.user else "–", "lead": row.data["name"]}
    if row.kind == "wrap_up_cleared":
        title = _("%(who)s cleared the wrap-up of %(lead)s.", **said)
    elif row.data.get("to"):
        title = _("%(who)s gave %(lead)s to %(to)s.", **said, to=row.data["to"])
    else:
        title = _("%(who)s put %(lead)s back into the queue.", **said)
    return DeskNotice(title, row.data.get("reason") or _("The next call comes by itself."))
