"""Files that people might hand in, honest and otherwise, made when they are asked for."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

SECRET = "Jane Roe 314159"
"""Stands wherever a file can hide a name; must be in nothing that comes out."""
BOX = [0, 0, 200, 200]
HEIC = Path(__file__).with_name("photo.heic")
"""`drawing()` as a telephone would keep it: nothing that is installed writes this kind."""


def drawing(width: int = 64, height: int = 48) -> Image.Image:
    """A picture whose left half is red and right half blue."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    return picture


def exif() -> Image.Exif:
    """What a telephone writes: place, maker, time, name; turned by a quarter."""
    found = Image.Exif()
    found[0x0112] = 6
    found[0x010F] = SECRET
    found[0x0132] = "2026:11:22 10:00:00"
    found[0x013B] = SECRET
    found[0x010E] = SECRET
    found.get_ifd(0x8825)[2] = (38.0, 37.0, 12.0)
    return found


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def jpeg() -> bytes:
    """A photo with everything in it."""
    xmp = f"<x:xmpmeta><dc:creator>{SECRET}</dc:creator></x:xmpmeta>".encode()
    return saved(drawing(), "JPEG", exif=exif(), comment=SECRET, xmp=xmp, quality=95)


def png() -> bytes:
    """A screenshot with a name in its text."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", SECRET)
    return saved(drawing(), "PNG", pnginfo=text, exif=exif())


def gif(frames: int = 3) -> bytes:
    """An animation with a comment."""
    shades = [Image.new("RGB", (20, 10), (shade, 0, 0)) for shade in range(0, 256, 256 // frames)][:frames]
    return saved(shades[0], "GIF", save_all=True, append_images=shades[1:], duration=100, loop=0, comment=SECRET)


def zipped() -> bytes:
    """An archive with a page of scripts in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.html", f"<script>{SECRET}</script>")
    return out.getvalue()


def office() -> bytes:
    """The beginning of what a word processor writes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def bomb_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A picture of 3.6 billion pixels in a few kilobytes."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(1 + width // 8)) for _ in range(height // 100)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pdf(pages: int = 1, **options: object) -> bytes:
    """A plain letter."""
    with pikepdf.new() as paper:
        for number in range(pages):
            paper.add_blank_page(page_size=(200, 200))
            paper.pages[number].Contents = paper.make_stream(f"0 0 {number + 1} 10 re f".encode())
        return _written(paper, **options)


def _written(paper: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    paper.save(out, **options)
    return out.getvalue()


def busy_pdf() -> bytes:
    """A PDF with everything that acts, hides or tells."""
    with pikepdf.open(io.BytesIO(pdf(2))) as paper:
        with paper.open_metadata() as metadata:
            metadata["dc:creator"] = [SECRET]
        paper.docinfo["/Author"] = SECRET
        paper.docinfo["/Title"] = SECRET
        script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
        paper.Root.OpenAction = script
        paper.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        paper.attachments[SECRET + ".html"] = b"<script>" + SECRET.encode()
        paper.Root.AcroForm = Dictionary(Fields=Array([]))
        page = paper.pages[0]
        page.obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String(SECRET)))
        page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String(SECRET)))
        page.obj.Annots = Array([_link(paper), _note(paper), _field(paper, script)])
        paper.Root.AcroForm.Fields.append(page.obj.Annots[2])
        page.Resources = Dictionary(
            XObject=Dictionary(P=_photo(paper), E=paper.make_stream(SECRET.encode(), Type=Name.EmbeddedFile)),
            Properties=Dictionary(MC0=Dictionary(Secret=String(SECRET))),
        )
        return _written(paper)


def _photo(paper: pikepdf.Pdf) -> object:
    stream = paper.make_stream(jpeg(), Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48)
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
    stream.Metadata = paper.make_stream(SECRET.encode())
    stream.write(jpeg(), filter=Name.DCTDecode)
    return stream


def _link(paper: pikepdf.Pdf) -> object:
    action = Dictionary(S=Name.URI, URI=String(f"https://example.test/{SECRET}"))
    return paper.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(BOX), A=action))


def _drawn(paper: pikepdf.Pdf, content: bytes) -> object:
    form = paper.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(BOX))
    return Dictionary(N=form)


def _note(paper: pikepdf.Pdf) -> object:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array(BOX), T=String(SECRET), F=4)
    note.AP = _drawn(paper, b"1 0 0 rg 0 0 5 5 re f % the note")
    return paper.make_indirect(note)


def _field(paper: pikepdf.Pdf, script: object) -> object:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), Rect=Array(BOX), F=4)
    field.AP, field.AA = _drawn(paper, b"0 1 0 rg 0 0 7 7 re f % the field"), Dictionary(K=script)
    return paper.make_indirect(field)


def nested_bomb_pdf(layers: int = 2) -> bytes:
    """A page whose drawing unpacks, layer in layer, to 400 MB."""
    packed = _zeros(400_000_000)
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    with pikepdf.open(io.BytesIO(pdf())) as paper:
        paper.pages[0].Contents.write(packed, filter=Array([Name.FlateDecode] * layers))
        return _written(paper, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _zeros(size: int) -> bytes:
    squeeze, piece = zlib.compressobj(9), bytes(10_000_000)
    return b"".join(squeeze.compress(piece) for _ in range(size // len(piece))) + squeeze.flush()


def huge_image_pdf() -> bytes:
    """A page with one picture that says it is 100,000 pixels wide and high."""
    with pikepdf.open(io.BytesIO(pdf())) as paper:
        image = paper.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 1
        paper.pages[0].Resources = Dictionary(XObject=Dictionary(I=image))
        return _written(paper)


def box(name: bytes, content: bytes = b"") -> bytes:
    """One box of an MP4."""
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(brand: bytes = b"isom") -> bytes:
    """The outer boxes of a video."""
    return box(b"ftyp", brand + bytes(8)) + box(b"moov", bytes(64)) + box(b"mdat", bytes(256))


def wav() -> bytes:
    """A tenth of a second of silence."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    parts = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", 1600) + bytes(1600)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WAVE" + parts


def mp3() -> bytes:
    """A few frames of MPEG layer III."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def webm() -> bytes:
    """The head of a WebM."""
    return b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(200)
