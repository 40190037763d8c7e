use super::*;
use crate::auto_stop::{StopAction, start_of};
use crate::pods::pod::tests::pod;
use crate::pods::pod::{Runtime, Status};
use crate::pods::port::Port;
use crate::readiness::startup_history::StartupHistory;
use crate::readiness::startup_progress::{FRESH_WITHIN, Observation};
use crate::readiness::{ProbeResult, ProbeResults};
use crate::types::money::MicroUsd;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn placing() -> Pod {
    Pod { has_machine: false, ..pod("a") }
}

fn up(since: u64, open_ports: &[u16]) -> Pod {
    Pod { runtime: Some(Runtime { up_since: at(since), open_ports: open_ports.to_vec() }), ..pod("a") }
}

fn ended(told: &str) -> Pod {
    Pod { status: Status::Stopped, last_change: Some(told.into()), ..pod("a") }
}

/// The verdict on the last of these looks; the pod was made at 0.
fn judged(looks: &[(u64, Pod)], history: &StartupHistory, balance: i64) -> Option<Diagnosis> {
    judged_by(looks, history, balance, None)
}

fn judged_by(
    looks: &[(u64, Pod)],
    history: &StartupHistory,
    balance: i64,
    answer: Option<ProbeResult>,
) -> Option<Diagnosis> {
    let mut progress = StartupProgress::default();
    let mut before = None;
    for (now, pod) in looks {
        let look = Observation { now: at(*now), before, slack: FRESH_WITHIN, asked_here: false, unready: true };
        progress.look(pod, &Stage::of(pod, &ProbeResults::default()), look);
        before = Some(at(*now));
    }
    let (now, pod) = looks.last().unwrap();
    let account = Account { balance: Some(MicroUsd::from_micros(balance)), ..Account::default() };
    let stage = Stage::of(pod, &ProbeResults::default());
    let (stage, account, now, log) = (&stage, &account, at(*now), None);
    DiagnosisInput { pod, stage, answer, progress: &progress, history, account, log, now }.verdict()
}

fn kind(looks: &[(u64, Pod)]) -> Option<&'static str> {
    judged(looks, &StartupHistory::default(), 20_000_000).map(|verdict| verdict.kind)
}

/// A device on which the image takes 40 s to download, and its program 20 s to answer.
fn quick() -> StartupHistory {
    let mut progress = StartupProgress::default();
    let steps = [
        (1, placing(), None),
        (10, pod("a"), None),
        (50, up(50, &[]), None),
        (55, up(50, &[8188]), None),
        (75, up(50, &[8188]), Some(ProbeResult::Ready)),
    ];
    for (now, pod, answer) in steps {
        let mut answers = ProbeResults::default();
        answer.map(|answer| answers.note(8188, answer));
        let look = Observation {
            now: at(now),
            before: Some(at(now - 1)),
            slack: FRESH_WITHIN,
            asked_here: false,
            unready: true,
        };
        progress.look(&pod, &Stage::of(&pod, &answers), look);
    }
    let mut history = StartupHistory::default();
    let pod = pod("a");
    assert!(history.learn(&pod.image, &pod.gpu, &progress));
    history
}

#[test]
fn no_machine_after_three_minutes() {
    assert_eq!(kind(&[(1, placing()), (179, placing())]), None);
    let verdict = judged(&[(1, placing()), (180, placing())], &StartupHistory::default(), 20_000_000).unwrap();
    assert_eq!(verdict.kind, "no-machine");
    assert_eq!(verdict.money, "RunPod counts from the moment at which the pod was made: $0.697/h.");
    assert!(verdict.advice.starts_with("End it, and launch again"));
    assert_eq!(kind(&[(4000, placing())]), Some("no-machine"), "a reload changes nothing");
}

#[test]
fn a_download_that_takes_too_long() {
    let looks = |now| [(1, placing()), (30, pod("a")), (now, pod("a"))];
    assert_eq!(kind(&looks(1229)), None);
    assert_eq!(kind(&looks(1230)), Some("long-pull"));
    assert_eq!(judged(&looks(329), &quick(), 20_000_000), None);
    let verdict = judged(&looks(330), &quick(), 20_000_000).unwrap();
    assert_eq!(verdict.what, "Its image has been downloading for more than 5\u{a0}m; usually it takes 40\u{a0}s.");
    assert_eq!(kind(&[(1400, pod("a"))]), Some("long-pull"), "after a reload it is counted from the start");
    assert_eq!(kind(&[(1300, pod("a"))]), None);
}

#[test]
fn a_program_that_does_not_answer() {
    let looks = |now| [(1, placing()), (90, pod("a")), (200, up(200, &[8188])), (now, up(200, &[8188]))];
    assert_eq!(kind(&looks(799)), None);
    let verdict = judged(&looks(800), &StartupHistory::default(), 20_000_000).unwrap();
    assert_eq!(verdict.what, "ComfyUI has not answered in more than 10\u{a0}m since its container started.");
    assert!(verdict.advice.contains("about 4 minutes, and by RunPod's docs up to 30"), "{}", verdict.advice);
    let verdict = judged(&looks(2000), &StartupHistory::default(), 20_000_000).unwrap();
    assert!(verdict.what.contains("more than 30\u{a0}m"), "{}", verdict.what);
    assert!(verdict.advice.contains("too old for CUDA 12.8"), "{}", verdict.advice);
    let verdict = judged(&looks(400), &quick(), 20_000_000).unwrap();
    assert!(
        verdict.what.ends_with("more than 3\u{a0}m since its container started; usually it takes 20\u{a0}s."),
        "{}",
        verdict.what
    );
    let unwired = [(200, up(200, &[])), (800, up(200, &[]))];
    assert!(
        judged(&unwired, &StartupHistory::default(), 20_000_000)
            .unwrap()
            .what
            .contains("RunPod has not opened its ports")
    );
}

#[test]
fn a_program_that_cannot_be_read_from_here_is_not_accused() {
    let looks = |now, pod: &Pod| [(1, placing()), (200, pod.clone()), (now, pod.clone())];
    let by = |now, pod: &Pod, answer| judged_by(&looks(now, pod), &StartupHistory::default(), 20_000_000, answer);
    let (comfy, answer) = (up(200, &[8188]), Some(ProbeResult::Unreadable));
    assert_eq!(by(799, &comfy, answer), None, "it may just be starting");
    for now in [800, 9000] {
        let verdict = by(now, &comfy, answer).unwrap();
        assert_eq!(verdict.kind, UNREADABLE);
        assert!(verdict.what.starts_with("ComfyUI may be up"), "{}", verdict.what);
        assert!(verdict.advice.contains("403") && verdict.advice.contains("copy its address"), "{}", verdict.advice);
        let all = format!("{} {} {}", verdict.what, verdict.money, verdict.advice).to_lowercase();
        assert!(!["end it", "not answered", "failed"].iter().any(|word| all.contains(word)), "{all}");
    }
    let jupyter = Pod { image: "runpod/pytorch:2".into(), ports: Port::parse_list("8888/http"), ..up(200, &[8888]) };
    let verdict = by(9000, &jupyter, answer).unwrap();
    assert!(verdict.what.starts_with("Jupyter may be up") && !verdict.advice.contains("403"));
    assert_eq!(by(9000, &comfy, Some(ProbeResult::Silent)).unwrap().kind, "silent");
    assert_eq!(by(9000, &up(200, &[]), answer).unwrap().kind, "silent", "its ports are not even open");
}

#[test]
fn a_program_that_was_asked_just_now_is_not_late() {
    assert_eq!(kind(&[(9000, up(200, &[8188]))]), None);
    assert_eq!(kind(&[(9000, up(200, &[8188])), (9040, up(200, &[8188]))]), Some("silent"));
    let other = Pod { ports: Port::parse_list("3000/http"), image: "a/b".into(), ..up(200, &[3000]) };
    let verdict = judged(&[(9000, other.clone()), (9040, other)], &StartupHistory::default(), 20_000_000).unwrap();
    assert!(verdict.what.starts_with("Port 3000 has not answered in more than 30\u{a0}m"), "{}", verdict.what);
    assert!(verdict.advice.contains("127.0.0.1"));
}

#[test]
fn a_container_that_falls_again_and_again() {
    let looks = [(10, up(10, &[])), (100, up(100, &[])), (200, pod("a")), (300, up(300, &[])), (400, up(400, &[]))];
    assert_eq!(kind(&looks), Some("falling"));
    assert_eq!(kind(looks.get(..4).unwrap()), None);
}

#[test]
fn an_image_that_is_too_old_for_its_gpu() {
    let old = Pod { gpu: "RTX 5090".into(), image: "runpod/pytorch:cuda12.4.1".into(), ..pod("a") };
    let verdict = judged(&[(1, old.clone())], &StartupHistory::default(), 20_000_000).unwrap();
    assert!(verdict.what.starts_with("By its name this image is made for CUDA 12.4, and the RTX 5090 runs 12.8"));
    assert_eq!(kind(&[(1, Pod { image: "runpod/comfyui:cuda12.8".into(), ..old.clone() })]), None);
    assert_eq!(kind(&[(1, Pod { image: "runpod/comfyui:latest".into(), ..old.clone() })]), None);
    assert_eq!(kind(&[(1, Pod { gpu: "RTX 4090".into(), ..old })]), None);
}

#[test]
fn an_empty_account() {
    let verdict = judged(&[(1, pod("a"))], &StartupHistory::default(), 0).unwrap();
    assert_eq!((verdict.kind, verdict.what.as_str()), ("account-empty", "Your RunPod account is empty."));
    assert!(verdict.money.starts_with("RunPod stops this pod"));
    let bare = Pod { network_volume: None, ..pod("a") };
    assert!(
        judged(&[(1, bare)], &StartupHistory::default(), -5)
            .unwrap()
            .money
            .starts_with("RunPod deletes this pod with all that is on it")
    );
    let waits = [(1, placing()), (200, placing())];
    assert_eq!(judged(&waits, &StartupHistory::default(), 690_000).unwrap().kind, "account-empty");
    assert_eq!(judged(&waits, &StartupHistory::default(), 700_000).unwrap().kind, "no-machine");
    assert_eq!(judged(&[(1, placing())], &StartupHistory::default(), 690_000), None);
}

#[test]
fn a_pod_that_was_stopped_from_outside() {
    let user = "Exited by user: Fri Nov 20 2026";
    assert_eq!(kind(&[(1, ended(user))]), None, "who stopped it before this page looked is not known");
    let verdict = judged(&[(1, pod("a")), (9, ended(user))], &StartupHistory::default(), 20_000_000).unwrap();
    assert_eq!(verdict.kind, "stopped");
    assert_eq!(verdict.money, "It costs nothing now; its network volume goes on costing.");
    let disk = Pod { volume_gb: 40, network_volume: None, ..ended("Outbid: x") };
    let verdict = judged(&[(1, disk)], &StartupHistory::default(), 20_000_000).unwrap();
    assert_eq!(
        (verdict.kind, verdict.money.as_str()),
        ("outbid", "Its GPU costs nothing now; its disk goes on at $0.0111/h.")
    );
    assert_eq!(kind(&[(1, ended("Exited by Runpod: x"))]), Some("stopped"));
    assert_eq!(
        judged(&[(1, ended("Exited by Runpod: x"))], &StartupHistory::default(), 0).unwrap().kind,
        "account-empty"
    );
    assert_eq!(kind(&[(1, Pod { status: Status::Dead, ..pod("a") })]), Some("lost"));
}

#[test]
fn what_is_up_or_not_known_has_no_verdict() {
    assert_eq!(kind(&[(1, Pod { status: Status::parse("HIBERNATING"), ..pod("a") })]), None);
    assert_eq!(kind(&[(1, Pod { ports: vec![], ..up(1, &[]) }), (9000, Pod { ports: vec![], ..up(1, &[]) })]), None);
}

#[test]
fn a_pod_that_its_timer_stopped() {
    let timer = PodTimer::new(std::time::Duration::from_secs(3600), StopAction::Stop).unwrap();
    let image = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";
    let command = timer.render(start_of(image).unwrap());
    let timed = |pod: Pod| Pod { image: image.into(), start_command: command.clone(), ..pod };
    let runs = || (10, timed(up(5, &[])));
    let what = |stopped: u64, then: u64| {
        let pod = || timed(ended("Exited by user: x"));
        judged(&[runs(), (stopped, pod()), (then, pod())], &StartupHistory::default(), 20_000_000).unwrap().what
    };
    assert_eq!(what(3_605, 3_605), "The timer inside it stopped it: its time had come.");
    assert!(what(3_604, 90_000).starts_with("It was stopped, and not from here"), "somebody was faster");
}

#[test]
fn a_start_that_failed_by_runpods_own_words_is_told_at_once() {
    let told = |words: &str, pod: Pod| Pod { last_change: Some(words.into()), ..pod };
    let missing = "create container: error pulling image: Error response from daemon: manifest unknown";
    let verdict = judged(&[(1, told(missing, pod("a")))], &StartupHistory::default(), 20_000_000).unwrap();
    assert_eq!(verdict.kind, "image-missing");
    assert_eq!(verdict.money, "It is paid for while it fails: $0.697/h.");
    assert_eq!(kind(&[(1, told("the pull failed 7 times", placing()))]), Some("pull-failed"));
    assert_eq!(kind(&[(1, told(missing, up(1, &[])))]), None, "it has started since");
    assert_eq!(kind(&[(1, told("create container runpod/comfyui:cuda12.8", pod("a")))]), None);
    assert_eq!(kind(&[(1, told("Resumed by user", placing()))]), None);
}
