"""The job with runpod-python, put together as its README and docs show the parts.

A pod with ComfyUI on a network volume, wait until it is ready, one workflow, its picture, and the pod is gone.
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


def launch(gpu):
    volumes = runpod.get_user()["networkVolumes"]
    volume = next(volume for volume in volumes if volume["name"] == "models")
    return runpod.create_pod(
        name="comparison",
        image_name="runpod/comfyui:cuda12.8",
        gpu_type_id=gpu,
        cloud_type="SECURE",
        network_volume_id=volume["id"],
        volume_mount_path="/workspace",
        container_disk_in_gb=50,
        ports="8188/http,22/tcp",
    )


def wait_until_ready(comfy):
    while True:
        try:
            if requests.get(f"{comfy}/system_stats", timeout=10).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(5)


def run(comfy, workflow):
    answer = requests.post(f"{comfy}/prompt", json={"prompt": workflow}, timeout=30)
    answer.raise_for_status()
    prompt_id = answer.json()["prompt_id"]
    while True:
        history = requests.get(f"{comfy}/history/{prompt_id}", timeout=30).json()
        if prompt_id in history:
            return history[prompt_id]["outputs"]
        time.sleep(1)


pod = launch(GPUS[0])
try:
    wait_until_ready(address(pod))
    outputs = run(address(pod), WORKFLOW)
    image = requests.get(f"{address(pod)}/view", params=outputs["2"]["images"][0], timeout=30)
    print(f"picture of {len(image.content)} bytes")
finally:
    runpod.terminate_pod(pod["id"])
