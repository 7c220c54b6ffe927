"""``flask scheduler``: run it, run its jobs once, see how it does."""

import os
import sys

import click
from flask import current_app
from flask.cli import AppGroup

from leadtracker.domain import clock
from leadtracker.queries import health
from leadtracker.scheduler.jobs import JOBS
from leadtracker.scheduler.runner import Runner
from leadtracker.scheduler.work import Work

cli = AppGroup("scheduler", help="What happens by itself: due calls, returned leads, clearing up.")


@cli.command("run")
def run() -> None:
    """Run jobs until stopped. Of several schedulers on one database, one leads."""
    unfinished = Runner(current_app._get_current_object()).run()
    if unfinished:
        # Their threads would keep the process alive. They lose nothing: see scheduler/jobs.py.
        sys.stdout.flush()
        os._exit(0)


@cli.command("tick")
def tick() -> None:
    """Run every job once, now; exit with 1 when one fails."""
    work = Work(current_app._get_current_object())
    failed = [job.name for job in JOBS if not work.perform(job)]
    if failed:
        raise click.ClickException(f"These failed: {', '.join(failed)}.")


@cli.command("status")
def status() -> None:
    """Say who leads, when it last ticked and what fails; exit with 1 when something is wrong."""
    now, lease, failures = clock.now(), health.find_scheduler_lease(), health.failing_jobs()
    if lease is None:
        click.echo("The scheduler has never run.")
    else:
        leader = lease.holder if lease.expires_at > now else "nobody"
        click.echo(f"Led by {leader}; last tick {lease.ticked_at:%Y-%m-%d %H:%M:%S} UTC.")
    for failure in failures:
        click.echo(f"{failure.name} has failed {failure.failures} times: {failure.error}")
    if failures or health.scheduler_late(now):
        sys.exit(1)
