from pathlib import Path

from site_gen.build.manifest.database import open_manifest
from site_gen.build.manifest.unpublished import put_unpublished, read_unpublished

PAPERS = {"2025-09": {"2025-09-16/b", "2025-10-01/a"}, "2025-10": {"2025-09-16/b"}}


def test_papers_are_read_as_they_were_put(tmp_path: Path) -> None:
    with open_manifest(tmp_path / "manifest", is_new=True) as manifest:
        assert read_unpublished(manifest) == {}
        put_unpublished(manifest, PAPERS)
        assert read_unpublished(manifest) == PAPERS
        put_unpublished(manifest, {"2025-10": {"2025-10-01/a"}})
        assert read_unpublished(manifest) == {"2025-10": {"2025-10-01/a"}}
