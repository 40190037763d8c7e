"""RunPod's own Python client, unchanged, does its work against the simulator.

Started by python_client.rs with RUNPOD_API_BASE_URL and RUNPOD_API_KEY set.
"""

import os

import runpod

runpod.api_key = os.environ["RUNPOD_API_KEY"]
GPU = "NVIDIA GeForce RTX 4090"


def say(what):
    print(f"  {what}", flush=True)


gpus = runpod.get_gpus()
assert len(gpus) > 30, len(gpus)
say(f"{len(gpus)} GPU types, {GPU} has {runpod.get_gpu(GPU)['memoryInGb']} GB")

volume = next(v for v in runpod.get_user()["networkVolumes"] if v["name"] == "models")
say(f"network volume {volume['name']} in {volume['dataCenterId']}")

pod = runpod.create_pod(
    name="from python",
    image_name="runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    gpu_type_id=GPU,
    cloud_type="SECURE",
    network_volume_id=volume["id"],
    volume_mount_path="/workspace",
    container_disk_in_gb=20,
    ports="8888/http,22/tcp",
    env={"GREETING": "hello"},
)
say(f"created {pod['id']}")
assert "GREETING=hello" in pod["env"], pod

listed = runpod.get_pods()
assert [p["id"] for p in listed] == [pod["id"]], listed
got = runpod.get_pod(pod["id"])
assert (got["desiredStatus"], got["name"]) == ("RUNNING", "from python"), got
say(f"listed and got it: {got['desiredStatus']}, {got['lastStatusChange']}")

stopped = runpod.stop_pod(pod["id"])
assert stopped["desiredStatus"] == "EXITED", stopped
resumed = runpod.resume_pod(pod["id"], gpu_count=1)
assert resumed["desiredStatus"] == "RUNNING", resumed
say("stopped and resumed it")

runpod.terminate_pod(pod["id"])
assert runpod.get_pods() == []
assert runpod.get_pod(pod["id"]) is None
try:
    runpod.terminate_pod(pod["id"])
    raise SystemExit("a second terminate must be refused")
except runpod.error.QueryError as error:
    assert str(error) == "pod not found to terminate", error
say("terminated it, once")

runpod.api_key = "rpa_WRONG"
try:
    runpod.get_pods()
    raise SystemExit("a wrong key must be refused")
except runpod.error.AuthenticationError:
    say("a wrong key is refused")
