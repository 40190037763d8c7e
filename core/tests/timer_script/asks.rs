//! What it asks, in what order, and when.

use launchpod_core::auto_stop::StopAction;

use super::stand_ins::{GRAPHQL, KEY, Pod, STOPS, TERMINATES, V2, all, at, short};

#[test]
fn v2_is_asked_first_as_it_wants_to_be_asked_and_not_before_the_time() {
    for (how, action) in [(StopAction::Terminate, "terminate"), (StopAction::Stop, "stop")] {
        for code in ["200", "202", "204"] {
            let asked = Pod::new(how).with("V2", code).with("V2_BODY", "").with("GONE_BY", "v2").until(900).runs();
            let [(time, call)] = asked.as_slice() else { panic!("{asked:?}") };
            assert_eq!(*time, 60, "the third look, a minute after the start");
            let (line, came_in) = call.split_once('<').unwrap();
            assert_eq!(came_in, format!("Authorization: Bearer {KEY}"));
            let words: Vec<&str> = line.split('|').collect();
            let follows = |flag: &str, word: &str| words.windows(2).any(|pair| pair == [flag, word]);
            assert_eq!((words[0], *words.last().unwrap()), ("curl", V2));
            assert!(follows("-A", "launchpod") && follows("-H", "@-"), "{words:?}");
            assert!(follows("-H", "content-type:application/json"), "{words:?}");
            assert!(follows("-d", &format!("{{\"action\":\"{action}\"}}")), "a body makes it a POST: {words:?}");
            assert!(follows("-sm", "60"), "{words:?}");
            assert!(!words.contains(&"-X") && !line.contains(KEY), "no list of processes shows the key: {line}");
        }
    }
}

#[test]
fn a_v2_that_refuses_leads_on_to_graphql() {
    let done = "{\"data\":{\"podTerminate\":null}}";
    for code in ["301", "400", "401", "403", "404", "405", "410", "422", "429", "500", "503"] {
        let pod =
            Pod::new(StopAction::Terminate).with("V2", code).with("GRAPHQL_BODY", done).with("GONE_BY", "graphql");
        let asked = pod.until(900).runs();
        let told: Vec<_> = asked.iter().map(|(at, call)| (*at, short(call))).collect();
        assert_eq!(told, at(60, &TERMINATES[..2]), "{code}");
        let (line, came_in) = asked[1].1.split_once('<').unwrap();
        assert_eq!(came_in, format!("Authorization: Bearer {KEY}"));
        let body = r#"|-d|{"query":"mutation{podTerminate(input:{podId:\"pod5\"})}"}|"#;
        assert!(line.contains(body) && line.ends_with(GRAPHQL) && line.contains("|-A|launchpod|"), "{line}");
    }
    let stops = Pod::new(StopAction::Stop).runs();
    assert!(stops[1].1.contains(r#"|-d|{"query":"mutation{podStop(input:{podId:\"pod5\"}){id}}"}|"#), "{stops:?}");
}

#[test]
fn no_refusal_of_graphql_is_taken_for_consent() {
    for (code, body) in [
        ("200", "{\"data\":null,\"errors\":[{\"message\":\"Unauthorized\"}]}"),
        ("200", "{\n  \"data\": { \"podTerminate\": null },\n  \"errors\": [\n    {}\n  ]\n}"),
        ("400", "{\"data\":{}}"),
        ("401", ""),
        ("410", "gone\nhttp 200\n"),
        ("502", "<html>data</html>"),
        ("000", ""),
    ] {
        let asked =
            Pod::new(StopAction::Terminate).without(&["wget"]).with("GRAPHQL", code).with("GRAPHQL_BODY", body).calls();
        assert_eq!(asked[..8], at(60, &all())[..], "{code} {body}");
    }
}

#[test]
fn a_runpodctl_that_refuses_leads_on_to_a_stop_and_to_the_next_round() {
    for (status, says) in [("1", "Unauthorized"), ("1", "Error: unknown command \"pod\""), ("126", ""), ("127", "")] {
        let asked = Pod::new(StopAction::Terminate).with("CTL", status).with("CTL_SAYS", says).calls();
        assert_eq!(asked, [at(60, &all()), at(80, &all())].concat(), "{status} {says}");
    }
    let bare = Pod::new(StopAction::Terminate).without(&["runpodctl"]).calls();
    let web = [TERMINATES[0], TERMINATES[1], STOPS[0], STOPS[1]];
    assert_eq!(bare, [at(60, &web), at(80, &web)].concat());
}

#[test]
fn a_stop_never_terminates() {
    let asked = Pod::new(StopAction::Stop).until(1_055).calls();
    assert!(asked.len() == 200 && asked.iter().all(|(_, call)| STOPS.contains(&call.as_str())), "{}", asked.len());
}

/// An answer that says yes and does nothing.
#[test]
fn what_is_accepted_has_a_minute_and_then_the_next_is_tried() {
    let pod = Pod::new(StopAction::Terminate).with("V2", "204").with("GRAPHQL_BODY", "{\"data\":{}}").with("CTL", "0");
    let asked = pod.until(60 + 8 * 60 + 5).calls();
    let each: Vec<_> = all().iter().zip(1_u64..).map(|(call, minute)| (60 * minute, (*call).to_owned())).collect();
    assert_eq!(asked, each);
}

#[test]
fn where_curl_is_missing_or_reaches_nothing_wget_asks() {
    for missing in [true, false] {
        let mut pod = Pod::new(StopAction::Terminate).with("V2", if missing { "404" } else { "000" });
        pod.without = if missing { &["curl"] } else { &[] };
        let asked: Vec<_> = pod.runs().into_iter().filter(|(at, _)| *at == 60).map(|(_, call)| call).collect();
        let told: Vec<_> = asked.iter().map(|call| short(call)).collect();
        let expected: &[&str] = if missing {
            &["wget v2 terminate", "wget graphql terminate", TERMINATES[2]]
        } else {
            &[TERMINATES[0], "wget v2 terminate", TERMINATES[1], TERMINATES[2]]
        };
        assert_eq!(told[..expected.len()], *expected);
        let wget = asked.iter().find(|call| call.starts_with("wget")).unwrap();
        let (line, _) = wget.split_once('<').unwrap();
        for part in [
            "|-U|launchpod|",
            &format!("|--header=Authorization: Bearer {KEY}|"),
            "|--header=content-type:application/json|",
            "|--post-data={\"action\":\"terminate\"}|",
            "|--max-redirect=0|",
        ] {
            assert!(line.contains(part), "{part}: {line}");
        }
        assert!(line.ends_with(V2), "{line}");
    }
    let accepted =
        Pod::new(StopAction::Terminate).without(&["curl"]).with("V2", "204").with("V2_BODY", "").until(115).calls();
    assert_eq!(accepted, at(60, &["wget v2 terminate"]), "and it waits");
    let nothing = Pod::new(StopAction::Terminate).without(&["curl", "wget"]).until(75).calls();
    assert_eq!(nothing, at(60, &[TERMINATES[2], TERMINATES[3], STOPS[2], STOPS[3]]));
}

#[test]
fn a_person_moves_it_and_takes_it_away_before_its_time_and_between_two_tries() {
    for line in ["rm -f /tmp/launchpod-ends", "echo > /tmp/launchpod-ends", "echo soon > /tmp/launchpod-ends"] {
        assert_eq!(Pod::new(StopAction::Terminate).with("AT_40", line).until(1_000).calls(), [], "{line}");
    }
    let moved = Pod::new(StopAction::Terminate).with("AT_40", "echo 500 > /tmp/launchpod-ends").until(515).calls();
    assert_eq!(moved, at(500, &all()));
    let between = "[ $now -lt 120 ] || rm -f /tmp/launchpod-ends";
    let asked = Pod::new(StopAction::Terminate).with("V2", "204").with("AT_40", between).until(1_000).calls();
    assert_eq!(asked, at(60, &TERMINATES[..1]), "what is taken away in that minute does nothing more");
}
