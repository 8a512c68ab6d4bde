"""Is this entry plausible? Judged while the nurse types, so every sentence names the remedy.

An error cannot be a measure of a child and is refused; a warning is rare but true, and is confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import log10
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from services.health.screening import HasMeasurements, MeasurementValues, bmi
from services.health.standards import bmi_limits, stunting_limit, usual_height

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class PlausibilityIssue:
    """What is odd about one field, in words that say what to do."""

    field: str
    level: Level
    code: str
    sentence: StrOrPromise


@dataclass(frozen=True)
class Bounds:
    """Outside lowest–highest is an error, outside usual_low–usual_high a warning; finer than `step` is an error."""

    lowest: Decimal
    highest: Decimal
    usual_low: Decimal
    usual_high: Decimal
    step: Decimal
    unit: StrOrPromise
    name: StrOrPromise


def _bounds(numbers: str, unit: str, name: StrOrPromise) -> Bounds:
    low, high, usual_low, usual_high, step = map(Decimal, numbers.split())
    return Bounds(low, high, usual_low, usual_high, step, unit, name)


# Six to eighteen years, with room for the smallest and the largest child a nurse may meet.
BOUNDS = {
    "height_cm": _bounds("70 230 95 200 0.1", "cm", _("身高")),
    "weight_kg": _bounds("8 200 13 110 0.1", "kg", _("体重")),
    "systolic": _bounds("50 250 75 160 1", "mmHg", _("收缩压")),
    "diastolic": _bounds("20 160 40 100 1", "mmHg", _("舒张压")),
    "vision_left": _bounds("3.0 5.3 4.0 5.3 0.1", "", _("左眼视力")),
    "vision_right": _bounds("3.0 5.3 4.0 5.3 0.1", "", _("右眼视力")),
}


def check_plausibility(
    measures: HasMeasurements, *, sex: str = "", months: int | None = None, before: HasMeasurements | None = None
) -> tuple[PlausibilityIssue, ...]:
    """Everything odd about an entry. `months` is the age, `before` the same child's last checkup, where known."""
    single = [doubt for field in BOUNDS if (doubt := _alone(field, getattr(measures, field)))]
    wrong = {doubt.field for doubt in single if doubt.level == Level.ERROR}
    sound = MeasurementValues(**{field: None if field in wrong else getattr(measures, field) for field in BOUNDS})
    together = [
        *_weight_for_height(sound, sex, months),
        *_pressures(sound),
        *_eyes(sound, before),
        *_height_for_age(sound, sex, months),
        *_since(sound, before),
    ]
    return (*single, *(doubt for doubt in together if doubt.field not in wrong))


def _alone(field: str, value: Decimal | int | None) -> PlausibilityIssue | None:
    if value is None:
        return None
    bounds, number = BOUNDS[field], Decimal(value)
    if not number.is_finite() or not bounds.lowest <= number <= bounds.highest:
        return _out_of_bounds(field, number, bounds)
    if number % bounds.step:
        sentence = _("{name}应精确到 {step}，不能填 {value}。")
        return PlausibilityIssue(
            field, Level.ERROR, "too_fine", _say(sentence, name=bounds.name, step=bounds.step, value=number)
        )
    if not bounds.usual_low <= number <= bounds.usual_high:
        sentence = _("{name} {value} {unit}很少见，请复测；确实如此再确认。")
        return PlausibilityIssue(
            field, Level.WARNING, "unusual", _say(sentence, name=bounds.name, value=number, unit=bounds.unit)
        )
    return None


def _out_of_bounds(field: str, number: Decimal, bounds: Bounds) -> PlausibilityIssue:
    code, meant = _REMEDIES[field](number) if number.is_finite() else ("out_of_bounds", None)
    if meant is None or not bounds.lowest <= meant <= bounds.highest:
        sentence = _("{name}应在 {low}–{high} {unit}之间，请核对后重填。")
        words = _say(sentence, name=bounds.name, low=bounds.lowest, high=bounds.highest, unit=bounds.unit)
        return PlausibilityIssue(field, Level.ERROR, "out_of_bounds", words)
    return PlausibilityIssue(
        field, Level.ERROR, code, _say(_SENTENCES[code], name=bounds.name, value=number, meant=meant)
    )


def _height_meant(number: Decimal) -> tuple[str, Decimal | None]:
    if number < 3:
        return "metres", number * 100
    return ("point_misplaced", number * 10) if number < 70 else ("millimetres", number / 10)


def _weight_meant(number: Decimal) -> tuple[str, Decimal | None]:
    if number >= 1000:
        return "grams", number / 1000
    return ("point_misplaced", number * 10) if number < 8 else ("point_misplaced", number / 10)


def _pressure_meant(number: Decimal) -> tuple[str, Decimal | None]:
    if number < 40:
        return "kilopascals", (number * Decimal("7.5")).quantize(Decimal(1))
    return "point_misplaced", number / 10


def _vision_meant(number: Decimal) -> tuple[str, Decimal | None]:
    """GB 11533: five-mark value = 5 + lg(decimal value)."""
    if 0 < number <= Decimal("2.0"):
        return "decimal_vision", Decimal(5 + log10(number)).quantize(Decimal("0.1"))
    return "point_missing", number / 10


_REMEDIES: dict[str, Callable[[Decimal], tuple[str, Decimal | None]]] = {
    "height_cm": _height_meant,
    "weight_kg": _weight_meant,
    "systolic": _pressure_meant,
    "diastolic": _pressure_meant,
    "vision_left": _vision_meant,
    "vision_right": _vision_meant,
}

_SENTENCES = {
    "metres": _("{name}以厘米填写：{value} 米应填 {meant}。"),
    "millimetres": _("{name}以厘米填写：{value} 毫米应填 {meant}。"),
    "grams": _("{name}以千克填写：{value} 克应填 {meant}。"),
    "point_misplaced": _("{name}填了 {value}，小数点是否错位？如为 {meant} 请改正。"),
    "kilopascals": _("{name}以毫米汞柱填写：{value} 千帕应填 {meant}。"),
    "decimal_vision": _("{name}按五分记录填写：小数视力 {value} 应填 {meant}。"),
    "point_missing": _("{name}填了 {value}，是否漏了小数点？如为 {meant} 请改正。"),
}


def _weight_for_height(measures: HasMeasurements, sex: str, months: int | None) -> Iterator[PlausibilityIssue]:
    if not measures.height_cm or not measures.weight_kg:
        return
    index = float(bmi(measures.height_cm, measures.weight_kg))
    if not 8 <= index <= 70:
        words = _("身高和体重对不上（体重指数 {index}），请两项都重量。")
        yield PlausibilityIssue("weight_kg", Level.ERROR, "does_not_fit", _say(words, index=round(index, 1)))
    elif index >= _suspect(sex, months):
        words = _("体重是否按斤填写？{value} 斤应填 {meant} 千克；确为 {value} 千克再确认。")
        meant = measures.weight_kg / 2
        yield PlausibilityIssue("weight_kg", Level.WARNING, "jin", _say(words, value=measures.weight_kg, meant=meant))
    elif index < 11:
        words = _("按身高算体重指数为 {index}，很少见，请复测；确实如此再确认。")
        yield PlausibilityIssue("weight_kg", Level.WARNING, "unusual_bmi", _say(words, index=round(index, 1)))


def _suspect(sex: str, months: int | None) -> float:
    """BMI from which half the weight is likelier than the whole: well past obesity at the child's age."""
    limits = bmi_limits(sex, months) if months is not None else None
    return float(limits.obesity) * 1.15 if limits else 28


def _pressures(measures: HasMeasurements) -> Iterator[PlausibilityIssue]:
    systolic, diastolic = measures.systolic, measures.diastolic
    if (systolic is None) != (diastolic is None):
        missing = "systolic" if systolic is None else "diastolic"
        yield PlausibilityIssue(missing, Level.ERROR, "half_missing", _("收缩压和舒张压要一起填写，请补上另一项。"))
    if systolic is None or diastolic is None:
        return
    if systolic <= diastolic:
        yield PlausibilityIssue("systolic", Level.ERROR, "pressures_swapped", _("收缩压应大于舒张压，两项是否填反？"))
    elif not 15 <= systolic - diastolic <= 90:
        words = _("收缩压与舒张压相差 {gap}，很少见，请复测；确实如此再确认。")
        yield PlausibilityIssue("systolic", Level.WARNING, "unusual_gap", _say(words, gap=systolic - diastolic))


def _eyes(measures: HasMeasurements, before: HasMeasurements | None) -> Iterator[PlausibilityIssue]:
    left, right = measures.vision_left, measures.vision_right
    if left is None or right is None or left == right:
        return
    if before and (before.vision_left, before.vision_right) == (right, left):
        yield PlausibilityIssue(
            "vision_left", Level.WARNING, "eyes_swapped", _("与上次相比左右眼正好相反，请核对是否填反。")
        )
    elif abs(left - right) >= Decimal("0.5"):
        words = _("左右眼相差 {gap}，请核对是否填错；确实如此再确认。")
        yield PlausibilityIssue("vision_left", Level.WARNING, "eyes_differ", _say(words, gap=abs(left - right)))


def _height_for_age(measures: HasMeasurements, sex: str, months: int | None) -> Iterator[PlausibilityIssue]:
    if measures.height_cm is None or months is None:
        return
    shortest, usual = stunting_limit(sex, months), usual_height(sex, months)
    too_short = shortest is not None and measures.height_cm < shortest - 15
    too_tall = usual is not None and measures.height_cm > usual[1] + 15
    if too_short or too_tall:
        words = _("身高与年龄（{years} 岁）相差很大，请核对是否同一名学生。")
        yield PlausibilityIssue("height_cm", Level.WARNING, "unusual_for_age", _say(words, years=months // 12))


def _since(measures: HasMeasurements, before: HasMeasurements | None) -> Iterator[PlausibilityIssue]:
    if before is None or before.height_cm is None or measures.height_cm is None:
        return
    if measures.height_cm < before.height_cm - 1:
        words = _("比上次（{before} cm）矮了，请复测或核对是否同一名学生。")
        yield PlausibilityIssue("height_cm", Level.WARNING, "shrunk", _say(words, before=before.height_cm))


def _say(sentence: StrOrPromise, **words: object) -> StrOrPromise:
    return format_lazy(sentence, **{name: _plain(word) for name, word in words.items()})


def _plain(word: object) -> object:
    """1.32 as it was typed, whatever number of places the door wrote it with; 5.0 keeps its place, as on charts."""
    if not isinstance(word, Decimal) or not word.is_finite() or int(word.as_tuple().exponent) >= -1:
        return word
    short = word.normalize()
    return f"{short:f}" if int(short.as_tuple().exponent) < 0 else f"{short:.1f}"
