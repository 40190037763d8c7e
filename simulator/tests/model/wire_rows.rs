//! Which rows of docs/faults.md are played over both APIs, and where the others of their tables are held.

/// What the person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Launch,
    End,
    Stop,
    Start,
    /// Nothing: the list comes by itself.
    List,
}

/// One row. In its faults `CREATE`, `END`, `STOP`, `START` and `LIST` stand for the operation.
pub struct Row {
    pub name: &'static str,
    pub asked: Asked,
    pub faults: &'static [&'static str],
    /// How many pods are made and ended by request.
    pub counts: (u64, u64),
    /// How many there are in the end, really and on the page.
    pub there: usize,
}

const fn launch(name: &'static str, faults: &'static [&'static str], made: u64, there: usize) -> Row {
    Row { name, asked: Asked::Launch, faults, counts: (made, 0), there }
}

const fn end(name: &'static str, faults: &'static [&'static str], ended: u64, there: usize) -> Row {
    Row { name, asked: Asked::End, faults, counts: (1, ended), there }
}

const fn other(name: &'static str, asked: Asked, faults: &'static [&'static str]) -> Row {
    Row { name, asked, faults, counts: (1, 0), there: 1 }
}

/// Of which REST v2 tells something else by RunPod's own description: the row, what is told at first and at last, and why.
pub const TOLD_OTHERWISE: [(&str, &str, &str); 2] = [
    (
        "a launch with a key that may not launch is refused in words",
        "refused Some(NoCapacity)",
        "a 403 of a create says that the account may not use this kind of GPU, not that the key is wrong",
    ),
    (
        "a list with a hole hides no pod",
        "Some(InvalidResponse)",
        "half a list is an error: its pages can't be told apart",
    ),
];

pub const ROWS: &[Row] = &[
    launch("a launch whose answer is lost makes one pod, and it is found", &["act-then-drop:CREATE"], 1, 1),
    launch(
        "a launch that is made although its answer is cut off is found",
        &[r#"{"name":"act-then-drop","operation":"CREATE","afterBytes":1}"#],
        1,
        1,
    ),
    launch("a launch that is made although it is answered with 500 is found", &["error-after:CREATE"], 1, 1),
    launch(
        "a launch that is made although a gateway answers 502 is found",
        &[r#"{"name":"bad-gateway","operation":"CREATE","after":true}"#],
        1,
        1,
    ),
    launch(
        "a launch that is made although RunPod says that it is closed (503) is found",
        &[r#"{"name":"maintenance","operation":"CREATE","after":true}"#],
        1,
        1,
    ),
    launch(
        "a launch that is made although a foreign page comes back is found",
        &[r#"{"name":"nonsense","operation":"CREATE","after":true}"#],
        1,
        1,
    ),
    launch(
        "a launch that is not made and answered with 500 is looked for and given up",
        &["error-before:CREATE"],
        0,
        0,
    ),
    launch(
        "a launch that is not made and answered with a gateway's 502 is looked for and given up",
        &["bad-gateway:CREATE"],
        0,
        0,
    ),
    launch(
        "a launch that is not made as RunPod is closed (503) is looked for and given up",
        &["maintenance:CREATE"],
        0,
        0,
    ),
    launch(
        "a launch that is not made as a foreign page answers is looked for and given up",
        &["nonsense:CREATE"],
        0,
        0,
    ),
    launch(
        "a launch that is made some seconds after its answer was lost is found",
        &[r#"{"name":"drop-then-act","operation":"CREATE","delayMs":30000}"#],
        1,
        1,
    ),
    launch(
        "a launch that never arrived is given up after two minutes, and then another one may be made",
        &[r#"{"name":"drop-then-act","operation":"CREATE","delayMs":3600000}"#],
        0,
        0,
    ),
    launch(
        "a launch that is not answered within a minute is looked for",
        &[r#"{"name":"delay","operation":"CREATE","delayMs":90000}"#],
        1,
        1,
    ),
    launch(
        "a launch whose answer takes long is found in the list meanwhile",
        &[r#"{"name":"delay","operation":"CREATE","delayMs":40000}"#],
        1,
        1,
    ),
    launch(
        "a launch that comes after it was given up is told of",
        &[r#"{"name":"drop-then-act","operation":"CREATE","delayMs":180000}"#],
        1,
        1,
    ),
    launch(
        "a launch is not given up while no list can be had",
        &["act-then-drop:CREATE", r#"{"name":"error-before","operation":"LIST","times":12}"#],
        1,
        1,
    ),
    launch(
        "a pod that RunPod's list lacks for longer than two minutes is told of when it is there",
        &["act-then-drop:CREATE", r#"{"name":"stale-list","operation":"LIST","times":50}"#],
        1,
        1,
    ),
    launch("a launch with a key that was switched off is refused in words", &["unauthorized:CREATE"], 0, 0),
    launch("a launch with a key that may not launch is refused in words", &["forbidden:CREATE"], 0, 0),
    launch(
        "a launch without the money for it is refused in words",
        &[r#"{"name":"set-balance","balance":0.01}"#],
        0,
        0,
    ),
    launch(
        "a launch of which RunPod wants fewer requests (429) is refused, and a second click launches once",
        &["rate-limit:CREATE"],
        0,
        0,
    ),
    end("an end whose answer is lost is done once and confirmed", &["act-then-drop:END"], 1, 0),
    end(
        "an end that is done although its answer is cut off is not lost",
        &[r#"{"name":"act-then-drop","operation":"END","afterBytes":1}"#],
        1,
        0,
    ),
    end("an end that is done although it is answered with 500 is not lost", &["error-after:END"], 1, 0),
    end(
        "an end that is done although a gateway answers 502 is not lost",
        &[r#"{"name":"bad-gateway","operation":"END","after":true}"#],
        1,
        0,
    ),
    end(
        "an end that fails is tried again until the pod is gone",
        &[r#"{"name":"error-before","operation":"END","times":6}"#],
        1,
        0,
    ),
    end(
        "an end is asked again while RunPod is down, and done when it is up again",
        &[r#"{"name":"maintenance","operation":"END","times":6}"#],
        1,
        0,
    ),
    end("an end with a key that may only read is refused in words, and not promised", &["forbidden:END"], 0, 1),
    end(
        "an end that somebody on the way refuses (403) is asked again every few minutes, without a promise",
        &[r#"{"name":"forbidden","operation":"END","bare":true}"#],
        1,
        0,
    ),
    end(
        "an end that is never answered is asked again",
        &[r#"{"name":"drop-then-act","operation":"END","delayMs":3600000}"#],
        1,
        0,
    ),
    end(
        "a key that is switched off in mid-session is told, and the next sign-in goes on with what was asked",
        &[r#"{"name":"unauthorized","times":0}"#],
        0,
        1,
    ),
    other("a stop whose answer is lost is confirmed by the list", Asked::Stop, &["act-then-drop:STOP"]),
    other("a stop that RunPod refuses is told, and not repeated", Asked::Stop, &["forbidden:STOP"]),
    other("a start whose answer is lost is looked for, and not sent again", Asked::Start, &["act-then-drop:START"]),
    other(
        "a start that did not arrive is sent again only after a list shows that",
        Asked::Start,
        &[r#"{"name":"drop-then-act","operation":"START","delayMs":3600000}"#],
    ),
    other("an empty list hides no pod: RunPod is asked for each", Asked::List, &[r#"{"name":"empty-list","times":3}"#]),
    other(
        "a list that comes back empty by fault takes no pod from sight",
        Asked::List,
        &[r#"{"name":"empty-list","times":0}"#],
    ),
    other("a list with a hole hides no pod", Asked::List, &[r#"{"name":"partial-list","times":0}"#]),
    launch(
        "a list that is out of date does not hide a pod that was just launched",
        &[r#"{"name":"stale-list","times":0}"#],
        1,
        1,
    ),
    other(
        "a list that fails leaves the last one in sight, with its age",
        Asked::List,
        &[r#"{"name":"error-before","operation":"LIST","times":0}"#],
    ),
    other(
        "when RunPod is in trouble the list stays, says how old it is, and recovers",
        Asked::List,
        &[r#"{"name":"maintenance","operation":"LIST","times":3}"#],
    ),
    other(
        "a list of which RunPod wants fewer (429) is asked for less often",
        Asked::List,
        &[r#"{"name":"rate-limit","operation":"LIST","times":0}"#],
    ),
    other(
        "a RunPod that stops letting the browser in is told, and the list comes back when it does again",
        Asked::List,
        &[r#"{"name":"cors","mode":"none"}"#],
    ),
];

#[test]
fn each_of_them_is_a_row_of_the_table_of_faults() {
    let table = include_str!("../../../docs/faults.md");
    for row in ROWS {
        assert!(table.contains(&format!("| {} |", row.name)), "{}", row.name);
    }
}
