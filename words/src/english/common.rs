//! What joins other texts, and buttons that are alike everywhere.

use crate::text::words;

words! {
    // Between the items of a list but the last two.
    list_gap: ", ";
    // The last two items of a list.
    and(before, last): "{before} and {last}";
    or(before, last): "{before} or {last}";
    // Between two sentences. Japanese and Chinese have none.
    sentence_gap: " ";

    // A name in quotation marks.
    quoted(name): "“{name}”";
    // Follows the words of a link, in brackets, for those who hear the page.
    opens_in_new_tab: "(opens in a new tab)";

    // A button beside a text that copies it, and what is said then. `copy_what` and `show_what` are the same buttons for those
    // who hear the page; the gap is what is copied or shown, in the middle of a sentence: “the SSH command”.
    copy: "Copy";
    copy_what(what): "Copy {what}";
    copied: "Copied.";
    copy_refused: "Your browser does not let this page copy. The text is selected: press Ctrl+C, on a Mac ⌘C, or tap Copy.";
    // Shows what stands hidden behind dots.
    show: "Show";
    show_what(what): "Show {what}";

    // Below a start command; the gap is a piece of it, such as “&&”.
    no_shell(piece): "RunPod starts this without a shell, and only a shell understands “{piece}”.";
    // A button: the command shall be run by the program bash.
    let_bash_run_it: "Let bash run it";

    // What a failure unfolds: the raw answer of RunPod's.
    what_runpod_said: "What RunPod said";
    // The same where no answer of RunPod's came.
    what_happened: "What happened on the way";
    // Links to pages of RunPod's.
    add_credit: "Add credit at RunPod";
    status_page: "RunPod's status page";
    // Below a sentence that says which part of the page could not be loaded.
    check_connection: "Check your connection and try again. If that does not help, reload the page: it was probably renewed in the meantime.";
    try_again: "Try again";
}
