"""The manifests of `deploy/` are what Kubernetes takes, and name commands and probes that exist."""

from pathlib import Path

import kubernetes_validate
import pytest
import yaml

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


def test_what_is_not_valid_is_noticed():
    broken = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "x"},
        "spec": {"replica": 1},
    }
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, "1.30", strict=True)
