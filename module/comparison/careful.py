"""The same job with runpod-python, by somebody who has been bitten: it tries the next GPU, and tries again.

Each of these is what one finds in public launch scripts; none of them is in the package.
"""

import json
import os
import sys
import time

import requests
import runpod

PROXY = os.environ.get("RUNPOD_PROXY_URL", "https://{podId}-{port}.proxy.runpod.net")
GPUS = sys.argv[1].split(",")
WORKFLOW = json.load(open(sys.argv[2]))

runpod.api_key = os.environ["RUNPOD_API_KEY"]


def address(pod):
    return PROXY.replace("{podId}", pod["id"]).replace("{port}", "8188")


def again(ask, unless=runpod.error.QueryError, times=5):
    for attempt in range(times):
        try:
            return ask()
        except unless:
            raise
        except Exception as error:
            if attempt == times - 1:
                raise
            print(f"trying again: {error!r}", file=sys.stderr)
            time.sleep(1)


def launch(gpus):
    volumes = again(runpod.get_user)["networkVolumes"]
    volume = next(volume for volume in volumes if volume["name"] == "models")
    for gpu in gpus:
        try:
            return again(
                lambda: runpod.create_pod(
                    name="comparison",
                    image_name="runpod/comfyui:cuda12.8",
                    gpu_type_id=gpu,
                    cloud_type="SECURE",
                    network_volume_id=volume["id"],
                    volume_mount_path="/workspace",
                    container_disk_in_gb=50,
                    ports="8188/http,22/tcp",
                )
            )
        except runpod.error.QueryError as error:
            print(f"{gpu}: {error}", file=sys.stderr)
    raise SystemExit("no GPU is to be had")


def terminate(pod):
    def ask():
        try:
            runpod.terminate_pod(pod["id"])
        except runpod.error.QueryError as error:
            if "not found" not in str(error):
                raise

    again(ask, unless=())


def wait_until_ready(comfy, seconds=1800):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if requests.get(f"{comfy}/system_stats", timeout=10).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(5)
    raise TimeoutError("ComfyUI did not come up")


def run(comfy, workflow):
    answer = requests.post(f"{comfy}/prompt", json={"prompt": workflow}, timeout=30)
    answer.raise_for_status()
    prompt_id = answer.json()["prompt_id"]
    while True:
        history = requests.get(f"{comfy}/history/{prompt_id}", timeout=30).json()
        if prompt_id in history:
            return history[prompt_id]["outputs"]
        time.sleep(1)


pod = launch(GPUS)
try:
    wait_until_ready(address(pod))
    outputs = run(address(pod), WORKFLOW)
    image = requests.get(f"{address(pod)}/view", params=outputs["2"]["images"][0], timeout=30)
    print(f"picture of {len(image.content)} bytes")
finally:
    terminate(pod)
