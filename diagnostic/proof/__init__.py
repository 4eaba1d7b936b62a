"""The results of proof runs, for pages and the API; read from the records, without the lab."""

from diagnostic.proof.record import End, StepRun, read_harm, read_steps
from diagnostic.proof.table import ProofLine, describe_step, proof_json, proof_lines, proof_table

__all__ = [
    "End",
    "ProofLine",
    "StepRun",
    "proof_json",
    "proof_lines",
    "proof_table",
    "read_harm",
    "read_steps",
    "describe_step",
]
