"""Receiving a complaint: sealed, numbered and stored once."""

from __future__ import annotations

from blinker import Signal

received = Signal("a complaint was received, within its transaction")
