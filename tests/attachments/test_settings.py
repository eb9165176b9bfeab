"""What is set wrong about files stops the start with a sentence."""

from __future__ import annotations

import pytest

from complaints.platform.attachments import Limits, limits
from complaints.platform.settings import WrongSetting


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATTACHMENTS_URL", "s3://"),
        ("ATTACHMENTS_URL", "s3://name:secret@bucket"),
        ("ATTACHMENTS_URL", "/srv/files"),
        ("ATTACHMENTS_URL", "file://host/srv"),
        ("ATTACHMENTS_PAPER_MB", 0),
        ("ATTACHMENTS_FILES", "many"),
        ("CLEANING_MEMORY_MB", 100),
        ("CLEANING_SECONDS", -1),
        ("CLAMD", "127.0.0.1"),
        ("CLAMD", "http://127.0.0.1:3310/"),
        ("CLAMD", "host:99999"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(make_app, name, value):
    with pytest.raises(WrongSetting, match=name):
        make_app(**{name: value})


@pytest.mark.parametrize("value", ["", "clamd:3310", "127.0.0.1:3310", "[::1]:3310", "/run/clamav/clamd.ctl"])
def test_a_scanner_is_named_by_host_and_port_or_by_its_socket(make_app, value):
    assert make_app(CLAMD=value).config["CLAMD"] == value


def test_the_limits_are_those_that_are_set_and_without_settings_the_defaults(app, make_app):
    assert limits(app) == Limits()
    changed = limits(make_app(ATTACHMENTS_PAPER_MB=1, ATTACHMENTS_MEGAPIXELS=2))
    assert (changed.paper_bytes, changed.pixels) == (1024 * 1024, 2_000_000)
