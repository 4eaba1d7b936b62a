"""The manifests in `deploy/` are valid for Kubernetes, and name existing commands and probes."""

import re
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from diagnostic.serve import _STOP_SECONDS

FOLDER = Path(__file__).parents[1] / "deploy"
MANIFESTS = {
    f"{path.relative_to(FOLDER)}:{number}": manifest
    for path in sorted(FOLDER.rglob("*.yaml"))
    for number, manifest in enumerate(yaml.safe_load_all(path.read_text()))
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_is_valid_to_the_letter(name):
    kubernetes_validate.validate(MANIFESTS[name], "1.30", strict=True)


def containers():
    for name, manifest in MANIFESTS.items():
        for container in manifest.get("spec", {}).get("template", {}).get("spec", {}).get("containers", []):
            yield pytest.param(container, id=f"{name}-{container['name']}")


@pytest.mark.parametrize("container", list(containers()))
def test_a_container_has_limits_and_gains_nothing(container):
    assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
    assert "memory" in container["resources"]["limits"]
    rights = container["securityContext"]
    assert rights["readOnlyRootFilesystem"] and not rights["allowPrivilegeEscalation"]
    assert rights["capabilities"]["drop"] == ["ALL"]


@pytest.mark.parametrize("container", list(containers()))
def test_a_container_can_write_where_it_must_and_never_asks_for_less_than_it_may_use(container):
    assert container.get("volumeMounts")
    resources = container["resources"]
    used = container.get("command", []) + container.get("args", [])
    if "--memory-limit" in used:
        most = used[used.index("--memory-limit") + 1]
        assert size(most) < size(resources["requests"]["memory"]) <= size(resources["limits"]["memory"])


def size(said: str) -> int:
    """Bytes of 640MiB, 768Mi or 1Gi."""
    number = said.rstrip("BMGi")
    return int(number) << {"M": 20, "G": 30}[said[len(number)]]


@pytest.mark.parametrize("name", [name for name, one in MANIFESTS.items() if one["kind"] == "Deployment"])
def test_what_runs_on_is_asked_whether_it_lives_and_is_ready(name):
    for container in MANIFESTS[name]["spec"]["template"]["spec"]["containers"]:
        for probe in (container["readinessProbe"], container["livenessProbe"]):
            port = (probe.get("tcpSocket") or probe.get("httpGet") or {}).get("port")
            ports = [one.get(key) for one in container["ports"] for key in ("name", "containerPort")]
            assert port is None or port in ports


@pytest.mark.parametrize("container", [one for one in containers() if "scan/cluster" in one.id])
def test_a_command_of_dask_takes_its_options(container):
    _, module, name, *arguments = container["command"] + container.get("args", [])
    assert module == "-m"
    known = subprocess.run([sys.executable, "-m", name, "--help"], capture_output=True, text=True).stdout
    options = [one for one in arguments if one.startswith("--")]
    assert options and all(re.search(rf"{one}\b", known) for one in options)


def test_a_pod_has_time_to_finish_what_it_answers():
    (server,) = (
        one for name, one in MANIFESTS.items() if one["kind"] == "Deployment" and "server.yaml" in name
    )
    pod = server["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    command, seconds = container["lifecycle"]["preStop"]["exec"]["command"]
    assert command == "sleep" and pod["terminationGracePeriodSeconds"] > int(seconds) + _STOP_SECONDS + 2


def test_what_is_not_valid_is_noticed():
    broken = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "x"},
        "spec": {"replica": 1},
    }
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, "1.30", strict=True)
