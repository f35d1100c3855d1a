"""Moved to `hovor.foundation.http.files`."""

from hovor.foundation.http.files import FileView, download, upload, view

__all__ = ["FileView", "download", "upload", "view"]
