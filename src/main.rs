//! Mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    launchpod::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Launchpod is a page: `cargo xtask serve` builds it and says where to open it.");
    std::process::exit(2);
}
