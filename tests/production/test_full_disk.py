"""With a full disk, every request still gets its answer."""

import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running import FULL, OVERLOAD, running

pytestmark = pytest.mark.slow


def _may_write_no_file():
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_the_server_goes_on_when_its_logs_and_its_metrics_have_no_room(tmp_path):
    with running(
        tmp_path, workers=1, out=FULL, err=FULL, before=_may_write_no_file, DIAGNOSTIC_METRICS="true"
    ) as server:
        # As many as are answered at once: of more, a busy machine may let some wait too long.
        with ThreadPoolExecutor(2) as crowd:
            assert set(crowd.map(lambda _: server.diagnose(OVERLOAD).status, range(60))) == {200}
        body = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\n\r\n'
            + OVERLOAD.encode() * 9_000
            + b"\r\n--b--\r\n"
        )
        assert (
            server.ask("POST", "/diagnose", body, {"Content-Type": "multipart/form-data; boundary=b"}).status
            == 200
        )
        assert server.ask("GET", "/metrics").status == 404
        assert server.ask("GET", "/readyz").status == 200
        assert not [path for path in Path(tmp_path).rglob("*") if path.is_file() and path.stat().st_size]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")
def test_the_full_device_is_full():
    with pytest.raises(OSError), FULL.open("w") as file:
        file.write("x")
        file.flush()
