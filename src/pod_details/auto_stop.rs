//! What ends this pod if nobody does, and how that is changed.

use std::time::Duration;

use launchpod_core::auto_stop::{CANCEL, LOOK, PageRule, PodTimer, extend};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::number_input::plain_digits;
use launchpod_words::{auto_stop as say, pod_page, time_of_day};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::auto_stop::rules::PageRules;
use crate::context::{AppContext, store};
use crate::platform::browser;
use crate::pods::auto_stop_line::AutoStopLine;
use crate::widgets::copy::Copyable;

const TWO_HOURS: Duration = Duration::from_secs(2 * 3600);
const EIGHT_HOURS: Duration = Duration::from_secs(8 * 3600);
const IDLE: &str = "rule-idle";
const TIME: &str = "rule-time";

/// The timer inside it, and the page's own rules.
#[component]
pub fn AutoStopSettings(
    /// Which pod.
    id: PodId,
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let rules = store::<PageRules>();
    let reads = |known: &PodEntry| PodTimer::read(&known.pod.image, &known.pod.start_command).is_some();
    let has_timer = Memo::new(move |_| row.with(reads));
    let buttons = move || rules.timers.later.get().map(|later| (later.page)(rules, row));
    view! {
        <section class="panel tall" aria-labelledby="auto-stop">
            <h2 id="auto-stop" tabindex="-1">{pod_page::auto_stop()}</h2>
            <AutoStopLine row beside=true />
            {buttons}
            {move || has_timer.get().then(|| view! { <Inside /> }.into_any())}
            <OwnRule id row />
        </section>
    }
    .into_any()
}

/// The lines for a terminal in the pod.
#[component]
fn Inside() -> impl IntoView {
    let lines = [
        ("timer-more", say::line_two_hours(), extend(TWO_HOURS)),
        ("timer-long", say::line_eight_hours(), extend(EIGHT_HOURS)),
        ("timer-none", say::line_no_timer(), CANCEL.to_owned()),
        ("timer-left", say::line_time_left(), LOOK.to_owned()),
    ];
    let lines = lines.map(|(id, does, text)| {
        let line = view! { <Copyable id=id.to_owned() what=say::line_to_copy(does) text /> };
        view! { <div><dt>{does}</dt><dd>{line}</dd></div> }.into_any()
    });
    view! {
        <details class="pod-part">
            <summary>{say::change_timer()}</summary>
            <p class="help">{say::from_inside()}</p>
            <dl class="facts">{Vec::from(lines)}</dl>
        </details>
    }
    .into_any()
}

/// What the page does while it is open.
#[component]
fn OwnRule(
    /// Which pod.
    id: PodId,
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let (context, rules) = (store::<AppContext>(), store::<PageRules>());
    let id = StoredValue::new(id);
    let (idle, time) = (RwSignal::new("30".to_owned()), RwSignal::new(String::new()));
    let (said, problem) = (RwSignal::new(""), RwSignal::new(("", String::new())));
    let set = move |rule: Option<PageRule>| {
        let kept = id.with_value(|id| rules.set(id, rule));
        problem.set(("", String::new()));
        said.set(match (kept, rule) {
            (false, _) => say::rule_not_kept(),
            (true, Some(_)) => say::rule_set(),
            (true, None) => say::rule_removed(),
        });
    };
    let when_idle = move |_| match plain_digits(&idle.get_untracked()).trim().parse::<u64>() {
        Ok(minutes) if (5..=1440).contains(&minutes) => set(Some(PageRule::IdleFor(Duration::from_secs(minutes * 60)))),
        _ => problem.set((IDLE, say::idle_minutes_wrong().to_owned())),
    };
    let at_time = move |_| {
        let minutes = minutes(&time.get_untracked());
        match minutes {
            Some(minutes) => set(Some(PageRule::At(browser::zone().next_at(minutes, context.clock.account_now())))),
            None => problem.set((TIME, say::time_of_day_wrong(time_of_day(18 * 60 + 30)))),
        }
    };
    // Where there is no GPU, none is ever idle.
    let has_gpu = Memo::new(move |_| row.with(|known| known.pod.gpu_count > 0));
    let has_rule = Memo::new(move |_| id.with_value(|id| rules.of(id).is_some()));
    view! {
        <p class="help">{say::page_rule()}</p>
        {move || has_gpu.get().then(|| {
            let (label, button) = (say::idle_minutes(), say::set_idle());
            view! { <Condition id=IDLE kind="text" label text=idle problem button set=when_idle /> }.into_any()
        })}
        <Condition
            id=TIME
            kind="time"
            label=say::time_of_day()
            text=time
            problem
            button=say::set_time_of_day()
            set=at_time
        />
        {move || {
            has_rule.get().then(|| {
                view! { <button type="button" on:click=move |_| set(None)>{say::remove_rule()}</button> }.into_any()
            })
        }}
        <p role="status">{move || said.get()}</p>
    }
    .into_any()
}

/// What a rule waits for, as typed, and the button that sets the rule.
#[component]
fn Condition(
    /// The input's id.
    id: &'static str,
    /// The input's type.
    kind: &'static str,
    /// Its label.
    label: &'static str,
    /// What is typed.
    text: RwSignal<String>,
    /// The id of the input in which something is wrong, and what.
    problem: RwSignal<(&'static str, String)>,
    /// What stands on the button.
    button: &'static str,
    /// What it does.
    set: impl FnMut(MouseEvent) + 'static,
) -> impl IntoView {
    let problem_id = format!("{id}-problem");
    let own_problem = move || Some(problem.get()).filter(|(wrong, _)| *wrong == id).map(|(_, what)| what);
    view! {
        <div class="beside">
            <div class="field">
                <label for=id>{label}</label>
                <input
                    id=id
                    type=kind
                    inputmode="numeric"
                    autocomplete="off"
                    aria-describedby=problem_id.clone()
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <p class="problem" id=problem_id>{own_problem}</p>
            </div>
            <button type="button" on:click=set>{button}</button>
        </div>
    }
    .into_any()
}

/// Minutes since midnight, from `18:30`.
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
