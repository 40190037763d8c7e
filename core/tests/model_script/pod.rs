//! A container with a disk of its own, in which the start command runs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use launchpod_core::auto_stop::Beside;
use launchpod_core::models::list::to_env;
use launchpod_core::models::start::OwnStart;
use launchpod_core::models::{Folder, Model};
use serde_json::Value;

use super::server::{Server, TOKEN};

pub const COMFY: &str = "runpod/comfyui:cuda12.8";

/// It writes down its words, and asks the server on this computer in the place of the host.
const CURL: &str = r#"#!/bin/bash
echo "curl $*" >> "$DIR/log"; words=()
for word; do word=${word/https:\/\/huggingface.co/http:\/\/127.0.0.1:$PORT}; words+=("${word/=https/=http}"); done
[ ! "$LIMIT" ] || { trap "" XFSZ; ulimit -f $LIMIT; }
exec REAL "${words[@]}"
"#;
const WGET: &str = r#"#!/bin/bash
echo "wget $*" >> "$DIR/log"; words=()
for word; do words+=("${word/https:\/\/huggingface.co/http:\/\/127.0.0.1:$PORT}"); done
[ ! "$LIMIT" ] || { trap "" XFSZ; ulimit -f $LIMIT; }
exec REAL "${words[@]}"
"#;
/// The image's own start installs ComfyUI, but only where nobody has made its folder.
const START: &str = r#"#!/bin/bash
echo started >> "$DIR/log"; REALSLEEP $INSTALLS
[ -d "$DIR/workspace/runpod-slim/ComfyUI" ] || mkdir -p "$DIR/workspace/runpod-slim/ComfyUI/models"
"#;
const SLEEP: &str = "#!/bin/bash\nexec REAL 0.1\n";
const DF: &str = "#!/bin/bash\n[ \"$FREE_KB\" ] || exec REAL \"$@\"\necho Header; echo \"disk 9 9 $FREE_KB 1% /\"\n";

pub struct Pod {
    pub dir: PathBuf,
    models: Vec<Model>,
    own: OwnStart,
    without: &'static [&'static str],
    env: Vec<(&'static str, String)>,
}

impl Pod {
    pub fn new(models: &[Model]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("models-of-launchpod-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("bin")).unwrap();
        fs::create_dir_all(dir.join("workspace")).unwrap();
        let own = OwnStart { timer: None, beside: Beside { models: true, notices: false } };
        Self { dir, models: models.to_vec(), own, without: &[], env: vec![("HF_TOKEN", TOKEN.to_owned())] }
    }

    pub fn started_by(mut self, own: OwnStart) -> Self {
        self.own = own;
        self
    }

    pub fn without(mut self, without: &'static [&'static str]) -> Self {
        self.without = without;
        self
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    /// Where a model ends up.
    pub fn place(&self, model: &Model) -> PathBuf {
        let models = self.dir.join("workspace/runpod-slim/ComfyUI/models");
        models.join(model.folder.as_str()).join(&model.file)
    }

    /// Where it lies until it is whole.
    pub fn part(&self, model: &Model) -> PathBuf {
        let name = format!("{}-{}.part", model.folder.as_str(), model.file);
        self.dir.join("workspace/.launchpod-models").join(name)
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }

    /// Runs the start command to its end, or until all is said where a timer goes on. What the container's log says.
    pub fn runs(&self, server: &Server) -> Vec<String> {
        let bin = self.dir.join("bin");
        let own = [("curl", CURL), ("wget", WGET), ("sleep", SLEEP), ("df", DF)];
        for (name, text) in own.into_iter().filter(|(name, _)| !self.without.contains(name)) {
            program(&bin.join(name), &text.replace("REAL", &found(name)));
        }
        program(&bin.join("start.sh"), &START.replace("REALSLEEP", &found("sleep")));
        for name in ["bash", "cat", "cut", "find", "grep", "mkdir", "mv", "rm", "rmdir", "sha256sum", "stat", "tail"] {
            let _ = symlink(found(name), bin.join(name));
        }
        let command = self.own.render(COMFY).unwrap();
        let json: Value = serde_json::from_str(&command).unwrap();
        let script =
            json["cmd"][0].as_str().unwrap().replace("/workspace", &self.dir.join("workspace").display().to_string());
        let script = script.replace("/start.sh", &bin.join("start.sh").display().to_string());
        let script = script.replace("/tmp/launchpod", &self.dir.join("tmp").display().to_string());
        let out = self.dir.join("out");
        let file = fs::File::create(&out).unwrap();
        let mut bash = Command::new(found("bash"));
        bash.arg("-c").arg(script).env_clear().env("PATH", &bin).env("DIR", &self.dir).env("INSTALLS", "0");
        bash.env("PORT", server.port.to_string()).env("LAUNCHPOD_MODELS", to_env(&self.models)).envs(self.env.clone());
        bash.process_group(0).stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        let mut child = bash.spawn().unwrap();
        let end = Instant::now() + Duration::from_secs(60);
        let said = || fs::read_to_string(&out).unwrap();
        let is_over = || {
            let ends = |line: &str| [" done ", " there", " failed "].iter().any(|end| line.contains(end));
            said().lines().filter(|line| ends(line)).count() >= self.models.len()
        };
        while child.try_wait().unwrap().is_none() && !(self.own.timer.is_some() && is_over()) {
            assert!(Instant::now() < end, "it goes on: {}", said());
            thread::sleep(Duration::from_millis(20));
        }
        let _ = Command::new(found("bash")).args(["-c", &format!("kill -9 -{} 2>/dev/null", child.id())]).status();
        let _ = child.wait();
        let said = said();
        assert!(!said.contains(TOKEN) && !self.log().contains(TOKEN), "the token is in no log: {said}");
        assert_eq!(server.seen_in(), Vec::<String>::new(), "and in no list of processes");
        assert_eq!(self.log().matches("started").count(), 1, "ComfyUI starts all the same");
        said.lines().filter_map(|line| line.strip_prefix("launchpod-model: ")).map(str::to_owned).collect()
    }
}

impl Drop for Pod {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn found(name: &str) -> String {
    let at = |folder: &str| Path::new(folder).join(name);
    let path = ["/usr/bin", "/bin", "/usr/local/bin"].map(at).into_iter().find(|path| path.exists());
    path.unwrap_or_else(|| panic!("{name} is missing here")).display().to_string()
}

/// A model of this server's, by its path.
pub fn model(path: &str) -> Model {
    let file = path.rsplit('/').next().unwrap().to_owned();
    let address = format!("https://huggingface.co{path}");
    Model { folder: Folder::Loras, file, bytes: None, sha256: None, address }
}

/// Bytes that compress to nothing else.
pub fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| u8::try_from((at * 7 + at / 251) % 256).unwrap()).collect()
}

pub fn sha256(bytes: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("launchpod-sha-{}-{:?}", std::process::id(), thread::current().id()));
    fs::write(&path, bytes).unwrap();
    let told = Command::new("sha256sum").arg(&path).output().unwrap();
    let _ = fs::remove_file(path);
    String::from_utf8(told.stdout).unwrap()[..64].to_owned()
}

pub fn sized(model: Model, bytes: &[u8]) -> Model {
    Model { bytes: Some(bytes.len() as u64), sha256: Some(sha256(bytes)), ..model }
}
