"""The blueprint of the complainant's pages; none of them sets a cookie."""

from flask import Blueprint

bp = Blueprint("correspondence", __name__)
