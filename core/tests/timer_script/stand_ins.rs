//! Stand-ins for all that the timer's script calls, and a real bash that finds them first.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use launchpod_core::auto_stop::{ImageStart, PodTimer, StopAction};
use serde_json::Value;

/// Where the script keeps the time to which it counts. Each container here has its own.
pub const ENDS: &str = "/tmp/launchpod-ends";
pub const KEY: &str = "rpa_OWNKEYOFTHEPOD";
pub const V2: &str = "https://api.runpod.io/v2/pods/pod5/action";
pub const POD: &str = "https://api.runpod.io/v2/pods/pod5";
pub const GRAPHQL: &str = "https://api.runpod.io/graphql";

/// Each writes down the time, its name, its arguments and, after a `<`, what comes in.
const NOTE: &str = r#"#!/bin/bash
note() { { printf '%s' "$(<"$DIR/clock")" "|$0" ; printf '|%s' "$@"; echo "<$in"; } | sed_name >> "$DIR/${book:-log}"; }
sed_name() { IFS= read -r line; printf '%s\n' "${line/"$DIR/bin/"/}"; }
gone() { [ "$GONE_BY" != "$1" ] || : > "$DIR/gone"; }
"#;
const CURL: &str = r#"in=$(cat)
case ${!#} in */v2/pods/pod5)
  book=reads note "$@"
  [ "$READ" != 000 ] || exit 6
  case $READ in 2*) cat "$DIR/pod"; exit 0 ;; *) exit 22 ;; esac
esac
note "$@"
for word; do
  case $word in */v2/*) way=v2 code=$V2 body=$V2_BODY ;; */graphql) way=graphql code=$GRAPHQL body=$GRAPHQL_BODY ;; esac
  [ "$before" != -w ] || form=$word
  before=$word
done
[ ! -e "$DIR/v2-allowed" ] || [ $way != v2 ] || code=204
case "$*" in *erminate*) [ ! "$NO_TERMINATE" ] || code=403 ;; esac
printf '%s' "$body"; printf "${form//%\{http_code\}/$code}"
[ "$code" != 000 ] || exit 6
case $code in 2*) gone $way ;; esac
exit 0
"#;
/// It tells by its status what the answer was, and says nothing but the body.
const WGET: &str = r#"in=$(cat)
case ${!#} in */v2/pods/pod5)
  for word; do case $word in --config=*) in=$(<"${word#*=}") ;; esac; done
  book=reads note "$@"
  case $READ in 2*) cat "$DIR/pod"; exit 0 ;; *) exit 8 ;; esac
esac
note "$@"
for word; do
  case $word in */v2/*) code=$V2 body=$V2_BODY ;; */graphql) code=$GRAPHQL body=$GRAPHQL_BODY ;; esac
done
case $code in 2*) printf '%s' "$body" ;; 000) exit 4 ;; *) exit 8 ;; esac
"#;
const RUNPODCTL: &str = r#"note "$@"; echo "$CTL_SAYS" >&2
case "$*" in $CTL_KNOWS*) ;; *) exit 1 ;; esac
[ "$CTL" != 0 ] || gone runpodctl
exit $CTL
"#;
/// Time passes by sleeping alone, and not before the image's start has run. It ends with the pod, or when enough is seen.
const SLEEP: &str = r#"until [ -s "$DIR/started" ]; do :; done
now=$(($(<"$DIR/clock")+$1)); echo $now > "$DIR/clock"
[ $((now-BOOT)) -lt 40 ] || (now=$((now-BOOT)); eval "$AT_40")
{ [ ! -e "$DIR/gone" ] && [ $now -lt $UNTIL ]; } || kill -9 0
"#;
/// It reads the host's uptime, and nothing else.
const CUT: &str = "[ \"$*\" = '-d. -f1 /proc/uptime' ] && cat \"$DIR/clock\"\n";
/// What the image starts. It comes to an end at once, and the timer goes on.
const START: &str = "echo $(<\"$DIR/clock\") >> \"$DIR/started\"\n";

const PROGRAMS: [(&str, &str); 6] =
    [("curl", CURL), ("wget", WGET), ("runpodctl", RUNPODCTL), ("sleep", SLEEP), ("cut", CUT), ("start.sh", START)];

/// A container in which a timer of a minute runs.
pub struct Pod {
    command: String,
    pub without: &'static [&'static str],
    answers: Vec<(&'static str, String)>,
    until: u64,
    uptime: u64,
    left: Option<&'static str>,
    told: String,
}

/// What went on in it.
pub struct Seen {
    /// What was called: the time since the container's start, and the rest of the line.
    pub asked: Vec<(u64, String)>,
    /// How often the image's own start ran.
    pub started: usize,
    /// What a person's lines said.
    pub said: String,
    /// When it read what RunPod tells of the pod, and the rest of the line.
    pub reads: Vec<(u64, String)>,
    /// What the container's log says.
    pub log: String,
}

impl Pod {
    /// Everything is refused, until so many seconds after its start.
    pub fn new(how: StopAction) -> Self {
        let timer = PodTimer::new(Duration::from_secs(60), how).unwrap();
        Self::runs_command(&timer.render(ImageStart::Command("/start.sh")))
    }

    /// The same for a start command as it stands in `dockerArgs`.
    pub fn runs_command(command: &str) -> Self {
        let told = "{\"id\":\"pod5\",\"name\":\"models\"}".to_owned();
        Self { command: command.to_owned(), without: &[], answers: Vec::new(), until: 95, uptime: 0, left: None, told }
            .with("V2", "401")
            .with("V2_BODY", "{\"title\":\"Unauthorized\"}")
            .with("GRAPHQL", "200")
            .with("GRAPHQL_BODY", "{\"errors\":[{\"message\":\"Unauthorized\"}],\"data\":null}")
            .with("CTL", "1")
            .with("READ", "200")
    }

    /// RunPod tells this of the pod, from its start on.
    pub fn told(self, told: &str) -> Self {
        Self { told: told.to_owned(), ..self }
    }

    /// The pod has this name, from its start on.
    pub fn named(self, name: &str) -> Self {
        self.told(&pod_named(name))
    }

    /// The pod gets these names at these times: 40 seconds after its start, or later.
    pub fn renamed(self, names: &[(u64, &str)]) -> Self {
        let line = |(at, name): &(u64, &str)| {
            format!("[ $now -lt {at} ] || printf '%s' {} > \"$DIR/pod\"", quoted(&pod_named(name)))
        };
        let lines: Vec<String> = names.iter().map(line).collect();
        self.with("AT_40", &lines.join("; "))
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.answers.push((name, value.to_owned()));
        self
    }

    pub fn without(self, without: &'static [&'static str]) -> Self {
        Self { without, ..self }
    }

    pub fn until(self, until: u64) -> Self {
        Self { until, ..self }
    }

    /// The container starts when the host has been up for so long, with the file that an earlier start left in it.
    pub fn started_at(self, uptime: u64, left: &'static str) -> Self {
        Self { uptime, left: Some(left), ..self }
    }

    /// Enters a line once, 40 seconds after the start.
    pub fn entered(self, line: &str) -> Self {
        self.with("AT_40", &format!("[ $now != 40 ] || {{ {line}; }} >> \"$DIR/said\" 2>&1"))
    }

    /// What was called: the time, and the rest of the line.
    pub fn runs(self) -> Vec<(u64, String)> {
        self.seen().asked
    }

    pub fn seen(self) -> Seen {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("launchpod-timer-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let bin = dir.join("bin");
        fs::create_dir_all(&bin).unwrap();
        for (name, body) in PROGRAMS {
            if !self.without.contains(&name) {
                fs::write(bin.join(name), format!("{NOTE}{body}")).unwrap();
                fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
            }
        }
        for name in ["bash", "cat", "grep", "rm", "timeout", "touch"] {
            symlink(found(name), bin.join(name)).unwrap();
        }
        fs::write(dir.join("clock"), self.uptime.to_string()).unwrap();
        fs::write(dir.join("log"), "").unwrap();
        fs::write(dir.join("pod"), &self.told).unwrap();
        let ends = dir.join("ends");
        self.left.into_iter().for_each(|left| fs::write(&ends, left).unwrap());
        let start = bin.join("start.sh").display().to_string();
        let inside = |text: &str| text.replace("/start.sh", &start).replace(ENDS, &ends.display().to_string());
        let words = describe(&self.command).into_iter().map(|word| inside(&word));
        let answers = self.answers.iter().map(|(name, value)| (name, inside(value)));
        let mut bash = Command::new(found("bash"));
        bash.args(words).env_clear().env("PATH", &bin).env("DIR", &dir);
        bash.env("BOOT", self.uptime.to_string()).env("UNTIL", (self.uptime + self.until).to_string());
        bash.env("RUNPOD_API_KEY", KEY).env("RUNPOD_POD_ID", "pod5").envs(answers);
        let out = fs::File::create(dir.join("out")).unwrap();
        bash.process_group(0).stdin(Stdio::null()).stdout(out).stderr(Stdio::null());
        bash.status().unwrap();
        let text = |name: &str| fs::read_to_string(dir.join(name)).unwrap_or_default();
        let (asked, reads, log) = (text("log"), text("reads"), text("out"));
        let started = fs::read_to_string(dir.join("started")).unwrap().lines().count();
        let said = fs::read_to_string(dir.join("said")).unwrap_or_default();
        let _ = fs::remove_dir_all(&dir);
        let since = |at: &str| at.parse::<u64>().unwrap() - self.uptime;
        let line = |line: &str| line.split_once('|').map(|(at, call)| (since(at), call.to_owned())).unwrap();
        Seen { asked: asked.lines().map(line).collect(), started, said, reads: reads.lines().map(line).collect(), log }
    }

    /// What was called, in short.
    pub fn calls(self) -> Vec<(u64, String)> {
        self.runs().into_iter().map(|(at, call)| (at, short(&call))).collect()
    }
}

/// What v2 tells of a pod with this name.
pub fn pod_named(name: &str) -> String {
    serde_json::json!({ "env": { "A": "[timer 2m k62]" }, "id": "pod5", "name": name, "ssh": { "name": 5 } })
        .to_string()
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// `v2 terminate`, `graphql podStop`, or all of it.
pub fn short(call: &str) -> String {
    let (line, _) = call.split_once('<').unwrap();
    let has = |part: &str| line.contains(part);
    match line.split('|').next().unwrap() {
        tool @ ("curl" | "wget") => {
            let (way, terminates) = if has(V2) { ("v2", has("terminate")) } else { ("graphql", has("podTerminate")) };
            format!("{tool} {way} {}", if terminates { "terminate" } else { "stop" })
        }
        _ => line.replace('|', " "),
    }
}

fn found(name: &str) -> PathBuf {
    let at = |folder| Path::new(folder).join(name);
    ["/usr/bin", "/bin", "/usr/local/bin"]
        .map(at)
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("{name} is missing here"))
}

/// The arguments that bash gets by that start command: RunPod takes JSON, or parts it as a shell does.
fn describe(command: &str) -> Vec<String> {
    let words: Vec<String> = match serde_json::from_str::<Value>(command) {
        Ok(json) => {
            let parts = ["entrypoint", "cmd"].map(|part| json[part].as_array().unwrap().clone()).concat();
            parts.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
        }
        Err(_) => {
            let parted =
                Command::new(found("bash")).arg("-c").arg(format!("printf '%s\\0' {command}")).output().unwrap();
            String::from_utf8(parted.stdout).unwrap().split_terminator('\0').map(str::to_owned).collect()
        }
    };
    let [bash, flag, script] = words.try_into().unwrap();
    assert_eq!((bash.as_str(), flag.as_str()), ("bash", "-c"));
    vec![flag, script]
}

pub fn at(time: u64, calls: &[&str]) -> Vec<(u64, String)> {
    calls.iter().map(|call| (time, (*call).to_owned())).collect()
}

pub const TERMINATES: [&str; 4] =
    ["curl v2 terminate", "curl graphql terminate", "runpodctl remove pod pod5", "runpodctl pod delete pod5"];
pub const STOPS: [&str; 4] =
    ["curl v2 stop", "curl graphql stop", "runpodctl stop pod pod5", "runpodctl pod stop pod5"];

pub fn all() -> Vec<&'static str> {
    [TERMINATES, STOPS].concat()
}
