"""What a reader gets when something fails: plain words and what to do, never the request echoed back."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, SecurityError

from complaints.platform.extensions import db

log = logging.getLogger(__name__)
SHOWN = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503})


def answer_errors(app: Flask) -> None:
    """Register the handlers for pages and for the API."""

    @app.errorhandler(HTTPException)
    def _http(problem: HTTPException) -> Any:
        if problem.code is not None and problem.code < 400:
            return problem
        db.session.rollback()
        if isinstance(problem, SecurityError):
            # A host that is not ours: nothing can be linked from there.
            return Response(gettext("We could not read what was sent") + "\n", 400, mimetype="text/plain")
        return _answer(problem.code or 500, problem)

    @app.errorhandler(CSRFError)
    def _csrf(problem: CSRFError) -> Any:
        db.session.rollback()
        return _answer(400, problem)

    @app.errorhandler(Exception)
    def _unexpected(problem: Exception) -> Any:
        if app.config["TESTING"]:
            raise problem
        db.session.rollback()
        # The type and the place, never the message: an error's text can quote what somebody typed.
        place = _innermost(problem)
        log.error("unexpected %s at %s (endpoint %s)", type(problem).__name__, place, request.endpoint)
        return _answer(500, InternalServerError())


def _innermost(problem: BaseException) -> str:
    trace, place = problem.__traceback__, "?"
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _answer(code: int, problem: HTTPException) -> Any:
    shown = code if code in SHOWN else (500 if code >= 500 else 400)
    if request.path.startswith("/api/"):
        return _with_advice(_problem_json(code, problem), problem)
    page = render_template("errors/error.html", code=shown, layout=_layout(code))
    return _with_advice(Response(page, code, mimetype="text/html"), problem)


def _with_advice(response: Response, problem: HTTPException) -> Response:
    """What would be allowed instead, or when to come again."""
    if response.status_code == 405:
        response.headers.extend(h for h in problem.get_headers() if h[0] == "Allow")
    if response.status_code == 429:
        response.headers["Retry-After"] = "60"
    return response


def _layout(code: int) -> str:
    """Staff keep their menu, unless what failed may be the database that it is read from."""
    is_staff_page = current_app.config["SITE"] != "public" and request.path.startswith("/staff")
    signed_in = is_staff_page and code < 500 and current_user.is_authenticated
    return "layouts/staff.html" if signed_in else "layouts/plain.html"


def _problem_json(code: int, problem: HTTPException) -> Response:
    detail = problem.description if not isinstance(problem, NotFound) else "There is nothing at this address."
    response = jsonify(type="about:blank", title=problem.name, status=code, detail=detail)
    response.status_code = code
    response.mimetype = "application/problem+json"
    return response
