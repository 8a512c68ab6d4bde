"""How the OpenAPI document names things."""

from drf_standardized_errors.openapi import AutoSchema

from services.api.lists import KeysetListView


class OperationIdAutoSchema(AutoSchema):
    """A list is called `…_list`, so that it does not collide with the detail beside it."""

    def get_operation_id(self) -> str:
        name: str = super().get_operation_id()
        if isinstance(self.view, KeysetListView) and self.method == "GET":
            return name.removesuffix("_retrieve") + "_list"
        return name
