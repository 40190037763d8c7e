//! The start of several pods with one click.

use crate::text::words;

words! {
    // On the button: how many of those that are selected are started, and what they cost per hour together then.
    start(count, price): "Start {count} · {price}";
    // Beside it. reasons: one or more of those below, such as “anna” runs already.
    left_out[count](reasons): one "1 is not started: {reasons}.", other "{count} are not started: {reasons}.";
    // A part of that sentence each. names: a list of pods' names in quotation marks.
    running[count](names): one "{names} runs already", other "{names} run already";
    busy(names): "something else is under way with {names}";
    refused(names): "RunPod does not let {names} be started now";
    lost[count](names): one "{names} is lost with its machine", other "{names} are lost with their machines";
    unknown[count](names): one "RunPod tells a state of {names} that this page does not know",
        other "RunPod tells states of {names} that this page does not know";
    // The last in a list of names.
    more(count): "{count} more";

    // What follows, after the click. rate: per hour, perhaps with “at least” before it.
    will_cost(rate): "Together they will cost {rate} until you stop or end them.";
    cost_unknown: "They will cost money, but RunPod tells no price.";
    each_alone: "Each starts on the same machine or not at all, and does not wait for the others. If others have its GPU, RunPod \
        may refuse, or start it without a GPU, so that you can fetch your data.";
}
