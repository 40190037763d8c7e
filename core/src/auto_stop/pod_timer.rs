//! The timer inside the pod: a start command that starts what the image starts, and beside it a loop that ends the pod
//! with the pod's own key.
//!
//! It counts the host's uptime, which no clock that is set can move, from the start of the container: a resume or a reset
//! begins anew. What it counts to lies in a file, so that a person in the pod can move it or take it away. Every doubt (no
//! file, half a number) keeps the pod; from its time on, the loop tries again until the pod is gone. It does not `exec` the
//! image's start: should that fail, the container stays, and does not restart with a fresh timer over and over.
//!
//! Once a minute, and before it acts, it reads the pod's name with the pod's own key and heeds a mark at its end
//! ([`TimerMark`]). What it can't read, half an answer, no mark, one whose check is wrong, one that it has heeded already and
//! one whose time has passed change nothing: it acts when it last agreed to. What it heeds it says in the pod's log. A
//! mark counts from the start of the container, so no clock that is wrong can matter.

use std::time::Duration;

use serde::Serialize;

use crate::auto_stop::beside::Beside;
use crate::auto_stop::timer_mark::TimerMark;
use crate::pods::action::PodAction;
use crate::pods::pod::Pod;

/// The shortest and the longest timer, in seconds: a minute and 90 days.
const RANGE: std::ops::RangeInclusive<u64> = 60..=90 * 86_400;

/// What comes before the seconds, between them and what ends the pod, and after that.
const COUNT: &str = r"f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+";
/// `h` asks the API by HTTP: by curl, or by wget where curl is missing or broken. The pod's key comes to curl by a pipe, so
/// no list of processes shows it (wget has no such way); the API's edge refuses who does not say what it is. Only a 2xx without `errors` in it
/// counts. `w` does one thing if it is still time, and gives the pod a minute to go after it: what is accepted and does not
/// end the pod leads on to the next, as a refusal does. `e` is all the ways: v2, which is known to let a pod end itself,
/// then GraphQL, then `runpodctl` in the order of words of the old and of the new ones. `g` gets what v2 tells of the pod;
/// here no list of processes shows the key to wget either. `m` heeds the mark in its name: minutes, or `off`, and a check.
const TRY: &str = concat!(
    r")) > $f; s=$(u); p=$RUNPOD_POD_ID; d() { [ -s $f ] && [ $(u) -ge $(cat $f) ]; }; ",
    r#"a() { echo "Authorization: Bearer $RUNPOD_API_KEY"; }; "#,
    r#"h() { x=$(a | curl -sm 60 -A launchpod -H @- -H content-type:application/json -w "\nhttp:%{http_code}" "#,
    r#"-d "$2" https://api.runpod.io/$1 || { wget -qT 60 -t 1 -O- -U launchpod --header="$(a)" "#,
    r#"--max-redirect=0 --header=content-type:application/json --post-data="$2" https://api.runpod.io/$1 "#,
    r#"&& echo && echo http:200; }); echo "$x" | grep -q "^http:2" && ! echo "$x" | grep -q "\"errors\""; }; "#,
    r"r() { timeout 60 runpodctl $*; }; w() { d && $* && sleep 60; }; ",
    r#"e() { w h v2/pods/$p/action "{\"action\":\"$1\"}"; "#,
    r#"w h graphql "{\"query\":\"mutation{$4(input:{podId:\\\"$p\\\"})$5}\"}"; w r $2 pod $p; w r pod $3 $p; }; "#,
    r"v=https://api.runpod.io/v2/pods/$p; g() { a | curl -sfm 20 -A launchpod -H @- $v || ",
    r#"wget -qT 20 -t 1 -O- -U launchpod --max-redirect=0 --config=<(echo "header=$(a)") $v; }; "#,
    r#"q="\"name\": ?\"([^\"\\\\]|\\\\.)*\[timer ([1-9][0-9]{0,5}m|off) k(0|[1-9][0-9]?)\]\""; "#,
    "m() { [[ $(g) =~ $q ]] || return; n=${BASH_REMATCH[2]%m} t=; ",
    r#"[ $n != "$l" ] && [ $((${n/off/0}*31%97)) = ${BASH_REMATCH[3]} ] || return; "#,
    "[ $n = off ] || { t=$((s+60*n)); [ $n -le 129600 ] && [ $t -gt $(u) ] || return; }; ",
    r#"l=$n; echo $t > $f; echo "launchpod: timer $n"; }; "#,
    "l= i=0; while sleep 20; do i=$(((i+1)%3)); { [ $i = 1 ] || d; } && m; d && { ",
);
const END: &str = "e terminate remove delete podTerminate; ";
const STOP: &str = "e stop stop stop podStop {id}";
/// `wait` keeps the container for the timer should the image's start come to an end.
const BESIDE: [&str; 2] = ["; }; done & ", "; wait"];

/// The timer's script: what stands between the seconds and what ends the pod, and what ends and what stops it.
struct Script {
    attempts: &'static str,
    end: &'static str,
    stop: &'static str,
}

const NOW: Script = Script { attempts: TRY, end: END, stop: STOP };

/// What earlier builds wrote, to the letter: such timers still run in pods.
const OLD: [Script; 2] = [BEFORE_V2, BEFORE_MARKS];
const BEFORE_V2: Script = Script {
    attempts: concat!(
        r")) > $f; r() { timeout 60 runpodctl $* $RUNPOD_POD_ID; }; ",
        r#"c() { curl -sm 60 -H "Authorization: Bearer $RUNPOD_API_KEY" -H content-type:application/json "#,
        r#"-d "{\"query\":\"mutation{$1(input:{podId:\\\"$RUNPOD_POD_ID\\\"})$2}\"}" https://api.runpod.io/graphql "#,
        r"| grep -v errors | grep -q data; }; ",
        r"while sleep 20; do [ -s $f ] && [ $(u) -ge $(cat $f) ] && { ",
    ),
    end: "r remove pod || r pod delete || c podTerminate || ",
    stop: "r stop pod || r pod stop || c podStop {id}",
};
/// It looked at nothing but its file.
const BEFORE_MARKS: Script = Script {
    attempts: concat!(
        r")) > $f; p=$RUNPOD_POD_ID; d() { [ -s $f ] && [ $(u) -ge $(cat $f) ]; }; ",
        r#"a() { echo "Authorization: Bearer $RUNPOD_API_KEY"; }; "#,
        r#"h() { x=$(a | curl -sm 60 -A launchpod -H @- -H content-type:application/json -w "\nhttp:%{http_code}" "#,
        r#"-d "$2" https://api.runpod.io/$1 || { wget -qT 60 -t 1 -O- -U launchpod --header="$(a)" "#,
        r#"--max-redirect=0 --header=content-type:application/json --post-data="$2" https://api.runpod.io/$1 "#,
        r#"&& echo && echo http:200; }); echo "$x" | grep -q "^http:2" && ! echo "$x" | grep -q "\"errors\""; }; "#,
        r"r() { timeout 60 runpodctl $*; }; w() { d && $* && sleep 60; }; ",
        r#"e() { w h v2/pods/$p/action "{\"action\":\"$1\"}"; "#,
        r#"w h graphql "{\"query\":\"mutation{$4(input:{podId:\\\"$p\\\"})$5}\"}"; w r $2 pod $p; w r pod $3 $p; }; "#,
        "while sleep 20; do d && { ",
    ),
    end: "e terminate remove delete podTerminate; ",
    stop: "e stop stop stop podStop {id}",
};

/// What the timer does when its time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopAction {
    /// Terminate, or stop if the pod's key may not.
    Terminate,
    /// Only stop: the pod has a volume disk of its own, which a terminate would destroy.
    Stop,
}

/// RunPod's JSON form of a start command.
#[derive(Serialize)]
struct JsonCommand<'a> {
    cmd: [&'a str; 1],
    entrypoint: [&'a str; 2],
}

impl From<StopAction> for PodAction {
    fn from(action: StopAction) -> Self {
        match action {
            StopAction::Terminate => Self::Terminate,
            StopAction::Stop => Self::Stop,
        }
    }
}

impl StopAction {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Terminate, Self::Stop];

    /// What suits a pod with such a volume disk of its own.
    pub fn for_volume(pod_volume_gb: u32) -> Self {
        if pod_volume_gb == 0 { Self::Terminate } else { Self::Stop }
    }
}

/// How an image starts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageStart {
    /// As its command, which a start command replaces.
    Command(&'static str),
    /// As its entry point, which gets a plain start command as arguments and may ignore them. Only RunPod's JSON form of a
    /// start command replaces it.
    EntryPoint(&'static str),
}

impl ImageStart {
    /// Both of what official images have.
    const KNOWN: [Self; 2] = [Self::Command(START_SH), Self::EntryPoint(START_SH)];

    fn program(self) -> &'static str {
        match self {
            Self::Command(program) | Self::EntryPoint(program) => program,
        }
    }

    /// The start command that runs this script's text before the image's own start, and waits for what goes on beside it.
    pub fn beside(self, script: &str) -> String {
        self.wrap(&format!("{script}{}{}", self.program(), BESIDE[1]))
    }

    fn wrap(self, script: &str) -> String {
        match self {
            Self::Command(_) => format!("bash -c '{script}'"),
            Self::EntryPoint(_) => {
                let command = JsonCommand { cmd: [script], entrypoint: ["bash", "-c"] };
                serde_json::to_string(&command).unwrap_or_default()
            }
        }
    }
}

const START_SH: &str = "/start.sh";

/// How that image starts, if that is known: RunPod's own pod images do by `/start.sh` (their Dockerfiles, 2026-09), and so do
/// those of Forge and Kohya (`CMD` in ashleykleynhans/forge-docker and kohya-docker, 2026-11).
pub fn start_of(image: &str) -> Option<ImageStart> {
    const REGISTRIES: [&str; 3] = ["docker.io/", "index.docker.io/", "registry-1.docker.io/"];
    let image = image.trim();
    let path = REGISTRIES.iter().find_map(|registry| image.strip_prefix(registry)).unwrap_or(image);
    let repository = path.split_once(['@', ':']).map_or(path, |(repository, _)| repository);
    match repository {
        "runpod/comfyui" | "runpod/autoresearch" => Some(ImageStart::EntryPoint(START_SH)),
        "runpod/pytorch" | "runpod/base" | "ashleykza/forge" | "ashleykza/kohya" => Some(ImageStart::Command(START_SH)),
        _ => None,
    }
}

/// A timer inside a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PodTimer {
    seconds: u64,
    /// What it does.
    pub how: StopAction,
}

impl PodTimer {
    /// A timer of whole seconds, from a minute to 90 days.
    pub fn new(after: Duration, how: StopAction) -> Option<Self> {
        let seconds = after.as_secs();
        (RANGE.contains(&seconds) && after.subsec_nanos() == 0).then_some(Self { seconds, how })
    }

    /// How long after the start of the container it acts; up to a minute later, never earlier.
    pub fn after(self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// The start command (`dockerArgs`) for an image that starts so.
    pub fn render(self, start: ImageStart) -> String {
        self.written(&NOW, start, "")
    }

    /// The same with another script between the timer and the image's own start.
    pub fn render_beside(self, start: ImageStart, beside: &str) -> String {
        self.written(&NOW, start, beside)
    }

    fn written(self, script: &Script, start: ImageStart, beside: &str) -> String {
        let Script { attempts, end, stop } = script;
        let end = if self.how == StopAction::Terminate { *end } else { "" };
        let [done, wait] = BESIDE;
        start.wrap(&format!("{COUNT}{}{attempts}{end}{stop}{done}{beside}{}{wait}", self.seconds, start.program()))
    }

    /// Whether that is to the letter what this build or an earlier one wrote for such an image.
    fn is_in(self, start_command: &str, start: ImageStart) -> bool {
        self.beside(start_command, start).is_some()
    }

    /// The same, with what is beside it there.
    pub(crate) fn beside(self, start_command: &str, start: ImageStart) -> Option<Beside> {
        let is_it = |script, beside: &str| self.written(script, start, beside) == start_command;
        let mut may_be = Beside::may_be_in(start_command);
        let found = may_be.find(|(_, text)| std::iter::once(&NOW).chain(&OLD).any(|script| is_it(script, text)));
        found.map(|(beside, _)| beside)
    }

    /// The timer in a start command, if that is to the letter what [`PodTimer::render`] writes for this image, or wrote in
    /// earlier builds: elsewhere it would not run.
    pub fn read(image: &str, start_command: &str) -> Option<Self> {
        let start = start_of(image)?;
        Self::parse(start_command).filter(|timer| timer.is_in(start_command, start))
    }

    /// The timer in a pod as the mark in its name has moved it, if it reads its name. `None` where it is switched off, too.
    pub fn of(pod: &Pod) -> Option<Self> {
        let timer = Self::read(&pod.image, &pod.start_command)?;
        match pod.timer_mark.filter(|_| timer.reads_name(&pod.image, &pod.start_command)) {
            None => Some(timer),
            Some(TimerMark::Off) => None,
            Some(TimerMark::After(minutes)) => Some(Self { seconds: u64::from(minutes) * 60, ..timer }),
        }
    }

    /// Whether this timer, which was read from this start command, is of the kind that heeds a mark in the pod's name.
    pub fn reads_name(self, image: &str, start_command: &str) -> bool {
        let mut beside = Beside::may_be_in(start_command);
        start_of(image).is_some_and(|start| beside.any(|(_, text)| self.written(&NOW, start, &text) == start_command))
    }

    /// As [`PodTimer::read`], whatever the image: for a form that holds such a command and must not mistake it for the
    /// person's own.
    pub fn parse(start_command: &str) -> Option<Self> {
        let (_, rest) = start_command.split_once("; echo $(($(u)+")?;
        let (digits, _) = rest.split_once(')')?;
        let after = Duration::from_secs(digits.parse().ok()?);
        let timers = StopAction::ALL.into_iter().filter_map(|how| Self::new(after, how));
        let is_it = |timer: &Self| ImageStart::KNOWN.iter().any(|start| timer.is_in(start_command, *start));
        timers.into_iter().find(is_it)
    }
}

/// The line that cancels the timer, for a terminal in the pod.
pub const CANCEL: &str = "rm /tmp/launchpod-ends";
/// The line that tells how many minutes are left.
pub const LOOK: &str = "echo $((($(cat /tmp/launchpod-ends)-$(cut -d. -f1 /proc/uptime))/60)) minutes left";

/// The line that makes the timer act so long from the moment it is entered, for a terminal in the pod.
pub fn extend(by: Duration) -> String {
    format!("echo $(($(cut -d. -f1 /proc/uptime)+{})) > /tmp/launchpod-ends", by.as_secs())
}
