"""Every workbook of the corpus gets a leads tab, is synced, and must have lost nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.excel.lossless.syncing import (
    DONE,
    FILES,
    REFUSED,
    Synced,
    is_workbook,
    losses_in_libreoffice,
    synced_corpus_file,
)
from tests.support.libreoffice import needs_libreoffice
from tests.support.running import sync

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/corpus is not here")


@pytest.mark.parametrize("source", FILES, ids=lambda path: path.name)
def test_a_corpus_workbook_loses_nothing_or_is_refused_untouched(
    source: Path, tmp_path: Path
) -> None:
    run = synced_corpus_file(source, tmp_path)
    if run.code == REFUSED:
        assert run.untouched
        assert len(run.said) > 20, "a refusal says why and what to do"
        return
    assert run.code in DONE, run.said
    assert all(len(area.columns) == 9 for area in run.owned.values())
    assert run.lost == []


@pytest.mark.parametrize("source", FILES, ids=lambda path: path.name)
def test_a_second_sync_of_a_corpus_workbook_leaves_the_file_alone(
    source: Path, tmp_path: Path
) -> None:
    run = synced_corpus_file(source, tmp_path)
    content, stat = run.after.read_bytes(), run.after.stat()
    again = sync(run.after)
    assert again.code == run.code
    assert run.after.read_bytes() == content
    assert (run.after.stat().st_ino, run.after.stat().st_mtime_ns) == (
        stat.st_ino,
        stat.st_mtime_ns,
    )


def _all(folder: Path) -> list[Synced]:
    runs = []
    for number, source in enumerate(FILES):
        (own := folder / str(number)).mkdir()
        runs.append(synced_corpus_file(source, own))
    return runs


def test_at_most_three_in_a_hundred_valid_workbooks_are_refused(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    runs = _all(tmp_path)
    valid = {source.name for source in FILES if is_workbook(source)}
    refused = {run.before.name: run.said for run in runs if run.code == REFUSED}
    for name, said in refused.items():
        record_property(
            "figure",
            f"{'refused' if name in valid else 'no valid package'}: {name}: "
            f"{' '.join(said.split())}",
        )
    record_property(
        "figure", f"{len(valid & refused.keys())} of {len(valid)} valid workbooks refused"
    )
    assert len(valid & refused.keys()) <= 0.03 * len(valid), sorted(valid & refused.keys())


@needs_libreoffice
def test_libreoffice_opens_every_corpus_result_and_shows_the_same_values(tmp_path: Path) -> None:
    runs = [run for run in _all(tmp_path) if run.code in DONE]
    assert runs
    assert list(losses_in_libreoffice(runs, tmp_path / "office")) == []
