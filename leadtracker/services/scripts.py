"""Scripts: written once, published as versions that are never changed."""

from collections.abc import Mapping, Sequence

import structlog
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import scripts as rules
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import Script, ScriptVersion, User
from leadtracker.services import _activity, _outbox

log = structlog.get_logger()

#: More steps than this nobody walks through on the telephone.
MOST_STEPS = 40


def create_script(*, name: str, steps: Sequence[Mapping[str, str]], by: User) -> Script:
    """Write a script and publish its first version.

    Each step is ``{"name", "line", "cue"}``. Raises ``RuleViolation`` when the name is taken, when
    there is no step, or when a line could be read out wrong (``domain.scripts.problems``).
    """
    written = _checked(steps)
    script = Script()
    _name(script, name)
    _publish(script, written, by)
    db.session.commit()
    log.info("script_created", script_id=script.id)
    return script


def publish_version(
    script: Script, *, name: str, steps: Sequence[Mapping[str, str]], by: User
) -> ScriptVersion:
    """Publish what the script says from now on; calls keep the version they were made with.

    Steps that say what the latest version says publish nothing. Raises as :func:`create_script`.
    """
    written = _checked(steps)
    # Two editors at once take turns, so that no version number is taken twice.
    db.session.refresh(script, with_for_update=True)
    _name(script, name)
    if script.latest is None or script.latest.steps != written:
        _publish(script, written, by)
    db.session.commit()
    log.info("script_published", script_id=script.id, version=script.latest.number)
    return script.latest


def _checked(steps: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    written = [
        {key: step.get(key, "").strip() for key in ("name", "line", "cue")} for step in steps
    ]
    if not written:
        raise RuleViolation(N_("Write at least one step."), field="steps")
    if len(written) > MOST_STEPS:
        raise RuleViolation(
            N_("At most %(count)s steps: split the script."), field="steps", count=MOST_STEPS
        )
    for number, step in enumerate(written, start=1):
        if not step["name"] or rules.problems(step["line"]):
            raise RuleViolation(
                N_("Step %(number)s cannot be read out as it stands."),
                field="steps",
                number=number,
            )
    return written


def _name(script: Script, name: str) -> None:
    try:
        with db.session.begin_nested():
            script.name = name
            db.session.add(script)
    except IntegrityError:
        raise RuleViolation(
            N_("Another script is called %(name)s."), field="name", name=name
        ) from None


def _publish(script: Script, steps: list[dict[str, str]], by: User) -> None:
    number = script.latest.number + 1 if script.latest else 1
    script.versions.append(ScriptVersion(number=number, steps=steps, published_by_id=by.id))
    db.session.flush()
    _activity.record("script_published", by=by.id, script=script.id, version=number)
    _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)
