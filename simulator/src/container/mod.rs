//! What runs in a pod's container, in simulated time. A start command is recognised, never run: nothing of it reaches this machine.

mod calls;
mod entrypoint;
pub mod models;
mod notices;
mod script;
mod terminal;
mod timer;
mod words;

pub use calls::{By, Call, Reply};
pub use entrypoint::{Start, parts};
pub use terminal::Line;

use crate::clock::{MINUTE, Moment, SECOND};
use script::Step;
use timer::{Timer, uptime};

/// A container's processes, and the one file that matters. They end with it.
pub struct Container {
    start: Start,
    pod: String,
    now: Moment,
    foreground: Option<Process>,
    background: Vec<Process>,
    timer: Option<Timer>,
    /// `/tmp/launchpod-ends`
    file: Option<String>,
    /// What its timer has said in the log.
    said: Vec<(Moment, String)>,
    served_since: Option<Moment>,
    /// When what ended by itself is started again, and how long it waits the next time.
    again: Option<Moment>,
    rest: i64,
}

/// What is still to be done, the next step last, and when it goes on; never, without a time.
struct Process {
    steps: Vec<Step>,
    wake: Option<Moment>,
}

impl Process {
    fn new(mut steps: Vec<Step>, now: Moment) -> Self {
        steps.reverse();
        Self { steps, wake: Some(now) }
    }
}

/// Waits between two starts of what ends by itself, as Docker does.
const FIRST_REST: i64 = 10 * SECOND;
const LONGEST_REST: i64 = 5 * MINUTE;

impl Container {
    pub fn new(start: Start, pod: &str, now: Moment) -> Self {
        let mut container = Self {
            start,
            pod: pod.to_owned(),
            now,
            foreground: None,
            background: Vec::new(),
            timer: None,
            file: None,
            said: Vec::new(),
            served_since: None,
            again: None,
            rest: FIRST_REST,
        };
        container.begin();
        container
    }

    fn begin(&mut self) {
        if self.start.runs_words() {
            self.foreground = Some(Process::new(self.start.steps(&self.pod), self.now));
        }
    }

    /// Does what a line says that is entered in a terminal. Answers with what is printed, and the status.
    pub fn enter(&mut self, line: &Line, now: Moment) -> (String, i32) {
        line.run(&mut self.file, now)
    }

    /// The pod has another name.
    pub fn renamed(&mut self, now: Moment) {
        if let Some(timer) = &mut self.timer {
            timer.renamed(now);
        }
    }

    /// What its timer has said in the log.
    pub fn said(&self) -> &[(Moment, String)] {
        &self.said
    }

    /// When the image's services were started, if they were.
    pub fn served_since(&self, container_at: Moment) -> Option<Moment> {
        if self.start.is_own() { Some(container_at) } else { self.served_since }
    }

    /// When something in it goes on.
    pub fn next_at(&self) -> Option<Moment> {
        let processes = self.foreground.iter().chain(&self.background).filter_map(|process| process.wake);
        let timer = self.timer.as_ref().and_then(|timer| timer.next_at(self.file.as_deref()));
        let reads = self.timer.as_ref().and_then(Timer::reads_at);
        processes.chain(timer).chain(reads).chain(self.again).min()
    }

    /// Lives through this moment. `name` is the pod's, if its key may read that. `ask` is RunPod; once it has done what was
    /// asked, this container is no more.
    pub fn live(&mut self, now: Moment, name: Option<&str>, mut ask: impl FnMut(Call, By) -> Reply) {
        self.now = now;
        if self.again.is_some_and(|again| again <= now) {
            self.again = None;
            self.begin();
        }
        while let Some(step) = self.next_step() {
            if step.is_some_and(|call| ask(call, By::Runpodctl) == Reply::Done) {
                return self.end();
            }
        }
        self.read_name(name);
        if let Some(timer) = self.timer.as_mut().filter(|timer| timer.is_due(self.file.as_deref(), now)) {
            timer.looked_at(now);
            if timer.ways().any(|(call, by)| ask(call, by) == Reply::Done) {
                self.end();
            }
        }
    }

    /// When its time to read has come, and before it acts.
    fn read_name(&mut self, name: Option<&str>) {
        let (now, file) = (self.now, self.file.as_deref());
        let reads = |timer: &&mut Timer| {
            timer.reads_name() && (timer.reads_at().is_some_and(|at| at <= now) || timer.is_due(file, now))
        };
        let Some(timer) = self.timer.as_mut().filter(reads) else { return };
        if let Some((said, file)) = timer.reads(name, now) {
            self.said.push((now, said));
            self.file = Some(file);
        }
    }

    /// Goes one step on, and answers with what that asks of RunPod. None if nothing goes on at this moment.
    fn next_step(&mut self) -> Option<Option<Call>> {
        let now = self.now;
        let is_due = |process: &Process| process.wake.is_some_and(|wake| wake <= now);
        if let Some(process) = self.background.iter_mut().find(|process| is_due(process)) {
            let step = process.steps.pop();
            process.wake = wake(step.as_ref(), now);
            return Some(step.and_then(|step| self.takes(step)));
        }
        let process = self.foreground.as_mut().filter(|process| is_due(process))?;
        let step = process.steps.pop();
        process.wake = wake(step.as_ref(), now);
        match step {
            Some(step) => Some(self.takes(step)),
            None => {
                self.restart_later();
                Some(None)
            }
        }
    }

    fn takes(&mut self, step: Step) -> Option<Call> {
        match step {
            Step::Ask(call) => return Some(call),
            Step::Serve => {
                self.served_since.get_or_insert(self.now);
            }
            Step::Beside(steps) => self.background.push(Process::new(steps, self.now)),
            Step::Timer { seconds, script } => {
                self.file = Some(format!("{}\n", uptime(self.now) + seconds));
                self.timer = Some(Timer::new(script, self.now));
            }
            Step::Sleep(_) | Step::RunOn => {}
        }
        None
    }

    /// What it ran has ended: everything else in it ends too, and RunPod starts it again. Its file stays.
    fn restart_later(&mut self) {
        self.end();
        self.again = Some(self.now.after(self.rest));
        self.rest = (self.rest * 2).min(LONGEST_REST);
        self.served_since = None;
    }

    fn end(&mut self) {
        (self.foreground, self.timer) = (None, None);
        self.background.clear();
    }
}

/// When a process goes on after a step; one that has ended never does.
fn wake(step: Option<&Step>, now: Moment) -> Option<Moment> {
    match step {
        None | Some(Step::Serve | Step::RunOn) => None,
        Some(Step::Sleep(ms)) => Some(now.after(*ms)),
        Some(_) => Some(now),
    }
}
