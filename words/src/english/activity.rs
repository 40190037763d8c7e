//! What was done and what came of it.

use crate::text::words;

words! {
    // Lines on the page of one pod, each with its time before it. It: the pod, or what was asked of it.
    launched: "Launched from here.";
    twin: "RunPod made it a second time from one launch, so this page ends it.";
    end_clicked: "End was clicked.";
    stop_clicked: "Stop was clicked.";
    start_clicked: "Start was clicked.";
    undone: "Taken back in time: RunPod was not asked.";
    asked_to_end: "RunPod was asked to end it.";
    asked_to_stop: "RunPod was asked to stop it.";
    asked_to_start: "RunPod was asked to start it.";
    asked_to_rebuild: "RunPod was asked to rebuild it.";
    asked_to_move_timer: "RunPod was asked to write another time for its timer behind its name.";
    timer_moved: "The timer in the pod said that it has read its new time.";
    agreed: "RunPod agreed.";
    unanswered: "RunPod did not agree: no answer, or a fault.";
    refused: "RunPod refused.";
    confirmed: "RunPod's list confirmed it.";
    given_up: "RunPod never confirmed it, and is not asked again.";
    gone: "RunPod does not have the pod any more.";
    // These are followed by what is asked for.
    rule_due: "A rule that was set here came due: this page asks for it by itself.";
    budget_spent: "The session's budget was spent: this page asks for it by itself.";
    replacement_ready: "The pod that takes its place was ready: this page asks for it by itself.";
}
