"""The OpenAPI description, derived from what each view declares: serializers, filters, orderings, docstrings."""

from inspect import getdoc
from typing import Any
from uuid import UUID

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import build_basic_type
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from drf_standardized_errors.openapi import AutoSchema
from rest_framework import serializers

from services.api.resources.fields import ReferenceField
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
from services.api.views.lists import PAGE_PARAMETERS, KeysetListView, WholeListView
from services.api.views.objects import ActionView, CreateMixin
from services.api.views.versions import IF_MATCH, VersionedView

# HTTP method → the view's method that does the work, and where its body is declared.
HOOKS = {"PATCH": ("update", "update_serializer"), "PUT": ("update", "update_serializer"), "DELETE": ("destroy", "")}


class DerivedAutoSchema(AutoSchema):
    """`@extend_schema` on a method takes precedence."""

    view: Any
    method: str

    def get_operation_id(self) -> str:
        """A list is called `…_list`, so that it does not collide with the detail beside it."""
        name: str = super().get_operation_id()
        return name.removesuffix("_retrieve") + "_list" if self._is_list or self._is_whole_list else name

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """The docstring of what does the work; of reading, the method's or the view's."""
        if self.method == "GET":
            text: str = super().get_description()
            return text
        hook, _body = self._hook
        methods = (getattr(self.view, name, None) for name in (self.method.lower(), hook))
        return next((getdoc(method) or "" for method in methods if method and method.__doc__), "")

    def get_override_parameters(self) -> list[Any]:
        if self.method in {"PATCH", "PUT"} and isinstance(self.view, VersionedView) and self.view.is_versioned:
            return [IF_MATCH]
        if not isinstance(self.view, BaseView) or self.method != "GET":
            return []
        filters = [filter_.parameter(name) for name, filter_ in self.view.filters.items()]
        return [*PAGE_PARAMETERS, *self._ordering, *filters] if self._is_list else filters

    def get_request_serializer(self) -> Any:
        _hook, body = self._hook
        return getattr(self.view, body, None) if body else None

    def get_response_serializers(self) -> Any:
        view = self.view
        if self.method == "DELETE":
            return {204: None}
        if self._is_list and view.serializer:
            return page_of(view.serializer)
        if self._is_whole_list:
            return list_of(view.serializer)
        if self.method == "POST" and isinstance(view, CreateMixin):
            created = view.created_serializer or view.serializer
            return {view.created_status: created} if created else {204: None}
        if self.method == "POST" and isinstance(view, ActionView):
            return {view.status: view.serializer} if view.serializer else {204: None}
        return getattr(view, "serializer", None)

    @property
    def _ordering(self) -> list[OpenApiParameter]:
        return [OpenApiParameter("ordering", str, enum=list(self.view.orderings))] if self.view.orderings else []

    @property
    def _is_list(self) -> bool:
        return isinstance(self.view, KeysetListView) and self.method == "GET"

    @property
    def _is_whole_list(self) -> bool:
        return isinstance(self.view, WholeListView) and self.method == "GET"

    @property
    def _hook(self) -> tuple[str, str]:
        if self.method == "POST":
            return ("perform", "body_serializer") if hasattr(self.view, "perform") else ("create", "create_serializer")
        return HOOKS.get(self.method, ("", ""))


def page_of(serializer: type[Serializer]) -> Any:
    """The shape of one page of a list."""
    return inline_serializer(
        f"{serializer.__name__.removesuffix('Serializer')}Page",
        {
            "results": serializer(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )


def list_of(serializer: type[Serializer]) -> Any:
    """The shape of a list without pages."""
    name = f"{serializer.__name__.removesuffix('Serializer')}List"
    return inline_serializer(name, {"results": serializer(many=True)})


class ReferenceFieldSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """An id in a body, in an answer what the field shows."""

    target_class = ReferenceField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> Any:
        if direction == "request" or not self.target.shown_as:
            return build_basic_type(UUID)
        return auto_schema.resolve_serializer(self.target.shown_as, direction).ref
