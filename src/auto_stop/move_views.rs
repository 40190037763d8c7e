//! How long the timer in a pod has left, and the buttons that move it. In the file of the money, as `moves.rs` is.

use launchpod_core::auto_stop::TimerMark;
use launchpod_core::auto_stop::countdown::{Nearness, minutes_left};
use launchpod_core::auto_stop::timer_move::{MoveState, TimerMoves, Unmovable};
use launchpod_core::billing::PodEnd;
use launchpod_core::notices::script::is_in;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::time::{Timestamp, length};
use launchpod_words::timer as say;
use leptos::prelude::*;

use crate::auto_stop::moves::{act, ask, moved};
use crate::auto_stop::rules::PageRules;
use crate::pods::element_ids::named;
use crate::widgets::error_box::ErrorBox;

/// What can be asked of the timer, as things stand; followed.
fn moves(rules: PageRules, known: &PodEntry) -> TimerMoves {
    let mark = moved(rules, &known.pod.id).map(|moved| moved.mark).or(known.pod.timer_mark);
    TimerMoves::of(&known.pod, mark, rules.pods.row_time(&known.pod.id)).unwrap_or_default()
}

/// A button that asks for a mark, as long as there is one to ask for.
fn button(
    rules: PageRules,
    row: RwSignal<PodEntry>,
    kind: &'static str,
    label: &'static str,
    mark: fn(PageRules, &PodEntry) -> Option<TimerMark>,
) -> AnyView {
    let is_there = Memo::new(move |_| row.with(|known| mark(rules, known)).is_some());
    let is_sent = move || {
        let id = row.with(|known| known.pod.id.clone());
        moved(rules, &id).is_some_and(|moved| moved.state == MoveState::Sending).to_string()
    };
    let click = move |_| {
        let known = row.get_untracked();
        if let Some(mark) = untrack(|| mark(rules, &known)) {
            ask(rules, &known, mark);
        }
    };
    let (own, names) = row.with_untracked(|known| named(kind, &known.pod.id));
    view! {
        {move || is_there.get().then(|| view! {
            <button
                type="button"
                class="quiet"
                id=own.clone()
                aria-labelledby=names.clone()
                aria-disabled=is_sent
                on:click=click
            >
                {label}
            </button>
        }.into_any())}
    }
    .into_any()
}

fn more(rules: PageRules, row: RwSignal<PodEntry>) -> AnyView {
    button(rules, row, "timer-more", say::more(), |rules, known| moves(rules, known).more)
}

fn undo(rules: PageRules, row: RwSignal<PodEntry>) -> AnyView {
    button(rules, row, "timer-undo", say::undo(), |rules, known| {
        moved(rules, &known.pod.id)?.undo(rules.pods.row_time(&known.pod.id))
    })
}

/// How long is left, and how near that is; with what the pod costs by then, where it is told nowhere else.
fn left(rules: PageRules, row: RwSignal<PodEntry>, with_cost: bool) -> AnyView {
    let left = Memo::new(move |_| {
        row.with(|known| {
            let now = rules.pods.row_time(&known.pod.id);
            let (_, at) = act(rules, &known.pod, now).filter(|(_, at)| *at > now)?;
            // The time that counts may be another one than the mark's.
            let end = PodEnd::of(&known.pod, now).filter(|end| with_cost && end.at == at);
            let time = length(minutes_left(at, now));
            let words = match end {
                Some(end) => say::left_and_cost(time, end.cost.estimate()),
                None => say::left(time),
            };
            Some((words, Nearness::of(at, now).as_str()))
        })
    });
    view! {
        <span data-field="left" data-near=move || left.with(|left| left.as_ref().map(|(_, near)| *near))>
            {move || left.with(|left| left.as_ref().map(|(words, _)| words.clone()))}
        </span>
    }
    .into_any()
}

fn refused(rules: PageRules, row: RwSignal<PodEntry>) -> AnyView {
    let failure = move || {
        let refused = rules.timers.refused.get();
        refused.filter(|(pod, _)| row.with(|known| known.pod.id == *pod)).map(|(_, failure)| failure)
    };
    view! { {move || failure().map(|failure| view! { <ErrorBox failure doing=Operation::SettingUp /> }.into_any())} }
        .into_any()
}

/// Whether the pod has a timer that can be moved, and its container runs.
fn can_be_moved(row: RwSignal<PodEntry>) -> Memo<bool> {
    Memo::new(move |_| {
        row.with(|known| {
            let is_up = known.pod.runtime.is_some() && known.pod.status.bills_gpu();
            is_up && TimerMoves::of(&known.pod, None, Timestamp::default()).is_ok()
        })
    })
}

/// On the card: how long is left, and an hour more.
pub(super) fn card(rules: PageRules, row: RwSignal<PodEntry>) -> AnyView {
    let can = can_be_moved(row);
    view! {
        {move || can.get().then(|| view! {
            <div class="timer">{left(rules, row, true)}{more(rules, row)}{undo(rules, row)}</div>
            {refused(rules, row)}
        }.into_any())}
    }
    .into_any()
}

/// On the pod's page: all that can be asked of the timer, or why nothing can.
pub(super) fn page(rules: PageRules, row: RwSignal<PodEntry>) -> AnyView {
    let can = can_be_moved(row);
    let sends = Memo::new(move |_| row.with(|known| is_in(&known.pod.start_command)));
    let why_not = move || row.with(|known| TimerMoves::of(&known.pod, None, Timestamp::default()).err());
    view! {
        {move || match can.get() {
            true => view! {
                <div class="timer">
                    {left(rules, row, false)}
                    {more(rules, row)}
                    {button(rules, row, "timer-less", say::less(), |rules, known| moves(rules, known).less)}
                    {button(rules, row, "timer-off", say::cancel(), |rules, known| moves(rules, known).off)}
                    {undo(rules, row)}
                </div>
                {refused(rules, row)}
                <p class="help">{say::how_it_is_moved()}</p>
            }.into_any(),
            false => view! { <p class="help">{move || why_not().map(Unmovable::describe)}</p> }.into_any(),
        }}
        {move || sends.get().then(|| view! { <p class="help">{say::sends_notices()}</p> }.into_any())}
    }
    .into_any()
}
