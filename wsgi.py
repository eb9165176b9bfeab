"""What a server loads: `wsgi:app` (the site named by FLASK_SITE, both by default), `wsgi:public`, `wsgi:staff`."""

from __future__ import annotations

import os

from flask import Flask

from complaints import create_app
from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.settings import WrongSetting
from complaints.platform.web.access import UndeclaredView


def __getattr__(name: str) -> Flask:
    """Build a site when it is asked for, so that a public server never builds the staff site.

    What keeps it from starting ends the program with its sentence and exit code 1.
    """
    sites = {"app": os.environ.get("FLASK_SITE", "all"), "public": "public", "staff": "staff"}
    if name not in sites:
        raise AttributeError(name)
    try:
        globals()[name] = site = create_app(sites[name])
    except (WrongSetting, ProfileError, UndeclaredView) as reason:
        raise SystemExit(str(reason)) from reason
    return site
