"""What time it is for the floor: its calendar day, and how much of the working time has passed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from leadtracker.domain import pace

#: The working time of a day, as far as the plan counts on it.
WORK_BEGINS, WORK_ENDS = time(9), time(17, 30)


@dataclass(frozen=True)
class Moment:
    """Now, as the floor's calendar has it."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def share_of_today(self) -> float:
        """How much of the working time of today has passed, from 0 to 1."""
        local = self.now.astimezone(self.zone)
        begins = datetime.combine(local.date(), WORK_BEGINS, self.zone)
        ends = datetime.combine(local.date(), WORK_ENDS, self.zone)
        return min(max((self.now - begins) / (ends - begins), 0.0), 1.0)

    @property
    def last_whole_day(self) -> date:
        """The latest day whose working time is over."""
        return self.today if self.share_of_today == 1.0 else self.today - timedelta(days=1)

    def days_left(self, starts_on: date, deadline_on: date) -> float:
        """Working days until the deadline, today as far as it is still to come."""
        days = pace.working_days(max(self.today, starts_on), deadline_on)
        passed = self.share_of_today if self.today in days else 0.0
        return len(days) - passed
