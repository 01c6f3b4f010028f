from pathlib import Path

import pytest

from kg.model.tokenizer import META, NO_PLACE, UNK, Tokenizer


@pytest.fixture
def tokenizer() -> Tokenizer:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", META, "中", "国", "中国", "外交部", "长", ",", f"{META}中国"]
    scores = [0.0, 0.0, 0.0, 0.0, 0.0, -3.0, -5.0, -5.0, -4.0, -6.0, -5.0, -3.0, -4.5]
    return Tokenizer(pieces, scores, {"，": ",", "…": "...", "\u3000": " "})


def test_encode_takes_the_best_path(tokenizer: Tokenizer) -> None:
    cut = tokenizer.encode("中国外交部长")
    assert [tokenizer.pieces[p] for p in cut.pieces] == [f"{META}中国", "外交部", "长"]
    assert cut.piece_of == [0, 0, 1, 1, 1, 2]
    assert cut.place == [0, 6, 0, 1, 6, 0]


def test_encode_keeps_one_entry_a_character_where_the_normaliser_changes_lengths(tokenizer: Tokenizer) -> None:
    text = "中国，长…\u3000中国"
    cut = tokenizer.encode(text)
    assert len(cut.chars) == len(cut.piece_of) == len(cut.place) == len(text)
    assert cut.place[text.index("\u3000")] == NO_PLACE


def test_encode_gives_unknown_characters_a_row_of_their_own(tokenizer: Tokenizer) -> None:
    cut = tokenizer.encode("邝韫")
    assert cut.pieces[-2:] == [UNK, UNK]
    assert cut.chars[0] != cut.chars[1]
    assert all(len(tokenizer.pieces) <= c < tokenizer.n_chars for c in cut.chars)


def test_encode_of_nothing_is_the_lone_meta_piece(tokenizer: Tokenizer) -> None:
    cut = tokenizer.encode("")
    assert cut.chars == []
    assert len(cut.pieces) == 1


def test_saved_tokenizer_cuts_the_same(tokenizer: Tokenizer, tmp_path: Path) -> None:
    tokenizer.save(tmp_path / "v.json")
    assert Tokenizer.load(tmp_path / "v.json").encode("中国外交部长，邝") == tokenizer.encode("中国外交部长，邝")
