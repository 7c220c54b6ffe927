"""Who works at Northgate Wheels."""

from dataclasses import dataclass

from leadtracker.db import db
from leadtracker.domain.policies import Role
from leadtracker.models import Team, User
from leadtracker.services.sessions import hash_password

DOMAIN = "northgate.example"
PASSWORD = "wheels-and-tyres"  # noqa: S105 - told to everybody who runs the demo

#: Coordinators by team; their own telephones end so that the simulated network answers them.
_DAY_DESK = ("Tom Ashby", "Megan Frost", "Callum Reid", "Daisy Wells")
_LATE_DESK = ("Priya Nair", "Luis Ortega", "Aisha Khan", "Joe Pritchard")

#: Who speaks more than English.
_SPOKEN = {"Luis Ortega": ("en", "es"), "Priya Nair": ("en", "es"), "Daisy Wells": ("en", "fr")}


@dataclass(frozen=True)
class Staff:
    """Everybody, and the two teams they stand in."""

    day_desk: Team
    late_desk: Team
    day_people: list[User]
    late_people: list[User]
    director: User

    @property
    def coordinators(self) -> list[User]:
        return self.day_people + self.late_people


def hire() -> Staff:
    """Two teams of four, the team lead of both, the director and the administrator."""
    password = hash_password(PASSWORD)
    day, late = Team(name="Day desk, UK"), Team(name="Late desk, US")
    db.session.add_all([day, late])
    db.session.flush()
    phones = (f"+442079460{number:03d}" for number in range(911, 999) if number % 10 in {1, 4, 6})

    def person(name: str, role: Role, team: Team | None = None) -> User:
        first, last = name.lower().split()
        return User(
            email=f"{first}.{last}@{DOMAIN}",
            name=name,
            role=role,
            team_id=team.id if team else None,
            phone=next(phones),
            languages=list(_SPOKEN.get(name, ("en",))),
            password_hash=password,
        )

    day_people = [person(name, Role.COORDINATOR, day) for name in _DAY_DESK]
    late_people = [person(name, Role.COORDINATOR, late) for name in _LATE_DESK]
    team_lead = person("Grace Lindley", Role.TEAM_LEAD, day)
    director = person("Helen Marsh", Role.DIRECTOR)
    administrator = person("Ruth Okafor", Role.ADMINISTRATOR)
    db.session.add_all([*day_people, *late_people, team_lead, director, administrator])
    db.session.flush()
    day.lead_id = late.lead_id = team_lead.id
    return Staff(day, late, day_people, late_people, director)
