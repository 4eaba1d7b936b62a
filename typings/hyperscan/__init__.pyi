"""What this project uses of hyperscan, which ships no types."""

from collections.abc import Callable, Sequence

OnMatch = Callable[[int, int, int, int, list[tuple[int, int]]], object]

__version__: str
HS_MODE_BLOCK: int
HS_FLAG_SINGLEMATCH: int
HS_FLAG_UTF8: int
HS_FLAG_ALLOWEMPTY: int
HS_FLAG_CASELESS: int

class HyperscanError(Exception): ...
class ScanTerminated(HyperscanError): ...

class Scratch:
    def __init__(self, database: Database) -> None: ...

class Database:
    def __init__(self, *, mode: int) -> None: ...
    def compile(
        self, *, expressions: Sequence[bytes], ids: Sequence[int], elements: int, flags: Sequence[int]
    ) -> None: ...
    def scan(
        self,
        data: bytes | memoryview,
        *,
        match_event_handler: OnMatch,
        context: list[tuple[int, int]],
        scratch: Scratch,
    ) -> None: ...

def dumpb(database: Database) -> bytes: ...
def loadb(data: bytes, *, mode: int) -> Database: ...
