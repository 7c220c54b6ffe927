"""The commands: ``flask <group> <command>``. They parse, call a service and print."""

from importlib import import_module

from flask import Flask

#: Each module holds one click group or command called ``cli``.
GROUPS = ("demo", "leads", "prepare", "scheduler", "simulator", "users")


def init_app(app: Flask) -> None:
    """Register every group."""
    for name in GROUPS:
        app.cli.add_command(import_module(f"leadtracker.cli.{name}").cli)
