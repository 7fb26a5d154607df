r"""Which letters in a formula are a word, and how they are marked for the converter.

TeX sets ``$Loss$`` as a product of four letters. Authors mean a word. Nothing marks one, so there
is a rule:

- one or two letters are never a word: ``xy``, ``dx``, ``SO``;
- three are one if they are capitals (``MSE``), or a known word (``max``, ``ref``, ``kNN``);
- four or more are one if they have a vowel or a capital, but for indices (``ijkl``, ``iajb``),
  differentials (``dxdy``), and neighbours in the alphabet (``abcd``, ``XYZ``).

A word that names a function of LaTeX becomes that function. A hyphen that touches a word is a
hyphen, not a minus.
"""

import re
from itertools import pairwise

_KNOWN_WORDS = """
    abs acc adv agg all alt and ang app arg aug aut aux avg bag ban base bce bin bit bot box bpp
    buf cap cat ckp clf clip clk cls cmd cnt con cor cos cov cur cut def deg dec del den dep det dev
    dim dir dis div doc dom dot dst dur eff eig emb emp enc end ent env eos err est euc exp ext eye
    fac fct fin fit fix fly for fps freq fro fun gas gen get goal grad grd gru gun has hat hid hit
    hop hub hyp ids idx img imp inc ind inf inp inst int inv ion jet key kin knn lab lag lat len lex
    lib lim lin lip liq lit llm lmk loc log lon los low lqr lse lstm map mat max med mem mid mil min
    mix mlm mlp mod mol mse msg mul nat nce neg net new nce nll nom non nor not num obj obs occ odd
    off old one opt ord org ori out pad par pct per phi pix pix pol pop pos pre pri pro prob prt
    psi ptr pub raw rec red ref reg rel rem rep res ret rev rew rgb rig rms rot row run sat sch sci
    sdf sea sec seg sel sem sen sep seq set sft sgd sib sig sim sin sky sol spa spe sph spk sqr src
    sta std sub sum sup svd svm sym syn sys tag tan tar tau tax ted tem ten tex tgt the thr tik tip
    tok tol top tot tpr tps tra trg tri trj trn try tst txt unc uni upd use usr vae val van var vec
    vel ver vic vis vit vlm voc vol vox war web wer wgt win wrt zip ctrl cpt cfg kNN mAP IoU FoV PnP
    MoE GeV TeV MeV keV kHz GHz MHz THz dBm pdf cdf"""
_KNOWN = frozenset(_KNOWN_WORDS.split())
_FUNCTIONS = "log ln exp sin cos tan max min sup inf lim det dim arg gcd argmax argmin Pr"
FUNCTIONS = frozenset(_FUNCTIONS.split())
_FAMILIES = tuple(map(frozenset, ("pqrs", "uvwxyz", "xyzt")))
_VOWELS = frozenset("aeiouyAEIOUY")
_DIFFERENTIALS = re.compile(r"[a-zA-Z]?(?:d[a-zA-Z]){2,}")
_NO_ENGLISH = re.compile(r"ij|ji|jk|kj|j(?![aeiou])|^[iabj]{4}$")  # indices have it, words do not
_PRODUCT_WITH_LOG = re.compile(r"([nNkKdTmMp]?)log([nNkKdTmMp]?)")  # nlogn: not a word
# The same words stand behind a hyphen as in front: top-k, k-means, F1-score.
_PIECE = re.compile(r"[0-9]+|[^0-9]+")


def is_word(letters: str) -> bool:
    """Whether letters that stand together are a word, by the rule of this module.

    >>> [is_word(x) for x in ("Loss", "max", "MSE", "xy", "dxdy", "ijkl", "abcd", "abc")]
    [True, True, True, False, False, False, False, False]
    """
    if len(letters) < 3 or not letters.isalpha() or _is_alphabet(letters):
        return False
    if len(letters) == 3:
        return letters.isupper() or letters.casefold() in _KNOWN or letters in _KNOWN
    return not _DIFFERENTIALS.fullmatch(letters) and not _is_index(letters)


def _is_index(letters: str) -> bool:
    """Whether small letters count something, or have no vowel and are no known word."""
    if letters in _KNOWN or not letters.islower():
        return False
    is_family = any(family.issuperset(letters) for family in _FAMILIES)
    no_english = len(letters) < 7 and _NO_ENGLISH.search(letters)
    return is_family or bool(no_english) or _VOWELS.isdisjoint(letters)


def _is_alphabet(letters: str) -> bool:
    codes = [ord(letter) for letter in letters]
    return all(after - before in (0, 1) for before, after in pairwise(codes))


def set_words(run: str) -> str:
    r"""Write letters, digits and hyphens that stand together as TeX; as they are without a word.

    >>> set_words("Loss"), set_words("top-k"), set_words("nlogn"), set_words("xy-z")
    ('\\mathrm{Loss}', '\\text{top-}k', 'n\\log n', 'xy-z')
    """
    parts = run.split("-")
    if len(parts) == 1:
        return "".join(map(_set_piece, _PIECE.findall(run)))
    return _set_hyphens(parts) if any(map(has_word, parts)) else run


def has_word(part: str) -> bool:
    """Whether a word is among letters and digits that stand together."""
    return any(map(is_word, _PIECE.findall(part)))


def _set_piece(piece: str) -> str:
    if piece in FUNCTIONS:
        return rf"\{piece} "
    if match := _PRODUCT_WITH_LOG.fullmatch(piece):
        return rf"{match[1]}\log {match[2]}"
    return rf"\mathrm{{{piece}}}" if is_word(piece) else piece


def _set_hyphens(parts: list[str]) -> str:
    """Write parts and their hyphens as text; a single letter is a variable, as in k-means."""
    out, text = "", ""
    for number, part in enumerate(parts):
        text += "-" * bool(number)
        if len(part) == 1 and part.isalpha():
            out += rf"\text{{{text}}}{part}" if text else part
            text = ""
        else:
            text += part
    return out + (rf"\text{{{text}}}" if text else "")
