"""Actors that are described, not named."""
from __future__ import annotations
from .scene import Mark, Scene
def mark_nominals(scene: Scene, marks: list[Mark]) -> list[Mark]:
    return []
