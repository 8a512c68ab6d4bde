"""Plausibility of measurements, checked while the nurse types: every message says what to do.

An error is impossible for a child and is refused; a warning is unusual and can be confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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
    """What is wrong or unusual about one field, with a sentence that says what to do.

    `meant`: (field, value) of each value that was most likely meant instead, to be taken over at a touch.
    """

    field: str
    level: Level
    code: str
    sentence: StrOrPromise
    meant: tuple[tuple[str, Decimal | int], ...] = ()


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


# Ages 6 to 18. Errors leave room for the smallest and the largest child: only what nobody can measure is refused.
BOUNDS = {
    "height_cm": _bounds("70 230 95 200 0.1", "cm", _("身高")),
    "weight_kg": _bounds("8 200 13 110 0.1", "kg", _("体重")),
    "systolic": _bounds("50 250 75 160 1", "mmHg", _("收缩压")),
    "diastolic": _bounds("20 160 40 100 1", "mmHg", _("舒张压")),
    "vision_left": _bounds("3.0 5.3 4.0 5.3 0.1", "", _("左眼视力")),
    "vision_right": _bounds("3.0 5.3 4.0 5.3 0.1", "", _("右眼视力")),
}


EYES = ("vision_left", "vision_right")
# GB 11533-2011, below the lowest line of the chart. 1 and 2 are mostly decimal notation, so they are asked about.
LOW_VISION = {0: _("无光感"), 1: _("光感"), 2: _("手动")}
TO_CHOOSE = "low_vision"  # code of the warning that no Enter confirms: whoever typed it says that the eye is so


def check_plausibility(
    measured: HasMeasurements,
    *,
    sex: str = "",
    months: int | None = None,
    before: HasMeasurements | None = None,
    low_vision: Collection[str] = (),
) -> tuple[PlausibilityIssue, ...]:
    """Check measurements. `months` is the age, `before` the same child's previous checkup, where known.

    `low_vision`: the eyes of which 0, 1 or 2 is meant as GB 11533 has it: no light, light, hand movement.
    """
    marked = {field for field in low_vision if getattr(measured, field) in LOW_VISION}
    single = [
        issue for field in BOUNDS if field not in marked and (issue := _check_bounds(field, getattr(measured, field)))
    ]
    if swapped := _height_and_weight_swapped(measured, single):
        single = [swapped, *(issue for issue in single if issue.field not in {"height_cm", "weight_kg"})]
    wrong = {issue.field for issue in single if issue.level == Level.ERROR} | ({"weight_kg"} if swapped else set())
    # A wrong value would make every comparison with it wrong too: one sentence per mistake is enough.
    sound = MeasurementValues(**{field: None if field in wrong else getattr(measured, field) for field in BOUNDS})
    compared = [
        *_weight_for_height(sound, sex, months),
        *_pressures(sound),
        *_eyes(sound, before),
        *_height_for_age(sound, sex, months),
        *_height_since(sound, before),
    ]
    return (*single, *(issue for issue in compared if issue.field not in wrong))


def _height_and_weight_swapped(
    measured: HasMeasurements, single: Collection[PlausibilityIssue]
) -> PlausibilityIssue | None:
    """The one issue of a pair that is impossible as it stands and usual the other way round."""
    height, weight = measured.height_cm, measured.weight_kg
    if height is None or weight is None or not (height.is_finite() and weight.is_finite()):
        return None
    is_wrong = any(issue.level == Level.ERROR and issue.field in {"height_cm", "weight_kg"} for issue in single)
    if not (is_wrong or not 8 <= float(bmi(height, weight)) <= 70):
        return None
    tall, heavy = BOUNDS["height_cm"], BOUNDS["weight_kg"]
    is_usual = tall.usual_low <= weight <= tall.usual_high and heavy.usual_low <= height <= heavy.usual_high
    if not is_usual or not 10 <= float(bmi(weight, height)) <= 45:
        return None
    sentence = _("身高和体重是否填反？身高应填 {height}，体重应填 {weight}。")
    text = _format(sentence, height=weight, weight=height)
    return PlausibilityIssue("height_cm", Level.ERROR, "swapped", text, (("height_cm", weight), ("weight_kg", height)))


def _check_bounds(field: str, value: Decimal | int | None) -> PlausibilityIssue | None:
    if value is None:
        return None
    bounds, number = BOUNDS[field], Decimal(value)
    if field in EYES and number.is_finite() and number == 0:
        return PlausibilityIssue(field, Level.WARNING, TO_CHOOSE, _format(_NO_LIGHT, name=bounds.name))
    # NaN and Infinity are valid decimals, but cannot be compared.
    if not number.is_finite() or not bounds.lowest <= number <= bounds.highest:
        return _out_of_bounds(field, number, bounds)
    if number % bounds.step:
        sentence = _("{name}应精确到 {step}，不能填 {value}。")
        return PlausibilityIssue(
            field, Level.ERROR, "too_fine", _format(sentence, name=bounds.name, step=bounds.step, value=number)
        )
    if not bounds.usual_low <= number <= bounds.usual_high:
        sentence = _("{name} {value} {unit}很少见，请复测；确实如此再确认。")
        return PlausibilityIssue(
            field, Level.WARNING, "unusual", _format(sentence, name=bounds.name, value=number, unit=bounds.unit)
        )
    return None


def _out_of_bounds(field: str, number: Decimal, bounds: Bounds) -> PlausibilityIssue:
    code, meant = _REMEDIES[field](number) if number.is_finite() else ("out_of_bounds", None)
    if meant is None or not bounds.lowest <= meant <= bounds.highest:
        sentence = _("{name}应在 {low}–{high} {unit}之间，请核对后重填。")
        text = _format(sentence, name=bounds.name, low=bounds.lowest, high=bounds.highest, unit=bounds.unit)
        return PlausibilityIssue(field, Level.ERROR, "out_of_bounds", text)
    sentence = _SENTENCES["decimal_or_low_vision" if field in EYES and number in LOW_VISION else code]
    mark = LOW_VISION.get(int(number), "") if number.is_finite() else ""
    text = _format(sentence, name=bounds.name, value=number, meant=meant, mark=mark)
    return PlausibilityIssue(field, Level.ERROR, code, text, ((field, meant),))


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
        # 1 kPa is 7.5 mmHg; some devices show kPa.
        return "kilopascals", (number * Decimal("7.5")).quantize(Decimal(1))
    return "point_misplaced", number / 10


def _vision_meant(number: Decimal) -> tuple[str, Decimal | None]:
    """GB 11533: five-mark value = 5 + lg(decimal value)."""
    if 0 < number <= Decimal("2.0"):
        return "decimal_vision", Decimal(5 + log10(number)).quantize(Decimal("0.1"))
    return "point_missing", number / 10


# A value out of bounds is mostly a right one in another unit: the sentence can name what was meant.
_REMEDIES: dict[str, Callable[[Decimal], tuple[str, Decimal | None]]] = {
    "height_cm": _height_meant,
    "weight_kg": _weight_meant,
    "systolic": _pressure_meant,
    "diastolic": _pressure_meant,
    "vision_left": _vision_meant,
    "vision_right": _vision_meant,
}

_NO_LIGHT = _("{name}填了 0：没有测请空着；确为无光感（国标记 0）请选定后再存。")
_SENTENCES = {
    "decimal_or_low_vision": _("{name}按五分记录填写：小数视力 {value} 应填 {meant}；确为{mark}请选定后再存。"),
    "metres": _("{name}以厘米填写：{value} 米应填 {meant}。"),
    "millimetres": _("{name}以厘米填写：{value} 毫米应填 {meant}。"),
    "grams": _("{name}以千克填写：{value} 克应填 {meant}。"),
    "point_misplaced": _("{name}填了 {value}，小数点是否错位？如为 {meant} 请改正。"),
    "kilopascals": _("{name}以毫米汞柱填写：{value} 千帕应填 {meant}。"),
    "decimal_vision": _("{name}按五分记录填写：小数视力 {value} 应填 {meant}。"),
    "point_missing": _("{name}填了 {value}，是否漏了小数点？如为 {meant} 请改正。"),
}


def _weight_for_height(measured: HasMeasurements, sex: str, months: int | None) -> Iterator[PlausibilityIssue]:
    if not measured.height_cm or not measured.weight_kg:
        return
    index = float(bmi(measured.height_cm, measured.weight_kg))
    # No living child is outside. Which of the two values is wrong, nobody can tell.
    if not 8 <= index <= 70:
        sentence = _("身高和体重对不上（体重指数 {index}），请两项都重量。")
        yield PlausibilityIssue("weight_kg", Level.ERROR, "does_not_fit", _format(sentence, index=round(index, 1)))
    elif index >= _jin_suspected_from(sex, months):
        sentence = _("体重是否按斤填写？{value} 斤应填 {meant} 千克；确为 {value} 千克再确认。")
        meant = measured.weight_kg / 2
        yield PlausibilityIssue(
            "weight_kg",
            Level.WARNING,
            "jin",
            _format(sentence, value=measured.weight_kg, meant=meant),
            (("weight_kg", meant),),
        )
    elif index < 11:
        sentence = _("按身高算体重指数为 {index}，很少见，请复测；确实如此再确认。")
        yield PlausibilityIssue("weight_kg", Level.WARNING, "unusual_bmi", _format(sentence, index=round(index, 1)))


def _jin_suspected_from(sex: str, months: int | None) -> float:
    """BMI, well past obesity at this age, from which the weight was more likely typed in jin (half a kilogram)."""
    limits = bmi_limits(sex, months) if months is not None else None
    # Without an age the limit at which adults count as obese stands in.
    return float(limits.obesity) * 1.15 if limits else 28


def _pressures(measured: HasMeasurements) -> Iterator[PlausibilityIssue]:
    systolic, diastolic = measured.systolic, measured.diastolic
    # The limits are of pairs: half a pair could not be screened.
    if (systolic is None) != (diastolic is None):
        missing = "systolic" if systolic is None else "diastolic"
        yield PlausibilityIssue(missing, Level.ERROR, "half_missing", _("收缩压和舒张压要一起填写，请补上另一项。"))
    if systolic is None or diastolic is None:
        return
    if systolic <= diastolic:
        sentence = _("收缩压应大于舒张压，两项是否填反？")
        exchanged = (("systolic", diastolic), ("diastolic", systolic)) if systolic < diastolic else ()
        yield PlausibilityIssue("systolic", Level.ERROR, "pressures_swapped", sentence, exchanged)
    elif not 15 <= systolic - diastolic <= 90:
        sentence = _("收缩压与舒张压相差 {gap}，很少见，请复测；确实如此再确认。")
        yield PlausibilityIssue("systolic", Level.WARNING, "unusual_gap", _format(sentence, gap=systolic - diastolic))


def _eyes(measured: HasMeasurements, before: HasMeasurements | None) -> Iterator[PlausibilityIssue]:
    left, right = measured.vision_left, measured.vision_right
    if left is None or right is None or left == right:
        return
    if before and (before.vision_left, before.vision_right) == (right, left):
        yield PlausibilityIssue(
            "vision_left", Level.WARNING, "eyes_swapped", _("与上次相比左右眼正好相反，请核对是否填反。")
        )
    # Five lines of the chart: more often a typing error than two such different eyes. A mark was chosen already.
    elif min(left, right) not in LOW_VISION and abs(left - right) >= Decimal("0.5"):
        sentence = _("左右眼相差 {gap}，请核对是否填错；确实如此再确认。")
        yield PlausibilityIssue("vision_left", Level.WARNING, "eyes_differ", _format(sentence, gap=abs(left - right)))


def _height_for_age(measured: HasMeasurements, sex: str, months: int | None) -> Iterator[PlausibilityIssue]:
    if measured.height_cm is None or months is None:
        return
    shortest, usual = stunting_limit(sex, months), usual_height(sex, months)
    # 15 cm beyond the tables: more often the wrong pupil than such a child.
    too_short = shortest is not None and measured.height_cm < shortest - 15
    too_tall = usual is not None and measured.height_cm > usual[1] + 15
    if too_short or too_tall:
        sentence = _("身高与年龄（{years} 岁）相差很大，请核对是否同一名学生。")
        yield PlausibilityIssue("height_cm", Level.WARNING, "unusual_for_age", _format(sentence, years=months // 12))


def _height_since(measured: HasMeasurements, before: HasMeasurements | None) -> Iterator[PlausibilityIssue]:
    if before is None or before.height_cm is None or measured.height_cm is None:
        return
    # A centimetre is within the error of two measurements.
    if measured.height_cm < before.height_cm - 1:
        sentence = _("比上次（{before} cm）矮了，请复测或核对是否同一名学生。")
        yield PlausibilityIssue("height_cm", Level.WARNING, "shrunk", _format(sentence, before=before.height_cm))


def _format(sentence: StrOrPromise, **values: object) -> StrOrPromise:
    return format_lazy(sentence, **{name: _shorten(value) for name, value in values.items()})


def shown_value(value: Decimal | int) -> str:
    """A meant value as it is typed: 130.5, and 130 and 5.0 as they stand."""
    return str(_shorten(value))


def _shorten(value: object) -> object:
    """1.32 as it was typed, however many decimals it arrived with; 5.0 keeps its decimal, as on eye charts."""
    if not isinstance(value, Decimal) or not value.is_finite() or int(value.as_tuple().exponent) >= -1:
        return value
    short = value.normalize()
    return f"{short:f}" if int(short.as_tuple().exponent) < 0 else f"{short:.1f}"
