"""What a server loads: `wsgi:app` (the site named by FLASK_SITE, both by default), `wsgi:public`, `wsgi:staff`."""

from __future__ import annotations

import os

from flask import Flask

from complaints import create_app


def __getattr__(name: str) -> Flask:
    """Build a site when it is asked for, so that a public server never builds the staff site."""
    sites = {"app": os.environ.get("FLASK_SITE", "all"), "public": "public", "staff": "staff"}
    if name not in sites:
        raise AttributeError(name)
    globals()[name] = site = create_app(sites[name])
    return site
