"""What the product can print: every word of every catalogue, in typefaces that come with it."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from mnemonic import Mnemonic

from complaints.platform.typesetting import CannotSet, faces_for, pdf, unprintable
from complaints.platform.vault.mailbox import LISTS
from complaints.platform.web.locale import CATALOGUES
from tests.reports.editions.pdf_structure import fonts, is_embedded, open_pdf, stated, text_of

STRANGE = "📷摄ไ\ue000\ufffe"
LANGUAGES = ("en", "es", "bs", "vi", "zh", "ar")
SAMPLES = {
    "en": "A complaint, “quoted” – €5 …",
    "es": "¿Qué pasó? Añada más información.",
    "bs": "Čćžšđ ČĆŽŠĐ: prigovor, obavještenje",
    "vi": "Khiếu nại về công nghệ giám sát: ữ ỡ ậ ằ Đ ợ",
    "zh": "投诉编号，密码，收据。“监控”技术（人工智能）",
    "ar": "شكوى حول تقنية المراقبة، الرقم ٤٥؟ «إيصال»",
}
SOURCE = """
#set document(title: "Sample")
#set text(font: json(bytes(sys.inputs.faces)), lang: json(bytes(sys.inputs.language)))
#json(bytes(sys.inputs.text))
"""
OWN = {"zh": "NotoSansSC", "ar": "IBMPlexSansArabic"}


@pytest.fixture
def page(tmp_path):
    """A page with some words on it: `page("zh", words)`."""
    source = tmp_path / "sample.typ"
    source.write_text(SOURCE, encoding="utf-8")

    def make(language, text):
        inputs = {"faces": faces_for(language), "language": language, "text": text}
        return pdf(source, inputs, 1_750_000_000, faces_for(language))

    return make


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_script_is_set_in_a_typeface_of_the_product(page, language):
    content = page(language, SAMPLES[language])
    found = open_pdf(content)
    assert (stated(found, "pdfuaid:part"), stated(found, "pdfaid:part")) == ("1", "2")
    assert all(is_embedded(font) for font in fonts(found))
    names = {font["/BaseFont"].partition("+")[2].partition("-")[0] for font in fonts(found)}
    assert names <= {"SourceSans3", OWN.get(language, "SourceSans3")}, names
    assert OWN.get(language, "SourceSans3") in names


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_can_be_taken_out_again(page, language):
    text = text_of(page(language, SAMPLES[language]))
    if language == "ar":
        # Whoever takes the text out sets the words in order; each must be whole, with no letter doubled.
        assert set(re.findall(r"[^\W\d]+", SAMPLES["ar"])) <= set(re.findall(r"[^\W\d]+", text))
    else:
        assert SAMPLES[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_words_make_the_same_bytes(page, language):
    assert page(language, SAMPLES[language]) == page(language, SAMPLES[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_every_catalogue_can_be_printed(language):
    words = SAMPLES[language]
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if file.exists():
        with file.open("rb") as opened:
            catalogue = read_po(opened)
        words += "".join("".join(entry.string) if entry.pluralizable else entry.string for entry in catalogue)
    assert unprintable(words.replace("\n", " "), faces_for(language)) == ""


@pytest.mark.parametrize("language", [code for code in LISTS if code != "en"])
def test_every_word_of_a_passphrase_can_be_printed(language):
    assert unprintable("".join(Mnemonic(LISTS[language]).wordlist), faces_for(language)) == ""


def test_what_can_be_printed_is_found_by_printing_it():
    # The first four have a typeface that comes with typst; who writes in Greek or Polish is served by our own.
    assert unprintable("עא→∑ Łódź Ελλάδα Москва “€” □\u200b\ufeff") == ""
    assert unprintable(f"a{STRANGE}é{STRANGE}") == "".join(sorted(STRANGE))


def test_a_page_that_cannot_be_set_says_why(page, tmp_path):
    with pytest.raises(CannotSet, match="codepoint"):
        page("en", "\ue000")
    (tmp_path / "untitled.typ").write_text("Words", encoding="utf-8")
    with pytest.raises(CannotSet, match="title"):
        pdf(tmp_path / "untitled.typ", {}, 0)
