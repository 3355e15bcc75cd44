"""The demo portals: seven small government sites on loopback, in the markup real systems produce.

Every place, publisher, figure and sentence is invented; `nianbao.demo.truth` tells what an archive of these
sites must hold.
"""

from nianbao.demo.findings import PlantedError
from nianbao.demo.printing import Figure
from nianbao.demo.server import DemoPortals, LoggedRequest
from nianbao.demo.truth import ExpectedFetch, ExpectedReport, Manifest, Rendition, manifest

__all__ = [
    "DemoPortals",
    "ExpectedFetch",
    "ExpectedReport",
    "Figure",
    "LoggedRequest",
    "Manifest",
    "PlantedError",
    "Rendition",
    "manifest",
]
