"""What a complaint costs on a cheap phone: bytes over the wire as the browser counts them, and no cookie for it."""

from __future__ import annotations

import pytest

from tests.browsers import PHONE
from tests.intake.test_in_browser import send, walk

KILOBYTE = 1024
FIRST_PAGE = 14 * KILOBYTE
JOURNEY = 60 * KILOBYTE
LANGUAGES = ("", "/ar", "/bs", "/es", "/vi", "/zh")


class Wire:
    """Counts what comes over the line: headers and bodies, as they were sent."""

    def __init__(self, page):
        self.bytes = self.requests = 0
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._count)

    def _count(self, event):
        self.requests += event["encodedDataLength"] > 0
        self.bytes += int(event["encodedDataLength"])


@pytest.fixture
def phone(new_page):
    return new_page(PHONE)


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/complain", "/follow"])
def test_whatever_page_is_the_first_it_is_light(phone, live_server, technologies, record_property, prefix, path):
    wire = Wire(phone)
    phone.goto(live_server.url + prefix + path, wait_until="networkidle")
    record_property("wire", (wire.bytes, wire.requests))
    assert wire.requests >= 3
    assert wire.bytes <= FIRST_PAGE


def test_the_whole_way_through_the_form_is_light(phone, live_server, technologies, record_property):
    wire = Wire(phone)
    phone.goto(f"{live_server.url}/", wait_until="networkidle")
    walk(phone, f"{live_server.url}/complain")
    send(phone)
    phone.wait_for_load_state("networkidle")
    record_property("wire", (wire.bytes, wire.requests))
    assert wire.bytes <= JOURNEY
    assert phone.context.cookies() == []
