"""Photo in, answer out: the one way that the window, the command line and batches take."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.images.decode import decode, read_image
from app.engine.images.picture import Picture
from app.engine.vision.answers import HeatMap, Latency, Ranking, Recognition
from app.engine.vision.detector import Detector
from app.engine.vision.goods import SEARCHED_SIDE, find_goods
from app.engine.vision.heat import heat_map
from app.engine.vision.judging import covered_chapters, judge, rank
from app.engine.vision.network import PhotoNetwork, load_photo_network
from app.engine.vision.preprocess import DECODED_SIDE, network_inputs


class Recogniser:
    """Recognises photos with one network; usable from several threads at once.

    A detector finds several goods in one photo; without one, the network's own activation maps do.
    """

    def __init__(self, network: PhotoNetwork, detector: Detector | None = None) -> None:
        self.network, self.detector = network, detector
        self.chapters = covered_chapters(network.chapters, has_imagenet=network.keeps_imagenet)

    def recognise_file(self, path: Path, *, with_goods: bool = False) -> Recognition:
        """The answer for a file; InputError `image.…` for what is no picture. `with_goods` is as for `recognise`."""
        return self.recognise(read_image(path), name=path.name, with_goods=with_goods)

    def recognise(self, content: bytes, *, name: str, with_goods: bool = False) -> Recognition:
        """The answer for the bytes of a file; `with_goods` also looks for several goods, at several times the time."""
        started = time.perf_counter()
        picture = decode(content, name=name, side=DECODED_SIDE)
        told = self.recognise_picture(picture, decode_ms=_since(started))
        if not with_goods:
            return told
        searched = decode(content, name=name, side=SEARCHED_SIDE)
        return replace(told, goods=find_goods(searched.pixels, self.network, self.detector))

    def recognise_picture(self, picture: Picture, *, decode_ms: float = 0.0) -> Recognition:
        """The answer for decoded pixels, without a search for several goods."""
        watch = _Watch()
        inputs = network_inputs(picture.pixels)
        preprocess_ms = watch.lap_ms()
        outputs = self.network.run(inputs).averaged()
        infer_ms = watch.lap_ms()
        judged = judge(outputs, self.network.chapters, self.network.constants)
        ranking = rank(judged, 0, self.chapters, self.network.constants)
        heat_maps = self._heat_maps(ranking, outputs.maps[0])
        latency = Latency(decode_ms, preprocess_ms, infer_ms, watch.lap_ms())
        return Recognition(
            name=picture.name,
            width=picture.width,
            height=picture.height,
            oddities=picture.oddities,
            ranking=ranking,
            heat_maps=heat_maps,
            goods=(),
            model=self.network.model,
            version=self.network.version,
            latency=latency,
        )

    def _heat_maps(self, ranking: Ranking, maps: NDArray[np.float32]) -> tuple[HeatMap, ...]:
        """Of the mirrored view, which shows the whole photo."""
        drawn = (heat_map(each.chapter, maps[:, :, ::-1], self.network.chapters) for each in ranking.shown)
        return tuple(each for each in drawn if each)


def open_recogniser(model: Path) -> Recogniser:
    """With the network at `model`; ResourceError if it is not what its card says."""
    return Recogniser(load_photo_network(model))


class _Watch:
    """Laps of a stop watch."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def lap_ms(self) -> float:
        """Milliseconds since the last lap."""
        before, self._started = self._started, time.perf_counter()
        return (self._started - before) * 1_000


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1_000
