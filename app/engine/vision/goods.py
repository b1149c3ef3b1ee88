"""Several goods in one photo: windows over the photo say where chapters are seen, and each place is classified again.

The network was never shown boxes. Its activation maps, weighed by how probable a window's chapters are, are joined over
all windows; what stands out of them is a candidate, and what the network does not recognise in it again is dropped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from app.engine.images.picture import Pixels
from app.engine.vision.answers import Good, Ranking
from app.engine.vision.detector import Detector
from app.engine.vision.judging import covered_chapters, judge, rank
from app.engine.vision.network import PhotoNetwork
from app.engine.vision.places import Region, keep_apart
from app.engine.vision.preprocess import SEEN_SHARE, network_input
from app.engine.vision.spots import Spot, spots_of
from app.engine.vision.windows import joined_maps, windows_over

# Pixels of the shorter side that are worth searching
SEARCHED_SIDE = 640
_LEAST_PROBABLE = 0.3
_MOST_SPOTS = 8
_MARGIN = 1.1
_LEAST_STRENGTH = 1e-6


def find_goods(pixels: Pixels, network: PhotoNetwork, detector: Detector | None = None) -> tuple[Good, ...]:
    """From left to right; empty where nothing stands out that is recognised a second time.

    A detector, where there is one, says instead what stands out; what it boxes is shown, however unsure the network is.
    """
    if detector is None:
        regions, least = [spot.region for spot in _spots(pixels, network)], _LEAST_PROBABLE
    else:
        regions, least = detector.regions(pixels), 0.0
    if not regions:
        return ()
    rankings = _classified(pixels, [_square(region, pixels) for region in regions], network)
    goods = [
        (ranking.best.probability, Good(region, ranking))
        for region, ranking in zip(regions, rankings, strict=True)
        if ranking.is_known and ranking.best.probability >= least
    ]
    goods.sort(key=lambda each: -each[0])
    kept = keep_apart([good.region for _, good in goods])
    return tuple(sorted((goods[at][1] for at in kept), key=lambda good: (good.region.left, good.region.top)))


def _spots(pixels: Pixels, network: PhotoNetwork) -> list[Spot]:
    windows = windows_over(pixels.shape[1], pixels.shape[0])
    outputs = network.run(np.stack([network_input(_cut(pixels, window)) for window in windows]))
    judged = judge(outputs, network.chapters, network.constants).probabilities[:, : len(network.chapters)]
    chapters = [at for at in range(len(network.chapters)) if judged[:, at].max() >= _LEAST_PROBABLE]
    if not chapters:
        return []
    strengths = np.maximum(outputs.maps[:, chapters].astype(np.float64), 0)
    strengths /= np.maximum(strengths.max(axis=(0, 2, 3), keepdims=True), _LEAST_STRENGTH)
    joined = joined_maps(strengths * judged[:, chapters, None, None], windows, shape=pixels.shape[:2])
    spots = [spot for heat in joined for spot in spots_of(heat, least=_LEAST_PROBABLE)]
    spots.sort(key=lambda spot: -spot.strength)
    return [spots[at] for at in keep_apart([spot.region for spot in spots])][:_MOST_SPOTS]


def _classified(pixels: Pixels, regions: Sequence[Region], network: PhotoNetwork) -> list[Ranking]:
    outputs = network.run(np.stack([network_input(_cut(pixels, region)) for region in regions]))
    judged = judge(outputs, network.chapters, network.constants)
    chapters = covered_chapters(network.chapters, has_imagenet=network.keeps_imagenet)
    return [rank(judged, row, chapters, network.constants) for row in range(len(regions))]


def _cut(pixels: Pixels, region: Region) -> Pixels:
    height, width = pixels.shape[:2]
    left, top = math.floor(region.left * width), math.floor(region.top * height)
    return pixels[top : max(top + 1, round(region.bottom * height)), left : max(left + 1, round(region.right * width))]


def _square(region: Region, pixels: Pixels) -> Region:
    """Around the region with some margin, so that the network, which takes the middle, sees all of it."""
    height, width = pixels.shape[:2]
    across, down = (region.right - region.left) * width, (region.bottom - region.top) * height
    side = min(max(across, down) * _MARGIN / SEEN_SHARE, width, height)
    left = min(max((region.left + region.right) / 2 * width - side / 2, 0), width - side)
    top = min(max((region.top + region.bottom) / 2 * height - side / 2, 0), height - side)
    return Region(left / width, top / height, (left + side) / width, (top + side) / height)
