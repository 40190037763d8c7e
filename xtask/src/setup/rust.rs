//! The compiler's WebAssembly target.

use std::{path::Path, process::Command};

use crate::{Result, command, say};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target that the page is compiled for, if it is missing.
pub fn add_wasm_target() -> Result<()> {
    let sysroot = command::ask(Command::new("rustc").args(["--print", "sysroot"]))
        .ok_or("rustc does not run; install Rust from https://rustup.rs")?;
    if Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        println!("Rust for WebAssembly: there");
        return Ok(());
    }
    if command::find("rustup").is_none() {
        return Err(format!(
            "this Rust did not come from rustup, so the target {TARGET} must be installed the way Rust was \
             (on Debian: `sudo apt-get install libstd-rust-dev-wasm32`)"
        ));
    }
    say::while_doing("Adding Rust for WebAssembly with rustup (some seconds)", || {
        command::run(Command::new("rustup").args(["target", "add", TARGET]))
    })
}
