"""Makes the recogniser that Backfile ships: PP-OCRv6's small one, cut down to Latin letters, its big steps in 8 bits.

    python scripts/make_recogniser.py BINDERS

BINDERS is a folder that `fixtures/make.py` has made; its lines of writing say how large the numbers inside the network
become. Needs the package `onnx`, which nothing else here needs: pip install onnx.

What is done, and what each step gave on 2,111 lines of fresh binders (milliseconds a line, 252 pixels wide):
18,710 characters cut down to the 170 that orders have (17.4 to 15.5), the 30 largest point-wise convolutions to 8 bits
(9.4), activation functions left in one piece (8.5). 1,478 of the lines were values of the binders' truth before and
1,486 after. Processors without VNNI add two products in 16 bits, so the steps of the weights are as wide as no pair of
them overflows: 1.19 times as wide on average, where weights of 7 bits would have twice as wide ones.

The weights are PaddleOCR's, Apache-2.0, as shipped in the package rapidocr.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper, version_converter
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantType
from onnxruntime.quantization.calibrate import create_calibrator
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import ocr  # noqa: E402
from ocr.engines import detector, models, ppocr  # noqa: E402
from ocr.engines.alphabets import LATIN  # noqa: E402
from ocr.engines.mosaic import cut_out  # noqa: E402
from ocr.settings import ReadSettings  # noqa: E402
from records.page import PageImage  # noqa: E402

SOURCE = "PP-OCRv6_rec_small.onnx"
_HEAD = ("linear_8.w_0", "linear_8.b_0")
"""The last layer: a column for each character."""
_LEAST = 96
"""Channels from which a point-wise convolution is worth 8 bits; the first and last layers lose accuracy by it."""
_LINES, _PAGES = 48, 16
_WIDTH = 240
"""Pixels of each line that are looked at: the histograms want pictures of one size."""


def main() -> None:
    """The command."""
    target = Path(models.__file__).parent / "weights" / ppocr.RECOGNISER
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = cut_down(onnx.load(models.model_file(SOURCE)))
        fused = Path(folder) / "fused.onnx"
        onnx.save(version_converter.convert_version(whole, 13), fused)
        fuse(fused)
        model = in_eight_bits(fused, list(lines(Path(sys.argv[1]))))
    describe(model, "\n".join(_letters(whole)))
    onnx.save(model, target)
    sys.stdout.write(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB\n")


def cut_down(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with the columns of the letters that are looked for, and no others."""
    known = {letter: place for place, letter in enumerate(_letters(model), start=1)}
    known[" "] = len(known) + 1
    kept = [letter for letter in dict.fromkeys(LATIN) if letter in known and letter != " "]
    columns = np.array([0, *(known[letter] for letter in [*kept, " "])])
    for weights in model.graph.initializer:
        if weights.name in _HEAD:
            part = np.ascontiguousarray(numpy_helper.to_array(weights)[..., columns])
            weights.CopyFrom(numpy_helper.from_array(part, weights.name))
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(columns)
    onnx.helper.set_model_props(model, {"character": "\n".join(kept)})
    return model


def _letters(model: onnx.ModelProto) -> list[str]:
    return next(prop.value for prop in model.metadata_props if prop.key == "character").split("\n")


def fuse(path: Path) -> None:
    """Joins the steps of each activation function into one, which 8-bit steps around them would prevent."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(path)
    options.log_severity_level = 3
    kept_apart = ["ConvActivationFusion", "MatMulAddFusion", "MatmulTransposeFusion", "QuickGeluFusion"]
    source = path.read_bytes()
    onnxruntime.InferenceSession(source, options, ["CPUExecutionProvider"], disabled_optimizers=kept_apart)


def lines(binders: Path) -> Iterator[np.ndarray]:
    """Pictures of lines of writing from pages of the binders, as the recogniser is given them."""
    settings = ReadSettings(engines=("tesseract",))  # the recogniser is not there yet
    files = sorted(path for path in binders.rglob("*") if path.suffix.lower() in {".pdf", ".jpg", ".png", ".tif"})
    pages = [(path, index) for path in files for index in range(ocr.count_pages(path, settings))]
    chance = random.Random(1)
    for path, index in chance.sample(pages, min(_PAGES, len(pages))):
        even = ocr.open_sheet(PageImage("", 1, str(path), index, ""), settings).copies.even
        boxes = [box for box in detector.line_boxes(even) if 4 < box.width / box.height < 12]
        for box in chance.sample(boxes, min(_LINES // _PAGES + 1, len(boxes))):
            values = ppocr.prepared(cut_out(even, box)[0])[..., :_WIDTH]
            yield np.pad(values, ((0, 0), (0, 0), (0, 0), (0, _WIDTH - values.shape[3])), constant_values=1.0)


class _Pictures(CalibrationDataReader):
    """Hands pictures to the calibration."""

    def __init__(self, pictures: list[np.ndarray]) -> None:
        self._left = iter(pictures)

    def get_next(self) -> dict[str, np.ndarray] | None:
        """The next picture; None after the last."""
        picture = next(self._left, None)
        return None if picture is None else {"x": picture}


def in_eight_bits(path: Path, pictures: list[np.ndarray]) -> onnx.ModelProto:
    """The model with its large point-wise convolutions in 8 bits, a scale for each channel of their weights.

    The ranges hold 99.98 % of what flows through: the few numbers beyond would cost all others their precision.
    """
    model = onnx.load(path)
    shapes = {weights.name: list(weights.dims) for weights in model.graph.initializer}
    inputs = [(node.name, node.input[1]) for node in model.graph.node if node.op_type == "Conv"]
    large = [name for name, step in inputs if shapes[step][2:] == [1, 1] and min(shapes[step][:2]) >= _LEAST]
    ranges = create_calibrator(
        path,
        ["Conv"],
        augmented_model_path=str(path.with_name("watched.onnx")),
        calibrate_method=CalibrationMethod.Percentile,
        extra_options={"percentile": 99.99, "num_bins": 2048, "symmetric": False},
    )
    ranges.collect_data(_Pictures(pictures))
    found = ranges.compute_data()
    weights = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    fine = {step: _steps(weights[step]) for name, step in inputs if name in large}
    extra = {"TensorQuantOverrides": fine}
    quantizer = QDQQuantizer(model, True, False, QuantType.QInt8, QuantType.QUInt8, found, large, [], ["Conv"], extra)
    quantizer.quantize_model()
    return quantizer.model.model


def _steps(weights: np.ndarray) -> list[dict[str, object]]:
    """How far the 8-bit weights of each output channel lie apart.

    Where products are added two by two in 16 bits (`vpmaddubsw`), 255 times the sum of two neighbouring weights must
    stay below 32,768.
    """
    rows = weights.reshape(len(weights), -1)
    left, right = rows[:, 0::2], rows[:, 1::2]
    together = np.where(left * right > 0, np.abs(left + right), 0.0)
    steps = np.maximum(np.abs(rows).max(axis=1) / 127, together.max(axis=1) / 127.5)
    zero = np.array(0, np.int8)
    return [
        {"axis": 0, "quant_type": QuantType.QInt8, "scale": np.array(step, np.float32), "zero_point": zero}
        for step in steps
    ]


def describe(model: onnx.ModelProto, letters: str) -> None:
    """Writes into the model where it comes from, and whose it is."""
    told = {
        "character": letters,
        "source": f"{SOURCE} of {models.package()}",
        "licence": "Apache-2.0, PaddlePaddle Authors; changed by scripts/make_recogniser.py",
    }
    onnx.helper.set_model_props(model, told)


if __name__ == "__main__":
    main()
