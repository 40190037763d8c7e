//! Moves the timer in a pod: writes a mark behind the pod's name, listens in the pod's log for its word that it has read it,
//! and tells how long is left. In the file of the money, which nobody waits for: see `app/later_views.rs`.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::select;
use launchpod_core::auto_stop::countdown::{EndWarnings, Nearness, minutes_left, warning};
use launchpod_core::auto_stop::timer_move::{HeardMark, MoveState, TimerMove, TimerMoves, next_act};
use launchpod_core::auto_stop::{StopAction, TimerMark};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::logs::Source;
use launchpod_core::pods::pod::Pod;
use launchpod_core::runpod::rest::logs::{LogNews, LogQuery};
use launchpod_core::runpod::web_clock::WebClock;
use launchpod_core::state::Event;
use launchpod_core::state::activity_log::Activity;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::{Timestamp, length};
use launchpod_words::timer as say;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::auto_stop::move_views::{card, page};
use crate::auto_stop::rules::PageRules;
use crate::auto_stop::timer::LaterTimer;
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::shared::Shared;
use crate::readiness::notifications::notify;

/// How long one log is read before another pod has its turn: there is one connection for all.
const TURN: Duration = Duration::from_secs(20);
/// With so many older lines it begins.
const TAIL: u32 = 1_000;

/// Hands itself to the views, and looks at the timers with each list from now on.
pub fn start(rules: PageRules) {
    rules.timers.heard.set(rules.timers.storage.all(HeardMark::read));
    rules.timers.later.set(Some(LaterTimer { words, card, page }));
    let warnings = Shared::new(EndWarnings::default());
    rules.context.forever(move || {
        Effect::new(move |_| {
            rules.pods.checked.get();
            untrack(|| look(rules, warnings));
        });
    });
}

/// A fresh look at every pod that has a timer.
fn look(rules: PageRules, warnings: Shared<EndWarnings>) {
    let now = rules.context.clock.account_now();
    follow_marks(rules, now);
    take_word(rules);
    let mut next: Option<(Timestamp, String)> = None;
    let told: Vec<(PodId, String, String)> = rules.pods.read(|fleet| {
        let mut told = vec![];
        for known in fleet.all().into_iter().filter(|known| has_command(known)) {
            let acts = act(rules, &known.pod, now);
            let near = acts.filter(|(_, at)| *at > now && Nearness::of(*at, now) != Nearness::Far);
            if let Some((_, at)) = near.filter(|(_, at)| next.as_ref().is_none_or(|(first, _)| at < first)) {
                next = Some((at, known.pod.name.clone()));
            }
            let is_news = warnings.change(|all| all.step(&known.pod.id, acts.map(|(_, at)| at), now));
            if let Some((how, at)) = acts.filter(|_| is_news) {
                let (headline, text) = warning(&known.pod, how, at, now);
                told.push((known.pod.id.clone(), headline, text));
            }
        }
        told
    });
    told.iter().for_each(|(pod, headline, text)| notify(pod.as_str(), headline, text));
    rules.readiness.show_ending(next.map(|(at, name)| say::tab_ends(name, length(minutes_left(at, now)))));
    listen(rules, now);
}

fn has_command(known: &PodEntry) -> bool {
    !known.pod.start_command.is_empty() && known.pod.status.bills_gpu()
}

/// Marks that came from elsewhere, and those that are over.
fn follow_marks(rules: PageRules, now: Timestamp) {
    let before = rules.timers.moves.peek(Vec::clone);
    let mut moves = before.clone();
    rules.pods.read(|fleet| {
        moves.retain_mut(|moved| fleet.get(&moved.pod).is_some_and(|known| moved.look(&known.pod)));
        let marked = fleet.all().into_iter().filter(|known| known.pod.timer_mark.is_some() && has_command(known));
        for known in marked {
            if !moves.iter().any(|moved| moved.pod == known.pod.id) {
                moves.extend(TimerMove::found(&known.pod, heard(rules, &known.pod.id), now));
            }
        }
    });
    if moves != before {
        rules.timers.moves.set(moves);
    }
}

fn heard(rules: PageRules, pod: &PodId) -> Option<TimerMark> {
    rules.timers.heard.peek(|all| all.iter().find(|heard| heard.pod == *pod).map(|heard| heard.mark))
}

/// What was asked last of this pod's timer; followed.
pub(super) fn moved(rules: PageRules, pod: &PodId) -> Option<TimerMove> {
    rules.timers.moves.with(|moves| moves.iter().find(|moved| moved.pod == *pod).cloned())
}

/// What the timer in this pod does next, and when; followed.
pub(super) fn act(rules: PageRules, pod: &Pod, now: Timestamp) -> Option<(StopAction, Timestamp)> {
    next_act(pod, moved(rules, &pod.id).as_ref(), now)
}

fn words(rules: PageRules, known: &PodEntry) -> Option<(String, bool)> {
    moved(rules, &known.pod.id)?.describe(&known.pod, rules.pods.row_time(&known.pod.id), browser::zone())
}

/// Has RunPod write the mark, once: while it is asked, no other click does anything.
pub(super) fn ask(rules: PageRules, known: &PodEntry, mark: TimerMark) {
    let pod = known.pod.clone();
    let former = untrack(|| moved(rules, &pod.id));
    if former.as_ref().is_some_and(|former| former.state == MoveState::Sending) {
        return;
    }
    let before = match &former {
        Some(former) if former.state == MoveState::Written => former.before,
        Some(former) => Some(former.mark),
        None => pod.timer_mark,
    };
    let asked = former.as_ref().map(|former| former.mark).or(pod.timer_mark);
    let back = TimerMoves::back(&pod, asked);
    let at = rules.context.clock.account_now();
    let state = MoveState::Sending;
    rules.log.note(vec![(pod.id.clone(), Activity::AskedToMoveTimer)]);
    put(rules, TimerMove { pod: pod.id.clone(), mark, before, back, listed: false, at, state });
    rules.timers.refused.set(None);
    spawn_local(async move {
        let answer = rules.context.client().beside().mark_timer(&pod.id, &pod.name, mark).await;
        rules.log.note(vec![(pod.id.clone(), Activity::of_answer(&answer))]);
        let is_unclear = answer.as_ref().is_err_and(|failure| failure.is_ambiguous());
        rules.timers.moves.update(|moves| match moves.iter_mut().find(|moved| moved.pod == pod.id) {
            Some(moved) if answer.is_ok() || is_unclear => moved.state = MoveState::Written,
            _ => {
                moves.retain(|moved| moved.pod != pod.id);
                moves.extend(former);
            }
        });
        if let Err(failure) = answer {
            rules.timers.refused.set(Some((pod.id, failure)));
        }
        rules.context.on(Event::ListWanted);
        listen(rules, rules.context.clock.account_now());
    });
}

fn put(rules: PageRules, moved: TimerMove) {
    rules.timers.moves.update(|moves| {
        moves.retain(|other| other.pod != moved.pod);
        moves.push(moved);
    });
}

/// Reads the log of one pod whose word is waited for, unless one is read by now.
fn listen(rules: PageRules, now: Timestamp) {
    let next = rules.timers.moves.peek(|moves| moves.iter().find(|moved| moved.awaits_word(now)).cloned());
    let Some(moved) = next.filter(|_| !rules.timers.listens.peek(|listens| *listens)) else { return };
    rules.timers.listens.set(true);
    spawn_local(async move {
        let query = LogQuery { source: Some(Source::Container), tail: TAIL };
        let mut logs = rules.context.client().beside().logs(moved.pod.clone(), query, WebClock);
        let reading = async {
            loop {
                match logs.next().await {
                    LogNews::Lines(lines) => {
                        let last = lines.iter().filter_map(|line| TimerMark::heard(&line.text)).next_back();
                        if let Some(mark) = last {
                            rules.timers.said.set(Some(HeardMark { pod: moved.pod.clone(), mark }));
                            take_word(rules);
                        }
                        // More may have been asked for since this turn began.
                        if !awaits_word(rules, &moved.pod) {
                            return;
                        }
                    }
                    LogNews::Over(_) => return,
                    LogNews::Connected | LogNews::Broken(..) => {}
                }
            }
        };
        select(pin!(reading), pin!(clock::pause(TURN))).await;
        rules.timers.said.set(None);
        rules.timers.listens.set(false);
        // Whose turn it was is the last to have the next one, with the next list.
        rules.timers.moves.change(|moves| {
            if let Some(at) = moves.iter().position(|other| other.pod == moved.pod) {
                let turn = moves.remove(at);
                moves.push(turn);
            }
        });
    });
}

fn awaits_word(rules: PageRules, pod: &PodId) -> bool {
    rules.timers.moves.peek(|moves| moves.iter().any(|moved| moved.pod == *pod && moved.state != MoveState::Heard))
}

/// Compares what the pod said last with what was asked last of it: it says nothing twice.
fn take_word(rules: PageRules) {
    let Some(said) = rules.timers.said.peek(Option::clone) else { return };
    let is_heard =
        |moved: &TimerMove| moved.pod == said.pod && moved.mark == said.mark && moved.state == MoveState::Written;
    if !rules.timers.moves.peek(|moves| moves.iter().any(is_heard)) {
        return;
    }
    rules.timers.moves.update(|moves| {
        moves.iter_mut().filter(|moved| is_heard(moved)).for_each(|moved| moved.state = MoveState::Heard);
    });
    rules.log.note(vec![(said.pod.clone(), Activity::TimerMoved)]);
    rules.timers.storage.keep(said.pod.as_str(), &said.write());
    rules.timers.heard.change(|all| {
        all.retain(|other| other.pod != said.pod);
        all.push(said);
    });
}
