//! The pictures of the apps, of our own making: lines on a square of 32, drawn in the colour of the page.

/// The lines of an app's picture, by its key.
pub fn picture(key: &str) -> &'static str {
    match key {
        // Two nodes and the line between them.
        "comfyui" => "M4 6h9v7H4zM13 9.500h3c4 0 1 13 3 13M19 19h9v7h-9z",
        // The same, and a light.
        "comfyui-flux" => "M4 6h9v7H4zM13 9.500h3c4 0 1 13 3 13M19 19h9v7h-9zM24 4v8M20 8h8",
        // A picture in its frame.
        "forge" => "M4 6h24v20H4zM4 22l8-8 6 6 4-4 6 6M21 11h.01",
        // What one wears after school.
        "kohya" => "M16 6l13 6-13 6-13-6zM8 14.500V22c0 3 16 3 16 0v-7.500",
        // A notebook.
        "pytorch" => "M8 4h17v24H8zM5 9h6M5 16h6M5 23h6M15 10h6M15 15h6",
        // Two who talk.
        "ollama" => "M4 5h17v12H12l-5 5v-5H4zM22 11h6v12h-2v4l-4-4h-8",
        // A server.
        "vllm" => "M5 5h22v9H5zM5 18h22v9H5zM9 9.500h4M9 22.500h4",
        // A sheet that is filled in.
        "template" => "M7 4h13l6 6v18H7zM20 4v6h6M11 16h10M11 21h10",
        // A box.
        "own" => "M16 4l11 6v12l-11 6-11-6V10zM5 10l11 6 11-6M16 16v12",
        // A bookmark.
        _ => "M9 4h14v24l-7-6-7 6z",
    }
}
