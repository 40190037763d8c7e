//! The words of `launchpod-core`, which speak to a person before a page, as a program is told them.

/// RunPod could not be reached, for whatever reason.
pub const NOT_REACHED: &str = "RunPod could not be reached, or did not let this program in.";
/// There is no connection.
pub const OFFLINE: &str = "This computer is offline, so RunPod could not be reached.";

/// What the page says to a person who sits before a form, and what a program is told in its place. Earlier ones come first.
const FOR_PROGRAMS: [(&str, &str); 20] = [
    ("Your browser could not reach RunPod, or was not allowed to.", NOT_REACHED),
    ("RunPod is there, but does not let your browser in from this page.", NOT_REACHED),
    ("This page's own server passes requests on to RunPod, but gets no answer from it.", NOT_REACHED),
    ("This computer is offline, so your browser could not reach RunPod.", OFFLINE),
    ("the interface that this page uses", "the interface that this package uses"),
    ("a fault of this page", "a fault of this package"),
    ("this page was away for too long", "this program was away for too long"),
    ("or let this page wait for it (“If none is in stock”, under Advanced)", "or let it wait (whenSoldOut: \"wait\")"),
    ("you recognize it in the list.", "you recognize it."),
    (
        "Choose a GPU type.",
        "Name one at least, like \"NVIDIA GeForce RTX 4090\" or { memoryGb: 24 }; or leave gpus out.",
    ),
    ("Choose a machine.", "RunPod has no such machine. Name another one, like \"cpu3g-2-8\"."),
    ("Choose one, or anywhere.", "Name one, or leave place out."),
    ("Choose ", "Name "),
    ("choose ", "name "),
    ("Type less", "Ask for less"),
    ("Type hours", "Give hours"),
    ("Leave it empty for no timer.", "Give null for no timer."),
    ("Leave it empty for none.", "Leave it out for none."),
    ("Leave it empty", "Leave it out"),
    ("Type ", "Give "),
];

/// The page's words, as they are for a program.
pub fn for_programs(words: &str) -> String {
    FOR_PROGRAMS.iter().fold(words.to_owned(), |words, (page, program)| words.replace(page, program))
}
