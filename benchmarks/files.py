"""How much memory the largest files cost: cleaning, sealing and opening each, in a process of its own."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from benchmarks._reporting import QUICK, is_quick, report, say
from complaints.platform.attachments import Limits, Veil, clean
from complaints.platform.attachments.folder import Folder
from complaints.platform.vault import Recipient, opened_chunks, sealed_chunks

MIB = 1024 * 1024


def noise(size: int) -> Iterator[bytes]:
    """Bytes that nothing packs."""
    yield from (os.urandom(min(MIB, size - done)) for done in range(0, size, MIB))


def video() -> Iterator[bytes]:
    """An MP4 of 100 MiB: its outer boxes, and noise for pictures."""
    head = (28).to_bytes(4) + b"ftypisom" + bytes(16) + (72).to_bytes(4) + b"moov" + bytes(64)
    rest = (20 if is_quick() else 100) * MIB - len(head)
    yield head + rest.to_bytes(4) + b"mdat"
    yield from noise(rest - 8)


def photo() -> Iterator[bytes]:
    """A JPEG of 64 million pixels, turned by its camera, as close to 25 MiB as its noise lets it be."""
    from PIL import Image

    side = 2000 if is_quick() else 8000
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.effect_noise((side, side), 60).convert("RGB")
    for quality in range(70, 0, -10):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, exif=exif)
        if out.tell() <= Limits().paper_bytes:
            yield out.getvalue()
            return


def paper() -> Iterator[bytes]:
    """A PDF of 24 MiB: scanned pages, each a picture of noise."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(4 if is_quick() else 24):
            page = pdf.add_blank_page(page_size=(612, 792))
            picture = pdf.make_stream(os.urandom(MIB - 1024), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
            picture.Width, picture.Height = 1023, 1024
            picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
            page.obj.Contents = pdf.make_stream(b"612 0 0 792 0 0 cm /I Do")
        pdf.save(out)
    yield out.getvalue()


FILES: dict[str, Callable[[], Iterator[bytes]]] = {"video": video, "photo": photo, "paper": paper}


def measure(path: Path) -> dict[str, float]:
    """Clean, seal, keep and open the file of this path; figures of this process and of the one that cleaned."""
    key = X25519PrivateKey.generate()
    reader = Recipient.of(key.public_key().public_bytes_raw())
    before, began = getrusage(RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with path.open("rb") as source, Veil.of(iter(lambda: source.read(64 * 1024), b"")) as upload:
        cleaned = clean(upload, path.name, Limits())
    cleaned_after = time.perf_counter() - began
    store = Folder(path.parent / "store")
    size = store.put("file-0001", sealed_chunks(cleaned.content, context="file 1", readers=[reader]))
    digest = hashlib.sha256()
    for piece in opened_chunks(store.chunks("file-0001"), context="file 1", private_key=key):
        digest.update(piece)
    if digest.digest() != cleaned.digest:
        raise SystemExit("What was opened is not what was sealed.")
    return {
        "handed_in_mib": round(path.stat().st_size / MIB, 1),
        "stored_mib": round(size / MIB, 1),
        "clean_seconds": round(cleaned_after, 2),
        "all_seconds": round(time.perf_counter() - began, 2),
        "server_mib_before": round(before / 1024, 1),
        "server_mib_peak": round(getrusage(RUSAGE_SELF).ru_maxrss / 1024, 1),
        "cleaner_mib_peak": round(getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
    }


def _in_a_process(what: str, path: str) -> str:
    command = [sys.executable, "-m", "benchmarks.files", what, path, *[QUICK] * is_quick()]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Make each file in one process and measure it in another: a process inherits the peak of the one it came from."""
    if sys.argv[1:2] == ["--measure"]:
        sys.stdout.write(json.dumps(measure(Path(sys.argv[2]))))
        return
    if sys.argv[1:2] == ["--make"]:
        with Path(sys.argv[2]).open("wb") as file:
            file.writelines(FILES[Path(sys.argv[2]).name]())
        return
    for name in FILES:
        say(f"the largest {name} …")
        with TemporaryDirectory() as folder:
            _in_a_process("--make", f"{folder}/{name}")
            found = _in_a_process("--measure", f"{folder}/{name}")
        report("files", file=name, **json.loads(found))


if __name__ == "__main__":
    main()
