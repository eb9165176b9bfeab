"""What a first visit costs on an old phone: bytes and requests of each open page, and seconds on a 2G line."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks._instance import deployment, folder
from benchmarks._reporting import is_quick, report, say, timed
from benchmarks._serving import HOST, served

PAGES = ("/", "/complain", "/follow", "/technologies", "/reports", "/verify", "/privacy", "/paper")
LANGUAGES = ("", "/ar", "/zh")
SLOW_LINE = {"offline": False, "latency": 300, "downloadThroughput": 250_000 / 8, "uploadThroughput": 50_000 / 8}
"""2G as browsers' own tools name it: 250 kbit/s down, 50 up, 300 ms there and back."""


def measure(path: Path, pages: tuple[str, ...] = PAGES, languages: tuple[str, ...] = LANGUAGES) -> None:
    """Each page as the first one of a new visitor."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("there is no Chromium to measure with")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with deployment(path), served("wsgi:public", {"FLASK_INSTANCE_PATH": str(path)}) as port, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--disable-background-networking", *as_root])
        for language in languages:
            for page in pages:
                say(f"{language}{page} on a slow line …")
                report("weight", page=f"{language}{page}", **_visit(browser, f"http://{HOST}:{port}{language}{page}"))
        browser.close()


def _visit(browser: Browser, address: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    line = context.new_cdp_session(page)
    arrived: list[int] = []
    line.on("Network.loadingFinished", lambda event: arrived.append(int(event["encodedDataLength"])))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    readable = timed(lambda: page.goto(address, wait_until="domcontentloaded"))
    whole = readable + timed(lambda: page.wait_for_load_state("networkidle"))
    cookies = len(context.cookies())
    context.close()
    return {
        "bytes": sum(arrived),
        "requests": len(arrived),
        "readable_seconds": round(readable, 2),
        "idle_seconds": round(whole, 2),
        "cookies": cookies,
    }


def main() -> None:
    """Run it in a folder of its own."""
    with folder() as path:
        measure(path, languages=LANGUAGES[:1] if is_quick() else LANGUAGES)


if __name__ == "__main__":
    main()
