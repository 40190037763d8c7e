//! How it goes on beside the image's own start, from one start of the container to the next, and with a person at a terminal.

use std::time::Duration;

use launchpod_core::auto_stop::{self, PodTimer, StopAction};

use super::stand_ins::{ENDS, Pod, STOPS, TERMINATES, all, at, short};

const COMFY: &str = "runpod/comfyui:cuda12.8";
const PYTORCH: &str = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";

fn command(image: &str, how: StopAction) -> String {
    PodTimer::new(Duration::from_secs(60), how).unwrap().render(auto_stop::start_of(image).unwrap())
}

#[test]
fn the_images_own_start_runs_beside_it_in_both_forms_of_a_start_command() {
    for (image, how, act) in [
        (COMFY, StopAction::Terminate, TERMINATES[0]),
        (PYTORCH, StopAction::Terminate, TERMINATES[0]),
        (COMFY, StopAction::Stop, STOPS[0]),
        (PYTORCH, StopAction::Stop, STOPS[0]),
    ] {
        let seen = Pod::runs_command(&command(image, how)).with("V2", "204").with("GONE_BY", "v2").until(900).seen();
        let [(60, asked)] = seen.asked.as_slice() else { panic!("{image}: {:?}", seen.asked) };
        assert_eq!((short(asked).as_str(), seen.started), (act, 1), "{image}");
    }
}

#[test]
fn each_start_of_the_container_begins_anew_whatever_an_earlier_one_left() {
    for left in ["", "5", "1000060", "9999999", "soon"] {
        let asked = Pod::new(StopAction::Stop)
            .started_at(1_000_000, left)
            .with("V2", "200")
            .with("GONE_BY", "v2")
            .until(900)
            .calls();
        assert_eq!(asked, at(60, &STOPS[..1]), "{left}");
    }
}

#[test]
fn where_the_key_may_not_terminate_the_pod_is_stopped() {
    let pod = Pod::new(StopAction::Terminate)
        .with("V2", "204")
        .with("GRAPHQL", "200")
        .with("NO_TERMINATE", "1")
        .with("GONE_BY", "v2");
    assert_eq!(pod.until(900).calls(), at(60, &[&TERMINATES[..], &STOPS[..1]].concat()));
}

#[test]
fn runpodctl_is_asked_in_the_words_of_old_and_of_new_versions() {
    for (how, words) in [(StopAction::Terminate, TERMINATES), (StopAction::Stop, STOPS)] {
        let old = if how == StopAction::Terminate { "remove pod" } else { "stop pod" };
        for (knows, calls) in [(old, 3), ("pod", 4)] {
            let pod = Pod::new(how).with("CTL", "0").with("CTL_KNOWS", knows).with("GONE_BY", "runpodctl").until(900);
            assert_eq!(pod.calls(), at(60, &words[..calls]), "{knows}");
        }
    }
}

#[test]
fn it_tries_until_it_worked() {
    // Everything is refused for ten minutes, and then v2 is not.
    let allowed = "[ $now -lt 660 ] || touch \"$DIR/v2-allowed\"";
    let asked = Pod::new(StopAction::Terminate).with("AT_40", allowed).with("GONE_BY", "v2").until(2_000).calls();
    assert_eq!(asked[..16], [at(60, &all()), at(80, &all())].concat());
    assert_eq!(asked.last(), at(660, &TERMINATES[..1]).last(), "and no more after it");
    assert_eq!(asked.len(), 8 * 30 + 1);
}

#[test]
fn the_lines_for_a_terminal_do_as_they_say() {
    let look = Pod::runs_command(&command(COMFY, StopAction::Terminate)).entered(auto_stop::LOOK).seen();
    assert_eq!(look.said, "0 minutes left\n");
    let extend = auto_stop::extend(Duration::from_secs(600));
    let looked = Pod::new(StopAction::Terminate).entered(&format!("{extend}; {}", auto_stop::LOOK)).until(655).seen();
    assert_eq!(looked.said, "10 minutes left\n");
    let asked = Pod::new(StopAction::Terminate).entered(&extend).until(655).calls();
    assert_eq!(asked, at(640, &all()), "40 seconds and ten minutes after the start");
    let cancelled = Pod::new(StopAction::Terminate).entered(auto_stop::CANCEL).until(2_000).seen();
    assert!(cancelled.said.is_empty() && cancelled.asked.is_empty(), "{:?}", cancelled.asked);
    let again = Pod::new(StopAction::Terminate).entered(&format!("{}; {extend}", auto_stop::CANCEL)).until(655).calls();
    assert_eq!(again, at(640, &all()), "from nothing");
}

#[test]
fn half_a_number_ends_nothing() {
    for line in [": > FILE", "echo 12x > FILE", "echo > FILE", "echo soon > FILE"] {
        let pod = Pod::new(StopAction::Terminate).entered(&line.replace("FILE", ENDS));
        assert_eq!(pod.until(2_000).calls(), [], "{line}");
    }
}

/// As the builds before v2 wrote it.
const OLD: &str = r#"bash -c 'f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+60)) > $f; r() { timeout 60 runpodctl $* $RUNPOD_POD_ID; }; c() { curl -sm 60 -H "Authorization: Bearer $RUNPOD_API_KEY" -H content-type:application/json -d "{\"query\":\"mutation{$1(input:{podId:\\\"$RUNPOD_POD_ID\\\"})$2}\"}" https://api.runpod.io/graphql | grep -v errors | grep -q data; }; while sleep 20; do [ -s $f ] && [ $(u) -ge $(cat $f) ] && { r remove pod || r pod delete || c podTerminate || r stop pod || r pod stop || c podStop {id}; }; done & /start.sh; wait'"#;

#[test]
fn a_timer_of_an_earlier_build_runs_as_it_did() {
    assert!(PodTimer::read(PYTORCH, OLD).is_some(), "this build knows it");
    let old = || Pod::runs_command(OLD).until(900);
    let by_runpodctl = old().with("CTL", "0").with("GONE_BY", "runpodctl");
    assert_eq!(by_runpodctl.calls(), at(60, &[TERMINATES[2]]));
    let done = "{\"data\":{\"podTerminate\":null}}";
    let by_runpod = old().with("GRAPHQL", "200").with("GRAPHQL_BODY", done).with("GONE_BY", "graphql");
    assert_eq!(by_runpod.with("CTL", "1").calls(), at(60, &[TERMINATES[2], TERMINATES[3], TERMINATES[1]]));
}
