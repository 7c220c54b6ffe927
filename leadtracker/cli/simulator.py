"""``flask simulator run``: the telephone network in a box."""

import signal
import threading

import click
from flask import current_app
from flask.cli import with_appcontext

from leadtracker.simulator.server import Simulator
from leadtracker.simulator.settings import Settings

cli = click.Group("simulator", help="The simulated telephone network.")


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Default: SIMULATOR_PORT.")
@click.option("--speed", type=float, help="Virtual seconds per second. Default: SIMULATOR_SPEED.")
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same people.")
@click.option(
    "--calls-per-second",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="New calls beyond it wait, as on a real account. 0: no limit.",
)
@with_appcontext
def run(port: int | None, speed: float | None, seed: int, calls_per_second: float) -> None:
    """Run it until it is stopped. It rings nobody and reaches this machine only."""
    config = current_app.config
    try:
        simulator = Simulator(
            Settings(
                account_sid=config["TWILIO_ACCOUNT_SID"],
                auth_token=config["TWILIO_AUTH_TOKEN"],
                public_base_url=config["PUBLIC_BASE_URL"],
                upstream=config["WEB_UPSTREAM"],
                port=config["SIMULATOR_PORT"] if port is None else port,
                speed=config["SIMULATOR_SPEED"] if speed is None else speed,
                seed=seed,
                calls_per_second=calls_per_second,
                spec_path=config["TWILIO_OAI_SPEC"],
            )
        )
        simulator.start()
    except (OSError, ValueError) as error:
        raise click.ClickException(
            f"The simulated telephone network cannot start: {error}"
        ) from error
    _say(simulator)
    _wait_for_stop()
    simulator.stop()


def _say(simulator: Simulator) -> None:
    click.echo(f"Telephones: {simulator.url} (simulated, no real call is made)")
    if simulator.checks_requests:
        click.echo("Every request is checked against Twilio’s own API description.")


def _wait_for_stop() -> None:
    """Until Ctrl-C or a supervisor's SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
