//! Decides when the parts of the page (`src/ui/parts.rs`) are files of their own: in what ships. There `cargo xtask dress-dist`
//! takes them out of the app, for which the linker must say where each address stands. Without that hook such an app would not
//! start.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(split)");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo:rustc-cfg=split");
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
}
