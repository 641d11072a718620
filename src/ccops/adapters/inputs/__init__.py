"""The other files of a center: tables of its people and of their work, read into rows."""

from __future__ import annotations

from ccops.adapters.inputs.agents import aliases_from_rows, owners_from_rows
from ccops.adapters.inputs.folder import Inputs, read_input_file, read_inputs, read_sourced_file
from ccops.adapters.inputs.rows import InputNames, InputTable
from ccops.adapters.inputs.sample_months import SampleInput
from ccops.adapters.inputs.schema import INPUT_FILES

__all__ = [
    "INPUT_FILES",
    "InputNames",
    "InputTable",
    "Inputs",
    "SampleInput",
    "aliases_from_rows",
    "owners_from_rows",
    "read_input_file",
    "read_inputs",
    "read_sourced_file",
]
