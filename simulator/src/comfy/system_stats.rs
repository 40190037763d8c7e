//! What ComfyUI says of the machine that it runs on.

use serde_json::{Value, json};

use super::Door;

/// The GPU behind a service.
pub struct Gpu {
    pub name: String,
    pub memory_gb: i64,
}

/// `GET /system_stats`
pub fn system_stats(gpu: &Gpu, door: Door) -> Value {
    let mut argv = vec!["main.py", "--listen", "0.0.0.0", "--port", "8188"];
    argv.extend((door == Door::Open).then_some("--enable-cors-header"));
    let bytes = gpu.memory_gb * 1_073_741_824;
    json!({
        "system": {
            "os": "linux",
            "ram_total": 33_285_996_544_i64,
            "ram_free": 28_991_029_248_i64,
            "comfyui_version": "0.39.0",
            "python_version": "3.12.3 (main) [GCC 13.3.0]",
            "pytorch_version": "2.8.0+cu128",
            "embedded_python": false,
            "argv": argv
        },
        "devices": [{
            "name": format!("cuda:0 {} : cudaMallocAsync", gpu.name),
            "type": "cuda",
            "index": 0,
            "vram_total": bytes,
            "vram_free": bytes / 10 * 9,
            "torch_vram_total": 0,
            "torch_vram_free": 0
        }]
    })
}
