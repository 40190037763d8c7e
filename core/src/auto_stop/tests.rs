use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::pods::pod::Pod;
use crate::pods::pod::tests::pod;
use crate::state::poll_interval::PollInterval;
use crate::types::ids::PodId;
use crate::types::time::{ClockSpeed, Timestamp, UtcOffset};

const COMFY: &str = "runpod/comfyui:cuda12.8";
const PYTORCH: &str = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";
const HOUR: u64 = 3600;

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * HOUR)
}

fn timer(how: StopAction) -> PodTimer {
    PodTimer::new(hours(4), how).unwrap()
}

/// Seconds after 2026-11-20T09:00Z.
fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(1_795_165_200_000 + seconds * 1000)
}

#[test]
fn the_start_of_official_images_and_of_apps_is_known_and_of_no_others() {
    let known = |image| start_of(image).is_some();
    let official = [COMFY, PYTORCH, "runpod/base", "docker.io/runpod/comfyui:latest", " runpod/pytorch@sha256:0a1b "];
    for image in official.into_iter().chain(["ashleykza/forge:3.3.0", "docker.io/ashleykza/kohya:25.1.2"]) {
        assert!(known(image), "{image}");
    }
    for image in [
        "",
        "comfyui",
        "evil/runpod/comfyui",
        "ghcr.io/runpod/comfyui:1",
        "runpod/comfyui-evil:1",
        "runpod/comfyui/x",
        "runpodx/comfyui",
        "docker.io.evil.com/runpod/comfyui",
        "localhost:5000/runpod/comfyui",
        "RunPod/ComfyUI",
        "docker.io/docker.io/runpod/comfyui",
        "runpod/worker-comfyui:5",
        "runpod/comfyui evil",
        "runpod/forge:3.3.0",
        "ashleykza/forge-evil:3.3.0",
        "evil/kohya",
    ] {
        assert!(!known(image), "{image}");
    }
    assert_eq!(start_of(COMFY), Some(ImageStart::EntryPoint("/start.sh")));
    for image in [PYTORCH, "ashleykza/forge:3.3.0", "ashleykza/kohya:25.1.2"] {
        assert_eq!(start_of(image), Some(ImageStart::Command("/start.sh")));
    }
}

#[test]
fn the_command_reads_as_it_was_thought_out() {
    let plain = timer(StopAction::Stop).render(start_of(PYTORCH).unwrap());
    let script = plain.strip_prefix("bash -c '").unwrap().strip_suffix('\'').unwrap();
    assert!(script.starts_with("f=/tmp/launchpod-ends; ") && script.ends_with(" & /start.sh; wait"), "{script}");
    for ends in ["remove", "delete", "erminate"] {
        assert!(!script.contains(ends), "a stop must not terminate: {script}");
    }
    let json = timer(StopAction::Terminate).render(start_of(COMFY).unwrap());
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["entrypoint"], serde_json::json!(["bash", "-c"]));
    let script = value["cmd"][0].as_str().unwrap();
    let (terminate, stop) = (script.find("e terminate").unwrap(), script.find("e stop").unwrap());
    assert!(terminate < stop, "{script}");
    println!("{plain}\n{json}");
}

/// What the builds before v2 wrote.
const OLD_STOP: &str = r#"bash -c 'f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+14400)) > $f; r() { timeout 60 runpodctl $* $RUNPOD_POD_ID; }; c() { curl -sm 60 -H "Authorization: Bearer $RUNPOD_API_KEY" -H content-type:application/json -d "{\"query\":\"mutation{$1(input:{podId:\\\"$RUNPOD_POD_ID\\\"})$2}\"}" https://api.runpod.io/graphql | grep -v errors | grep -q data; }; while sleep 20; do [ -s $f ] && [ $(u) -ge $(cat $f) ] && { r stop pod || r pod stop || c podStop {id}; }; done & /start.sh; wait'"#;
const OLD_END: &str = r#"{"cmd":["f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+14400)) > $f; r() { timeout 60 runpodctl $* $RUNPOD_POD_ID; }; c() { curl -sm 60 -H \"Authorization: Bearer $RUNPOD_API_KEY\" -H content-type:application/json -d \"{\\\"query\\\":\\\"mutation{$1(input:{podId:\\\\\\\"$RUNPOD_POD_ID\\\\\\\"})$2}\\\"}\" https://api.runpod.io/graphql | grep -v errors | grep -q data; }; while sleep 20; do [ -s $f ] && [ $(u) -ge $(cat $f) ] && { r remove pod || r pod delete || c podTerminate || r stop pod || r pod stop || c podStop {id}; }; done & /start.sh; wait"],"entrypoint":["bash","-c"]}"#;

#[test]
fn a_timer_of_an_earlier_build_is_still_one_and_is_written_anew_with_the_next_edit() {
    for (image, command, how) in [(PYTORCH, OLD_STOP, StopAction::Stop), (COMFY, OLD_END, StopAction::Terminate)] {
        assert_eq!(PodTimer::read(image, command), Some(timer(how)), "{command}");
        assert_eq!(PodTimer::parse(command), Some(timer(how)));
        assert_ne!(timer(how).render(start_of(image).unwrap()), command);
        assert_eq!(PodTimer::read(image, &command.replace("; wait", "")), None);
        assert_eq!(PodTimer::read(image, &command.replace("-sm 60", "-sm 61")), None);
    }
    assert_eq!(PodTimer::read(COMFY, OLD_STOP), None, "an entry point ignores it");
}

/// What the builds before the mark wrote.
const UNMARKED_STOP: &str = r#"bash -c 'f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+14400)) > $f; p=$RUNPOD_POD_ID; d() { [ -s $f ] && [ $(u) -ge $(cat $f) ]; }; a() { echo "Authorization: Bearer $RUNPOD_API_KEY"; }; h() { x=$(a | curl -sm 60 -A launchpod -H @- -H content-type:application/json -w "\nhttp:%{http_code}" -d "$2" https://api.runpod.io/$1 || { wget -qT 60 -t 1 -O- -U launchpod --header="$(a)" --max-redirect=0 --header=content-type:application/json --post-data="$2" https://api.runpod.io/$1 && echo && echo http:200; }); echo "$x" | grep -q "^http:2" && ! echo "$x" | grep -q "\"errors\""; }; r() { timeout 60 runpodctl $*; }; w() { d && $* && sleep 60; }; e() { w h v2/pods/$p/action "{\"action\":\"$1\"}"; w h graphql "{\"query\":\"mutation{$4(input:{podId:\\\"$p\\\"})$5}\"}"; w r $2 pod $p; w r pod $3 $p; }; while sleep 20; do d && { e stop stop stop podStop {id}; }; done & /start.sh; wait'"#;
const UNMARKED_END: &str = r#"{"cmd":["f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+14400)) > $f; p=$RUNPOD_POD_ID; d() { [ -s $f ] && [ $(u) -ge $(cat $f) ]; }; a() { echo \"Authorization: Bearer $RUNPOD_API_KEY\"; }; h() { x=$(a | curl -sm 60 -A launchpod -H @- -H content-type:application/json -w \"\\nhttp:%{http_code}\" -d \"$2\" https://api.runpod.io/$1 || { wget -qT 60 -t 1 -O- -U launchpod --header=\"$(a)\" --max-redirect=0 --header=content-type:application/json --post-data=\"$2\" https://api.runpod.io/$1 && echo && echo http:200; }); echo \"$x\" | grep -q \"^http:2\" && ! echo \"$x\" | grep -q \"\\\"errors\\\"\"; }; r() { timeout 60 runpodctl $*; }; w() { d && $* && sleep 60; }; e() { w h v2/pods/$p/action \"{\\\"action\\\":\\\"$1\\\"}\"; w h graphql \"{\\\"query\\\":\\\"mutation{$4(input:{podId:\\\\\\\"$p\\\\\\\"})$5}\\\"}\"; w r $2 pod $p; w r pod $3 $p; }; while sleep 20; do d && { e terminate remove delete podTerminate; e stop stop stop podStop {id}; }; done & /start.sh; wait"],"entrypoint":["bash","-c"]}"#;

#[test]
fn a_timer_that_reads_no_name_is_still_one_and_no_mark_moves_it() {
    for (image, command, how) in
        [(PYTORCH, UNMARKED_STOP, StopAction::Stop), (COMFY, UNMARKED_END, StopAction::Terminate)]
    {
        assert_eq!(PodTimer::read(image, command), Some(timer(how)), "{command}");
        assert!(!timer(how).reads_name(image, command));
        for timer_mark in [Some(TimerMark::After(60)), Some(TimerMark::Off), None] {
            let pod = Pod { image: image.into(), start_command: command.into(), timer_mark, ..pod("a") };
            assert_eq!(PodTimer::of(&pod), Some(timer(how)));
        }
    }
}

#[test]
fn a_mark_moves_a_timer_that_reads_it_and_switches_it_off() {
    let start_command = timer(StopAction::Terminate).render(start_of(COMFY).unwrap());
    assert!(timer(StopAction::Terminate).reads_name(COMFY, &start_command));
    let marked = |timer_mark| {
        let start_command = start_command.clone();
        PodTimer::of(&Pod { image: COMFY.into(), start_command, timer_mark, ..pod("a") })
    };
    assert_eq!(marked(None), Some(timer(StopAction::Terminate)));
    assert_eq!(marked(Some(TimerMark::After(300))), PodTimer::new(hours(5), StopAction::Terminate));
    assert_eq!(marked(Some(TimerMark::Off)), None);
    let other = Pod { start_command: "sleep 1".into(), timer_mark: Some(TimerMark::After(300)), ..pod("a") };
    assert_eq!(PodTimer::of(&other), None, "a mark alone is no timer");
}

#[test]
fn a_timer_counts_only_where_it_would_run() {
    for how in StopAction::ALL {
        let plain = timer(how).render(start_of(PYTORCH).unwrap());
        let json = timer(how).render(start_of(COMFY).unwrap());
        assert_eq!(PodTimer::read(PYTORCH, &plain), Some(timer(how)));
        assert_eq!(PodTimer::read(COMFY, &json), Some(timer(how)));
        assert_eq!(PodTimer::read(COMFY, &plain), None, "an entry point ignores it");
        assert_eq!(PodTimer::read("other/image", &plain), None);
        assert_eq!(PodTimer::parse(&plain), Some(timer(how)));
        assert_eq!(PodTimer::read(PYTORCH, &format!("{plain} ")), None);
        assert_eq!(PodTimer::read(PYTORCH, &plain.replace("14400", "014400")), None);
        assert_eq!(PodTimer::read(PYTORCH, &plain.replace("14400", "5")), None);
        assert_eq!(PodTimer::read(PYTORCH, &plain.replace("; wait", "")), None);
    }
    assert_eq!((StopAction::for_volume(0), StopAction::for_volume(20)), (StopAction::Terminate, StopAction::Stop));
}

#[test]
fn each_label_says_what_holds() {
    let zone = UtcOffset::ahead(60);
    let says = |ending: AutoStop, now| ending.describe(now, zone);
    let end = Some(timer(StopAction::Terminate));
    // 10:00 local time.
    let now = at(0);
    assert_eq!(says(AutoStop::of(end, Some(now), None), now), "ends at 14:00 (in the pod)");
    assert_eq!(says(AutoStop::of(end, None, None), now), "ends 4\u{a0}h after it starts (in the pod)");
    assert_eq!(says(AutoStop::of(Some(timer(StopAction::Stop)), Some(now), None), now), "stops at 14:00 (in the pod)");
    assert_eq!(says(AutoStop::of(end, Some(at(11 * HOUR)), None), now), "ends tomorrow at 01:00 (in the pod)");
    let days = PodTimer::new(hours(76), StopAction::Terminate);
    assert_eq!(says(AutoStop::of(days, Some(now), None), now), "ends in 3\u{a0}d\u{a0}4\u{a0}h (in the pod)");
    let rule = PageRule::At(at(8 * HOUR));
    assert_eq!(
        says(AutoStop::of(end, Some(now), Some((rule, StopAction::Terminate))), now),
        "ends at 14:00 (in the pod)"
    );
    let both = AutoStop::told(end, Some(now), Some((rule, StopAction::Terminate)), now, zone);
    assert_eq!(both, ("ends at 14:00 (in the pod); ends at 18:00 only while this page is open".into(), false));
    assert_eq!(AutoStop::told(None, Some(now), None, now, zone), ("nothing ends this pod".into(), true));
    assert_eq!(
        says(AutoStop::of(None, None, Some((rule, StopAction::Terminate))), now),
        "ends at 18:00 only while this page is open"
    );
    let stops = AutoStop::of(None, None, Some((rule, StopAction::Stop)));
    assert_eq!(says(stops, now), "stops at 18:00 only while this page is open");
    let idle = Some((PageRule::IdleFor(hours(1) / 2), StopAction::Terminate));
    let told = says(AutoStop::of(None, None, idle), now);
    assert_eq!(told, "ends when its GPU was idle for 30\u{a0}m, only while this page is open");
    assert_eq!(says(AutoStop::of(None, Some(now), None), now), "nothing ends this pod");
    let late = AutoStop::of(end, Some(now), None);
    assert!(!late.is_late(at(4 * HOUR + 300)) && late.is_late(at(4 * HOUR + 301)));
    let told = says(late, at(4 * HOUR + 600));
    assert_eq!(told, "was to end at 14:00 (in the pod), and did not: end it");
    assert_eq!(UtcOffset::ahead(-570).clock(at(0)), "23:30");
}

#[test]
fn the_lines_for_a_terminal_are_short() {
    assert_eq!(extend(hours(2)), "echo $(($(cut -d. -f1 /proc/uptime)+7200)) > /tmp/launchpod-ends");
    assert_eq!(CANCEL, "rm /tmp/launchpod-ends");
}

#[test]
fn idle_is_every_sample_without_a_gap() {
    let mut watch = RuleWatch::new(PageRule::IdleFor(Duration::from_secs(300)), GAP);
    let mut due = |busy, seconds| watch.step(busy, at(seconds));
    assert_eq!(due(Some(false), 0), None);
    assert_eq!(due(Some(false), 120), None);
    assert_eq!(due(Some(true), 200), None);
    assert_eq!(due(Some(false), 300), None);
    assert_eq!(due(None, 400), None);
    assert_eq!(due(Some(false), 500), None);
    assert_eq!(due(Some(false), 681), None, "a gap");
    for seconds in [760, 860, 960] {
        assert_eq!(due(Some(false), seconds), None);
    }
    assert_eq!(due(Some(false), 981), Some(RuleTrigger::IdleSince(at(681))));
    assert_eq!(due(Some(false), 100), None, "the clock went back");
}

#[test]
fn a_time_holds_whatever_the_gpu_does() {
    let mut watch = RuleWatch::new(PageRule::At(at(60)), GAP);
    assert_eq!(watch.step(Some(true), at(59)), None);
    assert_eq!(watch.step(None, at(90_000)), Some(RuleTrigger::At(at(60))));
}

#[test]
fn busy_is_told_and_never_guessed() {
    assert_eq!(gpu_busy(true, Some(4)), Some(false));
    assert_eq!(gpu_busy(true, Some(5)), Some(true));
    assert_eq!(gpu_busy(true, None), None);
    assert_eq!(gpu_busy(false, Some(0)), Some(true), "one waits for it");
}

#[test]
fn broken_records_are_none() {
    for text in [
        "",
        "{}",
        "[]",
        r#"{"version":2,"pod":"p","at":5}"#,
        r#"{"version":1,"at":5}"#,
        r#"{"version":1,"pod":"p"}"#,
        r#"{"version":1,"pod":"p","at":-1}"#,
        r#"{"version":1,"pod":"p","idleMinutes":0}"#,
        r#"{"version":1,"pod":"p","idleMinutes":30,"at":5}"#,
        r#"{"version":1,"pod":"p","idleMinutes":"30"}"#,
    ] {
        assert_eq!(SavedRule::read(text), None, "{text}");
    }
}

fn any_start() -> impl Strategy<Value = (&'static str, ImageStart)> {
    prop_oneof![Just(COMFY), Just(PYTORCH)].prop_map(|image| (image, start_of(image).unwrap()))
}

fn any_how() -> impl Strategy<Value = StopAction> {
    prop_oneof![Just(StopAction::Terminate), Just(StopAction::Stop)]
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(seconds in 60u64..=7_776_000, how in any_how(), (image, start) in any_start()) {
        let timer = PodTimer::new(Duration::from_secs(seconds), how).unwrap();
        let text = timer.render(start);
        prop_assert_eq!(PodTimer::read(image, &text), Some(timer));
        prop_assert!(text.matches('\'').count() <= 2 && text.chars().all(|c| (' '..='~').contains(&c)));
        prop_assert!(text.len() < 2_600, "{}", text.len());
    }

    #[test]
    fn any_other_text_is_none_or_the_very_same(
        how in any_how(), (image, start) in any_start(), cut in 0usize..2_600, put in ".{0,3}", seconds in "[0-9]{0,9}"
    ) {
        let text = PodTimer::new(Duration::from_secs(7200), how).unwrap().render(start).replace("7200", &seconds);
        let mut cut = cut.min(text.len());
        while !text.is_char_boundary(cut) { cut -= 1; }
        let (head, tail) = text.split_at(cut);
        let changed = format!("{head}{put}{tail}");
        if let Some(read) = PodTimer::read(image, &changed) {
            prop_assert_eq!(read.render(start), changed);
        }
    }

    #[test]
    fn a_pod_is_due_only_after_so_long_of_idle_samples(
        minutes in 1u64..30, steps in prop::collection::vec((prop::option::of(any::<bool>()), 0u64..220), 0..80)
    ) {
        let long = Duration::from_secs(minutes * 60);
        let mut watch = RuleWatch::new(PageRule::IdleFor(long), GAP);
        let (mut now, mut seen) = (0, Vec::new());
        for (busy, pause) in steps {
            now += pause;
            seen.push((busy, now));
            let due = watch.step(busy, at(now));
            let begun = |from: &usize| {
                let (tail, first) = (&seen[*from..], seen[*from].1);
                now - first >= long.as_secs()
                    && tail.iter().all(|(busy, _)| *busy == Some(false))
                    && tail.windows(2).all(|pair| pair[1].1 - pair[0].1 <= 180)
            };
            prop_assert_eq!(due.is_some(), (0..seen.len()).any(|from| begun(&from)));
        }
    }

    #[test]
    fn an_idle_pod_is_due_at_every_speed_whether_the_page_is_in_sight_or_not(
        speed in 1u32..=30, hidden: bool, late in 0u64..60, minutes in 1u64..60, busy_at in 0u64..20,
    ) {
        let pace = ClockSpeed { since: at(0), speed: f64::from(speed) };
        let pulse = PollInterval { hidden, ..PollInterval::default() };
        let wait = pulse.wait(0.0) + Duration::from_secs(if hidden { late } else { 0 });
        let long = Duration::from_secs(minutes * 60);
        let mut watch = RuleWatch::new(PageRule::IdleFor(long), pace.account_length(GAP));
        let mut due = vec![];
        for look in 0..2000u32 {
            let now = pace.account_time(at(0).plus(wait * look));
            if let Some(RuleTrigger::IdleSince(since)) = watch.step(Some(u64::from(look) == busy_at), now) {
                due.push((since, now));
            }
        }
        let (since, first) = due[0];
        prop_assert!(first.since(since) >= long, "never before its time");
        prop_assert!(first.since(since) <= long + pace.account_length(wait) * 2);
        let busy = pace.account_time(at(0).plus(wait * busy_at as u32));
        let spares_the_busy = |(since, now): &(Timestamp, Timestamp)| *since > busy || *now < busy;
        prop_assert!(due.iter().all(spares_the_busy));
    }

    #[test]
    fn rules_survive_a_reload(pod in "[a-z0-9]{14}", minutes in 1u64..100_000, millis in 1u64..4_000_000_000_000) {
        for rule in [PageRule::IdleFor(Duration::from_secs(minutes * 60)), PageRule::At(Timestamp::from_millis(millis))] {
            let kept = SavedRule { pod: PodId::new(pod.clone()), rule };
            prop_assert_eq!(SavedRule::read(&kept.write()), Some(kept));
        }
    }

    #[test]
    fn no_text_breaks_the_reading(text in ".{0,80}") {
        prop_assert_eq!(SavedRule::read(&text), None);
        prop_assert_eq!(PodTimer::parse(&text), None);
    }
}
