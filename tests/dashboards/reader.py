"""The subtracting reader: what anybody can work out from published counts, with all sums, rates and bounds together."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model

Variable = Hashable
MAX_COUNT = 5000
SOLVER_SECONDS = 20


@dataclass
class Reader:
    """Collects what was published about whole numbers from zero up, and asks what each of them can still be."""

    sums: list[tuple[list[Variable], int, int]] = field(default_factory=list)
    orders: list[tuple[Variable, Variable]] = field(default_factory=list)
    multiples: list[tuple[Variable, int, Variable]] = field(default_factory=list)
    wholes: list[tuple[list[Variable], Variable]] = field(default_factory=list)
    _numbers: dict[Variable, int] = field(default_factory=dict)

    def reads_sum(self, variables: Iterable[Variable], low: int, high: int = MAX_COUNT) -> None:
        """The sum of these counts is known to lie between two numbers."""
        self.sums.append((list(variables), low, high))

    def knows_subset(self, subset: Variable, superset: Variable) -> None:
        self.orders.append((subset, superset))

    def knows_sum(self, components: Iterable[Variable], whole: Variable) -> None:
        self.wholes.append((list(components), whole))

    def knows_multiple(self, multiple: Variable, factor: int, base: Variable) -> None:
        """Work falls due `factor` times for each child."""
        self.multiples.append((multiple, factor, base))

    def contradiction(self, truth: Mapping[Variable, int]) -> str:
        """What was read and is not true: a test that reads wrongly would prove nothing."""
        for variables, low, high in self.sums:
            if not low <= sum(truth[variable] for variable in variables) <= high:
                return f"{variables} is not in {low}..{high}"
        for subset, superset in self.orders:
            if truth[subset] > truth[superset]:
                return f"{subset} > {superset}"
        return ""

    def interval(self, targets: Iterable[Variable]) -> tuple[int, int]:
        """The least and the greatest that the sum of some counts can be."""
        low, high = (self._solve(targets, sign=sign) for sign in (1, -1))
        assert low is not None, "what was read contradicts itself"
        assert high is not None
        return low, high

    def can_be(self, targets: Iterable[Variable], values: Iterable[int]) -> bool:
        """Whether the sum of some counts may be each of these values."""
        names = list(targets)
        return all(self._solve(names, value=value) is not None for value in values)

    def _solve(self, targets: Iterable[Variable], *, sign: int = 0, value: int | None = None) -> int | None:
        model = self._model.clone()
        target = sum(model.get_int_var_from_proto_index(self._indexes[name]) for name in targets)
        if value is not None:
            model.add(target == value)
        elif sign:
            model.minimize(sign * target)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = SOLVER_SECONDS
        status = solver.solve(model)
        assert status in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}, solver.status_name(status)
        return None if status == cp_model.INFEASIBLE else solver.value(target)

    @cached_property
    def _indexes(self) -> dict[Variable, int]:
        """The number of each count in the solver's model."""
        self._model  # noqa: B018  makes them
        return self._numbers

    @cached_property
    def _model(self) -> cp_model.CpModel:
        """Everything read and known, as equations."""
        model, variables = cp_model.CpModel(), {}

        def variable(name: Variable) -> cp_model.IntVar:
            if name not in variables:
                variables[name] = model.new_int_var(0, MAX_COUNT, str(name))
            return variables[name]

        for names, low, high in self.sums:
            model.add_linear_constraint(sum(map(variable, names)), low, high)
        for subset, superset in self.orders:
            model.add(variable(subset) <= variable(superset))
        for multiple, factor, base in self.multiples:
            model.add(variable(multiple) == factor * variable(base))
        for components, whole in self.wholes:
            model.add(sum(map(variable, components)) == variable(whole))
        self._numbers = {name: number.index for name, number in variables.items()}
        return model
