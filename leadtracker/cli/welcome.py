"""What is printed when the web server can answer: where to go and, to try it, who to be."""

from flask import Flask

from leadtracker.services import demo


def welcome(app: Flask) -> str:
    """The address; outside production also the demo's sign-ins, or how to make the first account.

    Needs the migrations to have been run, but for production, where it asks the database nothing.
    """
    lines = [f"Leadtracker is ready: {app.config['PUBLIC_BASE_URL']}"]
    if app.config["ENVIRONMENT"] != "production":
        with app.app_context():
            lines += _who_to_be()
    return "\n".join(["", *(f"  {line}" for line in lines), ""])


def _who_to_be() -> list[str]:
    if demo.is_empty():
        command = ".venv/bin/flask users create-admin --email … --name … --generate"
        return [f"Nobody has an account yet. Make the first: {command}"]
    roles = [(role.replace("_", " "), email) for role, email in demo.sign_ins()]
    if not roles:
        return []
    width = max(len(role) for role, _ in roles)
    told = [f"{role:<{width}}  {email}" for role, email in roles]
    return [f"To try it, sign in with the password {demo.PASSWORD} as", *told]
