//! A container in which the start command runs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use launchpod_core::auto_stop::{Beside, PodTimer};
use launchpod_core::models::start::OwnStart;
use serde_json::Value;

use super::server::Server;

const KEY: &str = "rpa_OWNKEYOFTHEPOD";
const COMFY: &str = "runpod/comfyui:cuda12.8";

/// It asks the server on this computer in the place of the host, and writes down what the timer asks of RunPod.
const CURL: &str = r#"#!/bin/bash
case "$*" in *api.runpod.io/v2/pods/pod5/action*) echo "$(<"$DIR/clock") $*" >> "$DIR/timer" ;; esac
case "$*" in *api.runpod.io*) exit 6 ;; esac
words=(); for word; do word=${word/https:\/\/*.example/http:\/\/127.0.0.1:$PORT}; words+=("${word/=https/=http}"); done
exec REAL "${words[@]}"
"#;
const WGET: &str = r#"#!/bin/bash
case "$*" in *api.runpod.io*) exit 4 ;; esac
words=(); for word; do words+=("${word/https:\/\/*.example/http:\/\/127.0.0.1:$PORT}"); done
exec REAL "${words[@]}"
"#;
/// The script's nap moves the clock, and what is to happen then does. The timer sleeps until the clock says so.
const SLEEP: &str = r#"#!/bin/bash
now=$(<"$DIR/clock")
if [ "$1" != 5 ]; then until [ $(<"$DIR/clock") -ge $((now+$1)) ]; do REAL 0.01; done; exit; fi
until [ -e "$DIR/started" ]; do REAL 0.01; done
now=$((now+5)); echo $now > "$DIR/clock.new"; mv "$DIR/clock.new" "$DIR/clock"
[ ! -e "$DIR/at-$now" ] || . "$DIR/at-$now"
[ ! "$WAIT" ] || REAL 0.03
[ $now -lt $UNTIL ] || kill -9 0
"#;
const CUT: &str = "#!/bin/bash\n[ \"$*\" = '-d. -f1 /proc/uptime' ] && exec cat \"$DIR/clock\"\n";
/// The image's own start serves as long as the pod lives, unless it breaks.
const START: &str = "#!/bin/bash\n: > \"$DIR/started\"; [ \"$BREAKS\" ] || exec REALSLEEP 120\n";

/// A pod that is called `models`.
pub struct Pod {
    dir: PathBuf,
    own: OwnStart,
    variable: String,
    without: &'static [&'static str],
    env: Vec<(&'static str, String)>,
    until: u64,
}

/// What went on in it.
pub struct Seen {
    /// What stands in the container's log.
    pub log: String,
    /// When the timer asked RunPod, and what.
    pub timer: Vec<(u64, String)>,
}

impl Pod {
    /// It has no timer, offers no port, and is looked at until so many seconds after its start.
    pub fn until(until: u64) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("notices-of-launchpod-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("bin")).unwrap();
        let own = OwnStart { timer: None, beside: Beside { models: false, notices: true } };
        let variable = "|https://ntfy.example/my-pods|models".to_owned();
        Self { dir, own, variable, without: &[], env: vec![], until }
    }

    pub fn timed(mut self, timer: PodTimer) -> Self {
        self.own.timer = Some(timer);
        // Both loops take part in the time that passes.
        self.with("WAIT", "1")
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    pub fn without(mut self, without: &'static [&'static str]) -> Self {
        self.without = without;
        self
    }

    pub fn variable(mut self, variable: &str) -> Self {
        variable.clone_into(&mut self.variable);
        self
    }

    /// At that time the file of the timer holds this.
    pub fn ends_file(self, at: u64, text: &str) -> Self {
        let file = self.dir.join("tmp-ends");
        match at {
            0 => fs::write(file, text).unwrap(),
            at => self.happens(at, &format!("echo '{text}' > '{}'", file.display())),
        }
        self
    }

    fn happens(&self, at: u64, line: &str) {
        fs::write(self.dir.join(format!("at-{at}")), line).unwrap();
    }

    /// Runs the start command until its time is over, or until it ends by itself.
    pub fn runs(&self, server: &Server) -> Seen {
        let bin = self.dir.join("bin");
        let own = [("curl", CURL), ("wget", WGET), ("sleep", SLEEP)];
        for (name, text) in own.into_iter().filter(|(name, _)| !self.without.contains(name)) {
            program(&bin.join(name), &text.replace("REAL", &found(name)));
        }
        program(&bin.join("cut"), CUT);
        program(&bin.join("start.sh"), &START.replace("REALSLEEP", &found("sleep")));
        for name in ["bash", "cat", "grep", "mv", "tail", "timeout"] {
            let _ = symlink(found(name), bin.join(name));
        }
        fs::write(self.dir.join("clock"), "0").unwrap();
        let json: Value = serde_json::from_str(&self.own.render(COMFY).unwrap()).unwrap();
        let script = json["cmd"][0].as_str().unwrap().replace("/start.sh", &bin.join("start.sh").display().to_string());
        let script = script.replace("/tmp/launchpod", &self.dir.join("tmp").display().to_string());
        let out = self.dir.join("out");
        let file = fs::File::create(&out).unwrap();
        let mut bash = Command::new(found("bash"));
        bash.arg("-c")
            .arg(script)
            .env_clear()
            .env("PATH", &bin)
            .env("DIR", &self.dir)
            .env("UNTIL", self.until.to_string());
        bash.env("RUNPOD_API_KEY", KEY).env("RUNPOD_POD_ID", "pod5").env("PORT", server.port.to_string());
        bash.env("LAUNCHPOD_NOTIFY", &self.variable).envs(self.env.clone());
        bash.process_group(0).stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        let mut child = bash.spawn().unwrap();
        let end = Instant::now() + Duration::from_secs(100);
        while child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "it goes on: {}", fs::read_to_string(&out).unwrap());
            thread::sleep(Duration::from_millis(10));
        }
        let _ = Command::new(found("bash")).args(["-c", &format!("kill -9 -{} 2>/dev/null", child.id())]).status();
        let text = |name: &str| fs::read_to_string(self.dir.join(name)).unwrap_or_default();
        let all = format!("{}{:?}", text("out"), server.notices());
        assert!(!all.contains(KEY) && !all.contains("pod5"), "neither key nor id gets out: {all}");
        let call = |line: &str| line.split_once(' ').map(|(at, call)| (at.parse().unwrap(), call.to_owned())).unwrap();
        Seen { log: text("out"), timer: text("timer").lines().map(call).collect() }
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
