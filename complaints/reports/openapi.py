"""The API's description (OpenAPI 3.1): made from the views themselves, one for everything the site at hand serves."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

import flask_smorest
from flask import Flask, Response, current_app, jsonify
from marshmallow import Schema, fields

from complaints.platform.web.access import PUBLIC, requires
from complaints.reports import answers
from complaints.reports.verifying.manifest import software

View = TypeVar("View", bound=Callable[..., Any])
PREFIX: Final = "/api/v1"
PROBLEM: Final = "application/problem+json"
NAME: Final = "complaints.api"
ABOUT: Final = (
    "The technologies, the published releases with their counts, and for the city's report job the protected counts of "
    "a period. A hidden count has `value` null and the range from `low` to `high` that it lies in. Nothing here is "
    "about a person. Errors are `application/problem+json`."
)


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)


class Api(flask_smorest.Api):
    """The description alone: errors are answered by the platform, and there are no pages that load from elsewhere."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Leave the errors of the whole app to the platform."""


class ApiBlueprint(flask_smorest.Blueprint):
    """Views that describe themselves in the app's one description when they are registered."""

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Where the view is."""
        wrap: Callable[[View], View] = super().route(rule, **options)
        return wrap

    def asks(self, schema: type[Schema]) -> Callable[[View], View]:
        """What the view reads from the query; it gets that as its first argument."""
        wrap: Callable[[View], View] = self.arguments(schema, location="query")
        return wrap

    def gives(self, schema: type[Schema], *refusals: int) -> Callable[[View], View]:
        """What the view answers, and the statuses of the problems it may answer instead."""
        wraps = [self.response(200, schema)]
        wraps += [self.alt_response(status, schema=Problem, content_type=PROBLEM) for status in refusals]

        def wrap(view: View) -> View:
            for each in wraps:
                view = each(view)
            return view

        return wrap

    def needs_token(self, scope: str) -> Callable[[View], View]:
        """That a bearer token with this scope opens it."""
        wrap: Callable[[View], View] = self.doc(security=[{"bearer": [scope]}])
        return wrap

    def register(self, app: Flask, options: dict[str, Any]) -> None:
        """Register the views, and their description."""
        api = api_of(app)
        app.extensions["flask-smorest"]["blp_name_to_api"][self.name] = api
        super().register(app, options)
        self.register_views_in_doc(api, app, api.spec, name=self.name, parameters=None)
        api.spec.tag({"name": self.name, "description": self.description})


def api_of(app: Flask) -> Api:
    """The app's description, made when the first part of the API is registered."""
    if NAME not in app.extensions:
        spec = {"title": "Complaints about police surveillance technology", "version": software()["version"]}
        info = {"info": {"description": ABOUT}}
        app.extensions[NAME] = Api(app, spec_kwargs={**spec, "openapi_version": "3.1.0", **info})
        app.extensions[NAME].spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
        app.add_url_rule(f"{PREFIX}/openapi.json", "openapi", openapi)
    made: Api = app.extensions[NAME]
    return made


@requires(PUBLIC)
def openapi() -> Response:
    """The description of the API that this site serves."""
    described = json.dumps(current_app.extensions[NAME].spec.to_dict())
    return answers.changing(described.encode(), "application/json")


def problem(status: int, title: str, detail: str, **headers: str) -> Response:
    """An error as a program reads it."""
    response = jsonify(type="about:blank", title=title, status=status, detail=detail)
    response.status_code, response.mimetype = status, PROBLEM
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend({name.replace("_", "-"): value for name, value in headers.items()})
    return response
