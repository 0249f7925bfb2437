"""MTCNN: three small networks that find faces, each more careful than the one before.

Faces in a picture ``(H, W, 3)``, 0 to 255::

    from dlbook.data import load_weights
    from dlbook.models.vision import MTCNN

    faces = MTCNN.from_weights(load_weights("faces")).detect(picture)

Letters in names of arrays: N candidates; a box is left, top, right and bottom edge in pixels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from dlbook.functional import box_iomin, nms
from dlbook.models.pretrained import fill_in_order


class Faces(NamedTuple):
    """Faces in a picture, the most certain first.

    Attributes
    ----------
    boxes : torch.Tensor
        Left, top, right and bottom edge in pixels, ``(N, 4)``.
    scores : torch.Tensor
        Probability that it is a face, ``(N,)``.
    landmarks : torch.Tensor
        Horizontal and vertical place of left eye, right eye, nose, left and right corner of the
        mouth, as seen in the picture: ``(N, 5, 2)``.
    """

    boxes: Tensor
    scores: Tensor
    landmarks: Tensor


def _conv(inputs: int, outputs: int, size: int) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, size), nn.PReLU(outputs)]


def _pool(size: int) -> nn.MaxPool2d:
    return nn.MaxPool2d(size, stride=2, ceil_mode=True)


class PNet(nn.Module):
    """Propose: is there a face in each window of 12 × 12 pixels? (Zhang et al. 2016, figure 2).

    Fully convolutional, so that it reads all windows of a picture at once, 2 pixels apart.
    """

    size = 12

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            *_conv(3, 10, 3), _pool(2), *_conv(10, 16, 3), *_conv(16, 32, 3)
        )
        self.face, self.box = nn.Conv2d(32, 2, 1), nn.Conv2d(32, 4, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores ``(B, H', W')`` and box offsets ``(B, 4, H', W')`` of the windows."""
        h = self.body(x)
        return self.face(h).softmax(dim=1)[:, 1], self.box(h)


class _Columns(nn.Module):
    """Flatten ``(B, C, H, W)`` column by column: the weights come from MATLAB."""

    def forward(self, x: Tensor) -> Tensor:
        return x.permute(0, 3, 2, 1).flatten(1)


class RNet(nn.Module):
    """Refine: decide on a candidate of 24 × 24 pixels, and correct its box."""

    size = 24

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            *(*_conv(3, 28, 3), _pool(3)),
            *(*_conv(28, 48, 3), _pool(3)),
            *_conv(48, 64, 2),
            *(_Columns(), nn.Linear(576, 128), nn.PReLU(128)),
        )
        self.face, self.box = nn.Linear(128, 2), nn.Linear(128, 4)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores ``(B,)`` and box offsets ``(B, 4)`` for ``(B, 3, 24, 24)``."""
        h = self.body(x)
        return self.face(h).softmax(dim=1)[:, 1], self.box(h)


class ONet(nn.Module):
    """Output: decide on a candidate of 48 × 48 pixels, with its box and five landmarks."""

    size = 48

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            *(*_conv(3, 32, 3), _pool(3)),
            *(*_conv(32, 64, 3), _pool(3)),
            *(*_conv(64, 64, 3), _pool(2)),
            *_conv(64, 128, 2),
            *(_Columns(), nn.Linear(1152, 256), nn.PReLU(256)),
        )
        self.face, self.box = nn.Linear(256, 2), nn.Linear(256, 4)
        self.landmarks = nn.Linear(256, 10)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return scores ``(B,)``, box offsets ``(B, 4)``, landmarks ``(B, 2, 5)``.

        The landmarks are in units of the box, from its left upper corner.
        """
        h = self.body(x)
        scores = self.face(h).softmax(dim=1)[:, 1]
        return scores, self.box(h), self.landmarks(h).unflatten(1, (2, 5))


class MTCNN(nn.Module):
    """Find faces of any size (Zhang et al. 2016).

    Parameters
    ----------
    min_face_size : int
        Side in pixels of the smallest face that is looked for; larger is faster.
    thresholds : tuple of float
        Scores that a candidate needs in each network.
    factor : float
        Ratio of the sides of successive pictures in the pyramid.
    """

    def __init__(
        self,
        min_face_size: int = 20,
        thresholds: tuple[float, float, float] = (0.6, 0.7, 0.7),
        factor: float = 0.709,
    ):
        super().__init__()
        if min_face_size < 1 or not 0 < factor < 1:
            raise ValueError(
                "MTCNN: min_face_size must be at least 1 and factor between 0 and 1, got "
                f"{min_face_size} and {factor}"
            )
        self.pnet, self.rnet, self.onet = PNet(), RNet(), ONet()
        self.min_face_size, self.thresholds, self.factor = min_face_size, thresholds, factor

    @classmethod
    def from_weights(cls, weights, **options) -> MTCNN:
        """Return a detector with ``load_weights("faces")``; ``options`` are the parameters."""
        model = cls(**options)
        fill_in_order(model, weights)
        return model.eval()

    @torch.no_grad()
    def detect(self, picture) -> Faces:
        """Return the faces in a picture ``(H, W, 3)``, red, green and blue from 0 to 255."""
        picture = torch.as_tensor(np.array(picture))
        if picture.ndim != 3 or picture.shape[2] != 3:
            raise ValueError(f"MTCNN: expected a picture (H, W, 3), got {tuple(picture.shape)}")
        device = self.pnet.face.weight.device
        image = picture.permute(2, 0, 1)[None].float().to(device)
        boxes = self.propose(image)
        boxes = self.refine(image, boxes)
        return self.decide(image, boxes)

    def propose(self, image: Tensor) -> Tensor:
        """Return candidates ``(N, 4)`` in an image ``(1, 3, H, W)``, found at all scales."""
        found = [(image.new_empty(0, 4), image.new_empty(0), image.new_empty(0, 4))]
        for scale in self.scales(min(image.shape[2:])):
            boxes, scores, offsets = self.propose_at(image, scale)
            kept = nms(boxes, scores, 0.5)
            found.append((boxes[kept], scores[kept], offsets[kept]))
        boxes, scores, offsets = map(torch.cat, zip(*found, strict=True))
        kept = nms(boxes, scores, 0.7)
        sides = (boxes[:, 2:] - boxes[:, :2]).repeat(1, 2)
        return square(boxes + offsets * sides)[kept]

    def scales(self, shorter_side: int) -> list[float]:
        """Return by how much the image is shrunk, until it is smaller than a window."""
        scales, scale = [], PNet.size / self.min_face_size
        while shorter_side * scale >= PNet.size:
            scales.append(scale)
            scale *= self.factor
        return scales

    def propose_at(self, image: Tensor, scale: float) -> tuple[Tensor, Tensor, Tensor]:
        """Return windows ``(N, 4)`` that may hold a face, their scores and box offsets."""
        sides = [int(side * scale + 1) for side in image.shape[2:]]
        scores, offsets = self.pnet(_normalize(interpolate(image, sides, mode="area")))
        rows, columns = (scores[0] >= self.thresholds[0]).nonzero(as_tuple=True)
        corners = 2 * torch.stack([columns, rows], dim=1)  # in the small image; 2 is the stride
        boxes = torch.cat([corners + 1, corners + PNet.size], dim=1) / scale
        return boxes.floor(), scores[0, rows, columns], offsets[0, :, rows, columns].T

    def refine(self, image: Tensor, boxes: Tensor) -> Tensor:
        """Return the candidates ``(N, 4)`` that the second network keeps, corrected."""
        boxes, crops = crop(image, boxes, RNet.size)
        scores, offsets = self.rnet(crops)
        likely = scores > self.thresholds[1]
        boxes, scores, offsets = boxes[likely], scores[likely], offsets[likely]
        kept = nms(boxes, scores, 0.7)
        return square(correct(boxes[kept], offsets[kept]))

    def decide(self, image: Tensor, boxes: Tensor) -> Faces:
        """Return the faces among candidates ``(N, 4)``."""
        boxes, crops = crop(image, boxes, ONet.size)
        scores, offsets, points = self.onet(crops)
        likely = scores > self.thresholds[2]
        boxes, scores, offsets = boxes[likely], scores[likely], offsets[likely]
        sides = boxes[:, 2:] - boxes[:, :2] + 1
        landmarks = points[likely].mT * sides[:, None] + boxes[:, None, :2] - 1
        boxes = correct(boxes, offsets)
        kept = nms(boxes, scores, 0.7, overlap=box_iomin)  # a face in a face is the same one
        return Faces(boxes[kept], scores[kept], landmarks[kept])


def square(boxes: Tensor) -> Tensor:
    """Return boxes ``(N, 4)`` of the same centers, with the longer side on all four."""
    centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).amax(dim=1, keepdim=True) / 2
    return torch.cat([centers - half, centers + half], dim=1)


def correct(boxes: Tensor, offsets: Tensor) -> Tensor:
    """Move the edges of boxes ``(N, 4)`` by ``offsets``, in units of a box's sides."""
    sides = boxes[:, 2:] - boxes[:, :2] + 1  # right and bottom pixels belong to the box
    return boxes + offsets * sides.repeat(1, 2)


def crop(image: Tensor, boxes: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Cut boxes ``(N, 4)`` out of an image, each resized to ``(3, size, size)``.

    Pixels are counted from 1. Boxes outside of the image are left out: the boxes that stay are
    returned too.
    """
    height, width = image.shape[2:]
    left, top, right, bottom = boxes.trunc().long().cpu().unbind(dim=1)
    left, top = left.clamp(min=1) - 1, top.clamp(min=1) - 1
    right, bottom = right.clamp(max=width), bottom.clamp(max=height)
    inside = ((left < right) & (top < bottom)).nonzero()[:, 0].tolist()
    crops = [
        interpolate(
            image[:, :, top[i] : bottom[i], left[i] : right[i]], (size, size), mode="area"
        )
        for i in inside
    ]
    return boxes[inside], _normalize(torch.cat([image.new_empty(0, 3, size, size), *crops]))


def _normalize(pixels: Tensor) -> Tensor:
    return (pixels - 127.5) / 128
