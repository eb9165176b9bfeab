"""The blueprint of the resident's pages; none of them sets a cookie."""

from flask import Blueprint

bp = Blueprint("intake", __name__)
