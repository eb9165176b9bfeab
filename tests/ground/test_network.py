"""A test that reaches for another machine is stopped."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.network import OutsideWorld


def test_a_connection_to_another_machine_is_refused():
    # TEST-NET-1: an address that belongs to nobody.
    with socket.socket() as caller, pytest.raises(OutsideWorld, match=r"192\.0\.2\.1"):
        caller.connect(("192.0.2.1", 80))


def test_the_name_of_another_machine_is_not_even_looked_up():
    with pytest.raises(OutsideWorld, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/")


def test_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as caller:
        assert caller.getpeername() == server.getsockname()
