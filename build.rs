//! Decides when the parts of the page (`src/app/later_views.rs`) are files of their own: in the builds of `cargo xtask`, which asks for
//! the feature `split` and takes them out of the app. For that the linker must say where each address stands. What Trunk builds by
//! itself is one file: a marked app that nobody splits would not start. And tells the page the digest of a sheet, which it checks.

use std::{env, error::Error, fs, path::PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// A style sheet that the page links to when it is wanted.
const SHEET: &str = "public/apps.css";
/// Names the file with the style of what is shown to somebody who is signed in: `cargo xtask` puts it into their part of the app. In
/// other builds it is among the sheets of the page.
const STYLE: &str = "LAUNCHPOD_SIGNED_IN_STYLE";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={SHEET}");
    println!("cargo:rustc-env=APPS_SHEET=sha256-{}", STANDARD.encode(Sha256::digest(fs::read(SHEET)?)));
    println!("cargo:rerun-if-env-changed={STYLE}");
    let style = match env::var_os(STYLE) {
        Some(path) => {
            println!("cargo:rerun-if-changed={}", path.display());
            fs::read(path)?
        }
        None => vec![],
    };
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("signed_in.css"), style)?;
    println!("cargo:rustc-check-cfg=cfg(split)");
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|found| found == "wasm32");
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo:rustc-cfg=split");
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    Ok(())
}
