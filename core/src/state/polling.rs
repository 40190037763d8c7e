//! When the list is asked for: one at a time, at the pulse's pace.

use std::time::Duration;

use crate::state::events::Effect;
use crate::state::poll_interval::PollInterval;
use crate::types::time::Timestamp;

/// A question that has not come back by then never will: the page was asleep.
pub(super) const LOST_AFTER: Duration = Duration::from_secs(60);

/// How the watching goes.
#[derive(Clone, Debug)]
pub struct Polling<F> {
    /// What the last list failed with; `None` after one that came.
    trouble: Option<F>,
    retry_after: Option<Duration>,
    /// When the last list came that was taken in.
    checked: Option<Timestamp>,
    /// Failed in a row.
    failures: u32,
    /// Since when one is under way.
    asking: Option<Timestamp>,
    /// Another one was wanted meanwhile.
    again: bool,
    /// When the last one was over; `None` before that.
    over: Option<Timestamp>,
    /// Whether something moved then, and the chance that was drawn for the wait.
    moving: bool,
    spread: f64,
    hidden: bool,
    chance: f64,
}

impl<F> Default for Polling<F> {
    fn default() -> Self {
        Self {
            trouble: None,
            retry_after: None,
            checked: None,
            failures: 0,
            asking: None,
            again: false,
            over: None,
            moving: false,
            spread: 0.0,
            hidden: false,
            chance: 0.0,
        }
    }
}

impl<F> Polling<F> {
    /// What the last list failed with; `None` after one that came.
    pub fn trouble(&self) -> Option<&F> {
        self.trouble.as_ref()
    }

    /// When the last list came that was taken in; `None` before the first.
    pub fn checked(&self) -> Option<Timestamp> {
        self.checked
    }

    pub(super) fn tick(&mut self, hidden: bool, chance: f64, now: Timestamp, todo: &mut Vec<Effect>) {
        self.hidden = hidden;
        self.chance = chance;
        if self.is_under_way(now) || !self.is_due(now) {
            return;
        }
        self.start(now, todo);
    }

    /// Reckoned anew each time: who comes back to a tab that was hidden waits no more as one does for a hidden one.
    fn is_due(&self, now: Timestamp) -> bool {
        let Self { moving, hidden, failures, retry_after, .. } = *self;
        let wait = PollInterval { moving, hidden, failures, retry_after }.wait(self.spread);
        self.over.is_none_or(|over| now >= over.plus(wait))
    }

    /// A list is wanted now, or right after the one that is under way: that one may have been too early.
    pub(super) fn want(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
        match self.is_under_way(now) {
            true => self.again = true,
            false => self.start(now, todo),
        }
    }

    pub(super) fn came(&mut self, moving: bool, now: Timestamp, todo: &mut Vec<Effect>) {
        self.trouble = None;
        self.failures = 0;
        self.retry_after = None;
        self.checked = Some(now);
        self.end(moving, now, todo);
    }

    pub(super) fn failed(
        &mut self,
        why: F,
        retry_after: Option<Duration>,
        moving: bool,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        self.trouble = Some(why);
        self.failures = self.failures.saturating_add(1);
        self.retry_after = retry_after;
        // What failed just now is not asked again at once, whoever wanted it.
        self.again = false;
        self.end(moving, now, todo);
    }

    fn is_under_way(&self, now: Timestamp) -> bool {
        self.asking.is_some_and(|since| now.since(since) < LOST_AFTER)
    }

    fn start(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
        self.asking = Some(now);
        self.again = false;
        todo.push(Effect::List);
    }

    fn end(&mut self, moving: bool, now: Timestamp, todo: &mut Vec<Effect>) {
        self.asking = None;
        if self.again {
            return self.start(now, todo);
        }
        self.over = Some(now);
        self.moving = moving;
        self.spread = self.chance;
    }
}
