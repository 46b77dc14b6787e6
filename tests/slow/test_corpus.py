"""Every workbook of the corpus gets a leads tab, is synced, and must have lost nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
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


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Synced]:
    """Syncs a file of the corpus, each once: no test changes what it finds."""

    @cache
    def first(source: Path) -> Synced:
        return synced_corpus_file(source, tmp_path_factory.mktemp("corpus"))

    return first


@pytest.mark.parametrize("source", FILES, ids=lambda path: path.name)
def test_a_corpus_workbook_loses_nothing_or_is_refused_untouched(
    source: Path, synced: Callable[[Path], Synced]
) -> None:
    run = synced(source)
    if run.code == REFUSED:
        assert run.untouched
        assert len(run.said) > 20, "a refusal says why and what to do"
        return
    assert run.code in DONE, run.said
    assert all(len(area.columns) == 9 for area in run.owned.values())
    assert run.lost == []


@pytest.mark.parametrize("source", FILES, ids=lambda path: path.name)
def test_a_second_sync_of_a_corpus_workbook_leaves_the_file_alone(
    source: Path, synced: Callable[[Path], Synced]
) -> None:
    run = synced(source)
    content, stat = run.after.read_bytes(), run.after.stat()
    again = sync(run.after)
    assert again.code == run.code
    assert run.after.read_bytes() == content
    assert (run.after.stat().st_ino, run.after.stat().st_mtime_ns) == (
        stat.st_ino,
        stat.st_mtime_ns,
    )


def test_at_most_three_in_a_hundred_valid_workbooks_are_refused(
    synced: Callable[[Path], Synced], record_property: Callable[[str, object], None]
) -> None:
    runs = list(map(synced, FILES))
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
def test_libreoffice_opens_every_corpus_result_and_shows_the_same_values(
    synced: Callable[[Path], Synced], tmp_path: Path
) -> None:
    runs = [run for run in map(synced, FILES) if run.code in DONE]
    assert runs
    assert list(losses_in_libreoffice(runs, tmp_path / "office")) == []
