//! Logs of pods.

use crate::text::words;

words! {
    // The log's place on the page of a pod, and its button.
    help:
        "What the pod's machine and its programs say, word for word. Values of its environment that look like \
         secrets are hidden; other secrets that the program prints are not.";
    show: "Show the log";
    hide: "Hide the log";
    loading: "Loading …";
    not_loaded: "What shows the log could not be loaded. The pod goes on as it was. Check your connection and try again; if \
        that does not help, reload the page.";

    // Above the lines: whose lines are shown, by a list of three, and how.
    lines_of: "Lines of";
    of_both: "Machine and program";
    of_program: "Program (container)";
    of_machine: "Machine (system)";
    search: "Search";
    found_none: "No line has that.";
    found[lines](): one "1 line has that.", other "{lines} lines have that.";
    follow: "Follow the end";
    wrap: "Wrap long lines";
    pause: "Pause";

    // How the connection to the log stands.
    asking: "Asking RunPod for the log …";
    live: "Live: new lines stand here as they are written.";
    broken: "The log does not come at the moment.";
    not_masked: "RunPod did not tell the pod's environment, so this page does not know its secrets: they are not hidden here.";

    // The lines, and below them how many they are.
    lines: "Lines of the log";
    // Behind a line that stands for several.
    folded[lines](): one "({lines} lines in one)", other "({lines} lines in one)";
    nothing_said: "Nothing was said yet.";
    // shown: how many of them are in sight.
    shown[lines](shown): one "{shown} of {lines} lines shown: it begins with the last 1,000.",
        other "{shown} of {lines} lines shown: it begins with the last 1,000.";
    dropped[lines](): one "{lines} older ones were dropped: the newest 5,000 are kept.",
        other "{lines} older ones were dropped: the newest 5,000 are kept.";
    paused[lines](): one "Paused: {lines} new.", other "Paused: {lines} new.";

    // Copying and saving.
    copy: "Copy these lines";
    copied: "Copied.";
    // “Copy” is the browser's own word on a phone.
    copy_refused: "Your browser does not let this page copy. The lines are selected: press Ctrl+C, on a Mac ⌘C, or tap Copy.";
    save: "Download these lines";
    saved: "Saved as a file.";
    save_refused: "Your browser does not let this page save a file. Copy the lines instead.";
    // In the text that is copied or saved: its first line, and behind a line that stands for several.
    file_dropped[lines](): one "[{lines} older lines are not kept]", other "[{lines} older lines are not kept]";
    file_folded[lines](): one "[{lines} lines]", other "[{lines} lines]";

    // The progress of an image's download, in one line of the log and beside a pod that starts. parts: a list of those below.
    image_download(parts): "Image download: {parts}";
    image_download_begins: "The image is being downloaded";
    layers_done[layers](): one "{layers} layer done", other "{layers} layers done";
    layers_downloading[layers](): one "{layers} downloading", other "{layers} downloading";
    // there, all: sizes, like “112 MB”.
    layers_downloading_amount[layers](there, all): one "{layers} downloading ({there} of {all})",
        other "{layers} downloading ({there} of {all})";
    layers_extracting[layers](): one "{layers} extracting", other "{layers} extracting";
    layers_waiting[layers](): one "{layers} waiting", other "{layers} waiting";
}
