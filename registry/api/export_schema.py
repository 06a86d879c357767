"""The exports in the OpenAPI document."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from registry.api import parameters
from registry.api import serializers as shapes
from registry.api.schema import operation

_DAY = OpenApiParameter(
    "day",
    {"type": "string", "pattern": r"^(latest|\d{4}-\d{2}-\d{2})$", "example": "latest"},
    "path",
    description="A day of which there is a copy, or `latest`.",
)
_MOVED = {307: OpenApiResponse(description="`Location` leads there today.")}
export_list = operation(
    "getExports",
    "List the files of the last copy of everything",
    shapes.ManifestSerializer,
    tag="exports",
    description="Every night all that is published is written into files: a table each as CSV, JSON lines and Parquet,"
    " one workbook, one wide table, and a Data Package that describes them. `seq` is the place from which the change"
    " feed goes on. Whoever leaves the inventory leaves the copies of all days. A key for named countries is refused"
    " with 403 (`all-countries`): fetch them without it.",
)
export = operation(
    "getExport",
    "List the files of the copy of one day",
    shapes.ManifestSerializer,
    tag="exports",
    description="`latest` leads to the last day. Copies are kept for 13 months. 503 while a copy is written anew.",
    path=[_DAY],
    more=_MOVED,
)
_FILE = {(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")}


def _file_operation(operation_id, summary, description, path, more):
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        description=description,
        tags=["exports"],
        parameters=[*path, *(parameter.described() for parameter in parameters.COMMON)],
        responses=_FILE | more,
    )


export_file = _file_operation(
    "getExportFile",
    "Fetch a file of the copy of one day",
    "The address stays the same every day with `latest`. It leads to a link that works for 15 minutes, without a key.",
    [
        _DAY,
        OpenApiParameter(
            "name",
            {"type": "string", "pattern": r"^[a-z_]+\.[a-z.]+$", "example": "organizations.csv"},
            "path",
            description="The name of the file, as the manifest has it.",
        ),
    ],
    _MOVED,
)
export_link = _file_operation(
    "getLinkedFile",
    "Fetch a file by a link",
    "Where the links of exports lead. `Range` fetches a part.",
    [OpenApiParameter("token", {"type": "string", "minLength": 1}, "path", description="As it was given out.")],
    {206: OpenApiResponse(description="The part that `Range` asked for.")},
)
export_job = operation(
    "getExportJob",
    "See how far an export is",
    shapes.ExportJobSerializer,
    tag="exports",
    description="A list of more than 10,000 rows is written by a worker. Ask again after `Retry-After` seconds until"
    " `state` is `done`; then `url` leads to the file.",
    path=[
        OpenApiParameter(
            "id",
            {"type": "string", "pattern": "^EXP-[0-9A-HJKMNP-TV-Z]{8}$"},
            "path",
            description="As the list led to it.",
        )
    ],
)
