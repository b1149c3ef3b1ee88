"""Rewrites an exported network so that it answers quicker: the same algebra with fewer and larger products.

What does not depend on the row is multiplied out beforehand: standardisation and weights of the figures, the bias of a
token and its embeddings, query with key, value with mix, and the head with what assembles the quantiles. Differences
are those of rounding. `python -m training.price.folding ckpt/price.onnx` rewrites a file and its card.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from app.engine.inference.cards import read_card, sha256_of, write_card
from app.engine.price.features import IDENTITIES
from app.engine.price.network import ATTENTION, DISTRIBUTION, FIGURE_INPUT, IDS, TOKENS, tokens_of_columns

_OPSET = 12
_TOKENS, _IDENTITIES = len(TOKENS), len(IDENTITIES)

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Net:
    """Weights of an exported network, in double precision for what is multiplied out."""

    starts: NDArray[np.int32]
    table: Weights
    figures: Weights  # by standardised column
    bias: Weights
    named: dict[str, Weights]
    assembly: tuple[Weights, Weights, Weights]  # of median, gaps and price point

    @property
    def width(self) -> int:
        return int(self.table.shape[1])

    @property
    def attends(self) -> bool:
        return "mix" in self.named


def folded(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same network with inputs and outputs of the same names; ValueError for a graph of another kind."""
    net = _read(model.graph)
    graph = _Graph()
    tokens = _tokens(graph, net)
    mixed = _attention(graph, net, tokens)
    _head(graph, net, mixed)
    made = helper.make_graph(graph.nodes, "price", model.graph.input, model.graph.output, graph.initializers)
    result = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=model.ir_version)
    onnx.checker.check_model(result)
    return result


def _read(graph: onnx.GraphProto) -> _Net:
    named = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    if not {"table", "tokens", "query", "key", "wide", "head"} <= named.keys():
        raise ValueError("this is no network as the exporter writes it, or it is folded already")
    standardising = next(node for node in graph.node if node.op_type == "Sub" and FIGURE_INPUT in node.input)
    scaling = next(node for node in graph.node if standardising.output[0] in node.input)
    weighing = next(node for node in graph.node if node.op_type == "Mul" and set(node.input) <= named.keys())
    starting = next(node for node in graph.node if node.op_type == "Add" and IDS in node.input)
    means, scales, starts = (_known(node, named) for node in (standardising, scaling, starting))
    own, masked = (named[name].astype(np.float64) for name in weighing.input)
    figures = scales.astype(np.float64)[:, None] * own * masked
    last = [
        named[name].astype(np.float64) for node in graph.node for name in node.input if _assembles(node, name, named)
    ]
    kept = {name: array.astype(np.float64) for name, array in named.items()}
    bias = kept["tokens"] - means.astype(np.float64) @ figures
    return _Net(starts, kept["table"], figures, bias, kept, (last[0], last[1], last[2]))


def _known(node: onnx.NodeProto, named: dict[str, NDArray[Any]]) -> NDArray[Any]:
    return next(named[name] for name in node.input if name in named)


def _assembles(node: onnx.NodeProto, name: str, named: dict[str, NDArray[Any]]) -> bool:
    """Whether this is a matrix that adds up the outputs: the only products by unnamed constants."""
    return (
        node.op_type == "MatMul" and name in named and "/" in name and named[name].shape[-1] == named["head"].shape[-1]
    )


@dataclass(slots=True)
class _Graph:
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    initializers: list[onnx.TensorProto] = field(default_factory=list)

    def add(self, operation: str, inputs: Sequence[str], output: str, **settings: Any) -> str:
        self.nodes.append(helper.make_node(operation, list(inputs), [output], **settings))
        return output

    def weights(self, name: str, values: Weights) -> str:
        return self.constant(name, values.astype(np.float32))

    def constant(self, name: str, values: NDArray[Any]) -> str:
        if name not in {each.name for each in self.initializers}:
            self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def reshaped(self, value: str, *shape: int) -> str:
        sizes = self.constant("shape_" + "_".join(map(str, shape)), np.array([-1, *shape], dtype=np.int64))
        return self.add("Reshape", [value, sizes], f"{value}_by_{'_'.join(map(str, shape))}")


def _tokens(graph: _Graph, net: _Net) -> str:
    """All tokens of a row side by side; only the first identities have figures as well."""
    with_id, width = _IDENTITIES * net.width, net.width
    sizes = np.diff([*net.starts, len(net.table)])
    biases = np.repeat(net.bias[:with_id].reshape(-1, width), sizes, axis=0)
    rows = graph.add("Add", [IDS, graph.constant("starts", net.starts.astype(np.int32))], "rows")
    found = graph.add("Gather", [graph.weights("table", net.table + biases), rows], "embedded")
    known = _last_column_with_id()
    bounds = [graph.constant(name, np.array([value])) for name, value in (("first", 0), ("last", known), ("axis", 1))]
    few = graph.add("Slice", [FIGURE_INPUT, *bounds], "few_figures")
    partly = graph.weights("figures_of_identities", net.figures[:known, :with_id])
    named = graph.add("Gemm", [few, partly, graph.reshaped(found, with_id)], "identities")
    wholly = graph.weights("figures_of_history", net.figures[:, with_id:])
    told = graph.add("Gemm", [FIGURE_INPUT, wholly, graph.weights("bias", net.bias[with_id:])], "history")
    return graph.add("Concat", [named, told], "tokens", axis=1)


def _last_column_with_id() -> int:
    stops: list[int] = [places.stop for token, places in tokens_of_columns().items() if token in IDENTITIES]
    return max(stops)


def _attention(graph: _Graph, net: _Net, tokens: str) -> str:
    """Tokens after each has looked at all; what each was looked at is an output."""
    width, named = net.width, net.named
    each, by_row = graph.reshaped(tokens, width), graph.reshaped(tokens, _TOKENS, width)
    asking = graph.weights("query_key", width**-0.5 * named["query"] @ named["key"].T)
    asked = graph.reshaped(graph.add("MatMul", [each, asking], "asked"), _TOKENS, width)
    turned = graph.add("Transpose", [by_row], "turned", perm=[0, 2, 1])
    shares = graph.add(
        "Softmax",
        [
            graph.add("MatMul", [asked, turned], "scores"),
        ],
        "shares",
        axis=2,
    )
    mean = np.tile(np.eye(_TOKENS) / _TOKENS, (_TOKENS, 1))
    graph.add("MatMul", [graph.reshaped(shares, _TOKENS * _TOKENS), graph.weights("mean", mean)], ATTENTION)
    if not net.attends:
        return tokens
    seen = graph.reshaped(graph.add("MatMul", [shares, by_row], "seen"), width)
    mixed = graph.add("Gemm", [seen, graph.weights("value_mix", named["value"] @ named["mix"]), each], "mixed")
    return graph.reshaped(mixed, _TOKENS * width)


def _head(graph: _Graph, net: _Net, tokens: str) -> None:
    named = net.named
    median, gaps, point = net.assembly

    def layer(name: str, value: str, weights: Weights, bias: Weights) -> str:
        return graph.add(
            "Gemm", [value, graph.weights(f"{name}_weights", weights), graph.weights(f"{name}_bias", bias)], name
        )

    wide = graph.add("Relu", [layer("wide", tokens, named["wide"], named["wide_bias"])], "wide_on")
    deep = graph.add("Relu", [layer("deep", wide, named["deep"], named["deep_bias"])], "deep_on")
    both = graph.add("Add", [wide, deep], "both")
    head = np.vstack([named["head"], named["head_bias"]])
    straight = head[:, :1] @ median + head[:, -1:] @ point
    line = layer("line", both, straight[:-1], straight[-1])
    steps = _softplus(graph, layer("steps", both, head[:-1, 1:-1], head[-1, 1:-1]))
    graph.add("Gemm", [steps, graph.weights("gaps", gaps), line], DISTRIBUTION)


def _softplus(graph: _Graph, value: str) -> str:
    """As max(x, 0) + ln(1 + exp(-|x|)): the operation of that name is computed number by number."""
    away = graph.add("Neg", [graph.add("Abs", [value], "size")], "minus_size")
    one = graph.constant("one", np.array(1.0, dtype=np.float32))
    rest = graph.add("Log", [graph.add("Add", [graph.add("Exp", [away], "small"), one], "more")], "rest")
    return graph.add("Add", [graph.add("Relu", [value], "positive"), rest], "softplus")


def fold_file(path: Path) -> None:
    """Rewrite a model file; its card gets the new hash and version and keeps what was measured."""
    content: bytes = folded(onnx.load(str(path))).SerializeToString()
    card, sha256 = read_card(path), sha256_of(content)
    path.write_bytes(content)
    write_card(path, replace(card, sha256=sha256, version=f"{card.version.partition('-')[0]}-{sha256[:8]}"))


def main() -> None:
    """Rewrite the file that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="as the exporter of MindSpore writes it, card beside it")
    fold_file(parser.parse_args().model)


if __name__ == "__main__":
    main()
