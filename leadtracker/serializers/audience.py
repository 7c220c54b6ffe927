"""What a launch would do, in words and numbers: who is called now, who later, who never and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leadtracker.domain import clock
from leadtracker.queries.audiences import Audience, audience_of
from leadtracker.services.promotion_queue import openings


@dataclass(frozen=True)
class AudienceView:
    """A list told apart; ``opens_at`` is when the first of those that wait may be called."""

    audience: Audience
    now: int
    waiting: int
    opens_at: datetime | None

    @property
    def callable(self) -> int:
        return self.now + self.waiting

    @property
    def left_out(self) -> int:
        return self.audience.total - self.callable

    @property
    def parts(self) -> list[tuple[int, str]]:
        """The whole list as parts of one bar."""
        return [(self.now, "data"), (self.waiting, "soft"), (self.left_out, "none")]


def audience_for(
    list_id: int | None, team_ids: Sequence[int], starts_on: date | None = None
) -> AudienceView | None:
    """The list of a promotion as a launch at this moment would find it; None for no list."""
    if list_id is None:
        return None
    audience = audience_of(list_id, team_ids)
    opening = openings(list(audience.by_zone), starts_on=starts_on)
    now = clock.now()
    ready = sum(audience.by_zone[zone] for zone, at in opening.items() if at <= now)
    later = [at for at in opening.values() if at > now]
    waiting = sum(audience.by_zone[zone] for zone, at in opening.items() if at > now)
    return AudienceView(audience, ready, waiting, min(later, default=None))
