//! The public Python client, as pip installs it, against a simulator that listens.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use launchpod_simulator::PRACTICE_KEY;

const CLIENT: &str = "runpod==1.12.0";

/// Ends the simulator with the test, however the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_public_python_client_works_unchanged() {
    let python = python_with_the_client();
    let (_simulator, address) = simulator();
    println!("running tests/python_client.py against {address}");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python_client.py");
    let status = Command::new(python)
        .arg(script)
        .env("RUNPOD_API_BASE_URL", address)
        .env("RUNPOD_API_KEY", PRACTICE_KEY)
        .env("NO_PROXY", "127.0.0.1")
        .status()
        .expect("the script starts");
    assert!(status.success(), "python_client.py failed: {status}");
}

fn simulator() -> (Running, String) {
    let child = Command::new(env!("CARGO_BIN_EXE_launchpod-simulator"))
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the simulator starts");
    let mut child = Running(child);
    let mut line = String::new();
    let out = child.0.stdout.take().expect("a pipe");
    BufReader::new(out).read_line(&mut line).expect("it says where it listens");
    let address = line.trim().strip_prefix("RunPod simulator listening on ").expect("its one line");
    (child, address.to_owned())
}

/// The Python of an environment below target/ that has the client; made if it is not there.
fn python_with_the_client() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("python-client");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let done = folder.join(format!("{CLIENT}.installed"));
    if done.exists() {
        println!("using {CLIENT} in {}", folder.display());
        return python;
    }
    println!("making a Python environment in {}", folder.display());
    make_environment(&folder);
    println!("installing {CLIENT} with pip (a minute or two, once)");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", CLIENT];
    let status = Command::new(&python).args(pip).status().expect("pip starts");
    assert!(status.success(), "pip could not install {CLIENT}: {status}");
    std::fs::write(&done, "").expect("target/ can be written to");
    python
}

fn make_environment(folder: &Path) {
    let base = if cfg!(windows) { "python" } else { "python3" };
    let made = Command::new(base).args(["-m", "venv", "--clear"]).arg(folder).output();
    let Ok(made) = made else {
        panic!(
            "Python 3 is missing, and this test needs it. Install it with: sudo apt-get install -y python3 python3-venv"
        );
    };
    let said = [made.stdout, made.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if said.contains("ensurepip") || said.contains("No module named venv") {
        panic!("Python's venv module is missing. Install it with: sudo apt-get install -y python3-venv");
    }
    assert!(made.status.success(), "{said}");
}
