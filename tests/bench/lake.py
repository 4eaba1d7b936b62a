"""A lake of gzip, zstd, Parquet and JSON lines with known contents, counted by one process, by a local Dask
cluster and through an S3 server; meanwhile a worker is killed and a file is truncated.

    nice -n 10 python tests/bench/lake.py FOLDER [MB] [FILES]
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scan"))

from lake import PACKERS, records, write_json_lines, write_parquet
from synthetic import LAYOUTS, write_log

from diagnostic.log.tally import Tally
from diagnostic.scan.gate import prepare
from diagnostic.scan.running import scan
from diagnostic.scan.selection import EVERYTHING, Selection

FIELD = Selection(field="error.message")
_ERRORS_PER_ENTRY = 0.002
# A process that is new compiles or loads patterns and meets every shape of error for the first time.
_TURNS = ("first time", "again")


def write(folder: Path, megabytes: int, files: int) -> dict[str, Counter[str]]:
    """Two folders, of lines and of records; gives the errors in each by cause. A few different files of each
    form are made and copied, since making them takes longer than counting.
    """
    size, contents = megabytes * 1_000_000 // files, {"lines": Counter[str](), "records": Counter[str]()}
    for kind in contents:
        (folder / kind).mkdir(parents=True)
    made: list[tuple[str, Path, Counter[str]]] = []
    for number, layout in enumerate(LAYOUTS):
        path = folder / f"{layout}.log"
        causes = write_log(path, layout, size + number, _ERRORS_PER_ENTRY).causes
        for form in ("", "gz", "zst"):
            packed = path.with_name(f"{layout}.{form or 'plain'}.log{form and '.'}{form}")
            packed.write_bytes(PACKERS[form](path.read_bytes()) if form else path.read_bytes())
            made.append(("lines", packed, causes))
        path.unlink()
    rows, causes = records(size // 330, _ERRORS_PER_ENTRY)
    write_json_lines(folder / "rows.jsonl", rows)
    write_parquet(folder / "rows.parquet", rows)
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress((folder / "rows.jsonl").read_bytes()))
    made += [("records", folder / name, causes) for name in ("rows.jsonl", "rows.parquet", "rows.jsonl.gz")]
    for number in range(files):
        kind, path, causes = made[number % len(made)]
        shutil.copyfile(path, folder / kind / f"{number:04}-{path.name}")
        contents[kind] += causes
    for _, path, _ in made:
        path.unlink()
    return contents


def counts(tally: Tally) -> Counter[str]:
    return Counter({id: one.count for id, one in tally.causes.items()})


def own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def say(name: str, tally: Tally, expected: Counter[str], cpu: float, wall: float) -> None:
    verdict = (
        "exact"
        if counts(tally) == expected
        else f"NOT EXACT: {expected - counts(tally)}, {counts(tally) - expected}"
    )
    print(
        f"{name:48} {tally.bytes_read / 1e6:8,.0f} MB of text, {tally.events:7,} errors, {verdict};"
        f" {tally.bytes_read / 1e6 / cpu:6.1f} MB a second of a core, {tally.bytes_read / 1e6 / wall:6.1f} "
        "by the clock",
        flush=True,
    )


def one_process(name: str, addresses: list[str], selection: Selection, expected: Counter[str]) -> None:
    for turn in _TURNS:
        began, cpu = time.perf_counter(), own_cpu()
        with ThreadPoolExecutor(1) as pool:
            tally = scan(addresses, pool, lambda: 2, selection)
        say(f"{name}, {turn}", tally, expected, own_cpu() - cpu, time.perf_counter() - began)


def cluster(
    name: str, addresses: list[str], selection: Selection, expected: Counter[str], kills: bool
) -> Tally:
    """Counts on two workers; `kills` one of them after the tenth piece."""
    import psutil
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        Client(local) as client,
    ):
        client.run(prepare, True)
        workers = client.run(os.getpid)
        done: list[float] = []

        def progress(_read: int) -> None:
            done.append(psutil.Process().memory_info().rss / 1e6)  # the scheduler lives in this process
            if kills and len(done) == 10:
                os.kill(next(iter(workers.values())), signal.SIGKILL)

        for turn in _TURNS[: 1 if kills else 2]:
            used = {pid: _cpu(pid) for pid in client.run(os.getpid).values()}
            began = time.perf_counter()
            tally = scan(addresses, client.get_executor(pure=False), lambda: 4, selection, progress)
            wall = time.perf_counter() - began
            cpu = sum(_cpu(pid) - used.get(pid, 0) for pid in client.run(os.getpid).values())
            say(f"{name}, {turn}", tally, expected, cpu or 1, wall)
        tenth = max(1, len(done) // 10)
        print(
            (
                f"{'':48} scheduler and client: {max(done[:tenth]):.0f} MB after a tenth, {max(done):.0f} "
                "MB at most"
            ),
            flush=True,
        )
        return tally


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ripgrep(folder: Path) -> None:
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["rg", "-c", "-z", "overloaded_error", str(folder)], check=False, stdout=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"rg -c -z overloaded_error: {cpu:.1f} s of a core, {time.perf_counter() - began:.1f} s by the clock",
        flush=True,
    )


def main() -> None:
    folder = Path(sys.argv[1])
    megabytes, files = (int(said) for said in (*sys.argv[2:], "1000", "400")[:2])
    expected = write(folder, megabytes, files)
    stored = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"{files} files, {stored / 1e6:,.0f} MB as stored",
        json.dumps({kind: one.total() for kind, one in expected.items()}),
    )
    prepare(True)
    lines, rows = [f"{folder}/lines/*"], [f"{folder}/records/*"]
    one_process("one process, lines", lines, EVERYTHING, expected["lines"])
    cluster("two workers, lines", lines, EVERYTHING, expected["lines"], kills=False)
    one_process("one process, records", rows, FIELD, expected["records"])
    cluster("two workers, records", rows, FIELD, expected["records"], kills=False)
    ripgrep(folder / "lines")

    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }  # fmt: skip
    import s3fs

    store = s3fs.S3FileSystem()
    store.mkdir("logs")
    for path in sorted((folder / "lines").iterdir()):
        store.put_file(str(path), f"logs/lines/{path.name}")
    cut = next(path for path in sorted((folder / "lines").iterdir()) if path.suffix == ".gz")
    store.pipe_file("logs/lines/cut.log.gz", cut.read_bytes()[:-1000])
    tally = cluster(
        "S3, two workers, one killed, one file cut",
        ["s3://logs/lines/*"],
        EVERYTHING,
        expected["lines"],
        True,
    )
    extra = counts(tally) - expected["lines"]
    print(
        f"the cut file: {tally.problems}; {extra.total()} errors of it counted, "
        f"{(expected['lines'] - counts(tally)).total()} lost"
    )
    server.stop()


if __name__ == "__main__":
    main()
