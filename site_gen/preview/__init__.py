"""A live preview on this machine: build, serve with the site's own headers, rebuild on change."""

from site_gen.preview.builder import Work
from site_gen.preview.live_reload import State
from site_gen.preview.loop import run
from site_gen.preview.server import HOST, Preview
from site_gen.preview.site_files import load_rules

__all__ = ["HOST", "Preview", "State", "Work", "load_rules", "run"]
