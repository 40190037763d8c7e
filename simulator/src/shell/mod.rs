//! What a pod's start command does, in simulated time. It is read and run here, command by command; nothing of it ever
//! reaches this machine.

mod api;
mod arithmetic;
mod commands;
mod compound;
mod expand;
mod kernel;
mod parse;
mod run;
mod start;
mod syntax;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

pub use kernel::{By, Call, Reply};
pub use start::Start;

use crate::clock::{MINUTE, Moment, SECOND};
use kernel::{Kernel, Shared, held};
use run::Process;

/// A container's processes and files. They die with it.
pub struct Container {
    kernel: Shared,
    tasks: Vec<Task>,
    variables: BTreeMap<String, String>,
    start: Start,
    /// The process that it runs, and when that is started again, if it has ended.
    main: u32,
    again: Option<Moment>,
    rest: i64,
}

struct Task {
    id: u32,
    process: kernel::Process,
    wake: Option<Moment>,
    is_ready: bool,
}

/// Waits between two starts of what ends by itself, as Docker does.
const FIRST_REST: i64 = 10 * SECOND;
const LONGEST_REST: i64 = 5 * MINUTE;
/// Turns in one moment: each lets one process run until it waits.
const MOST_TURNS: u32 = 5_000;

impl Container {
    pub fn new(start: Start, variables: BTreeMap<String, String>, now: Moment) -> Self {
        let kernel = Arc::new(Mutex::new(Kernel::new(now)));
        let mut container =
            Self { kernel, tasks: Vec::new(), variables, start, main: 0, again: None, rest: FIRST_REST };
        container.begin();
        container
    }

    fn begin(&mut self) {
        let Some(node) = self.start.script() else { return };
        let mut process = Process::new(Arc::clone(&self.kernel), self.variables.clone());
        process.is_main = true;
        self.main = self.spawn(async move {
            process.run(&node).await;
        });
    }

    fn spawn(&mut self, process: impl Future<Output = ()> + Send + 'static) -> u32 {
        let id = held(&self.kernel).number().unwrap_or(u32::MAX);
        self.tasks.push(Task { id, process: Box::pin(process), wake: None, is_ready: true });
        id
    }

    /// When the image's services were started, if they were.
    pub fn served_since(&self, container_at: Moment) -> Option<Moment> {
        if self.start.is_own() { Some(container_at) } else { held(&self.kernel).reached }
    }

    /// When something in it goes on.
    pub fn next_at(&self) -> Option<Moment> {
        let now = held(&self.kernel).now;
        let tasks = self.tasks.iter().filter_map(|task| if task.is_ready { Some(now) } else { task.wake });
        tasks.chain(self.again).min()
    }

    /// Enters a line, as a person at a terminal does. Answers with what it says.
    pub fn enter(&mut self, line: &str) -> Line {
        let said = Arc::new(Mutex::new(String::new()));
        let status = Arc::new(Mutex::new(None));
        let Ok(node) = parse::script(line) else {
            return Line { said, status: Arc::new(Mutex::new(Some(2))) };
        };
        let mut process = Process::new(Arc::clone(&self.kernel), self.variables.clone());
        process.output = Some(Arc::clone(&said));
        let done = Arc::clone(&status);
        self.spawn(async move {
            let status = process.run(&node).await;
            *held(&done) = Some(status);
        });
        Line { said, status }
    }

    /// Lives through this moment. `act` is RunPod; once it has done what was asked, this container is no more.
    pub fn live(&mut self, now: Moment, mut act: impl FnMut(Call, By) -> Reply) {
        held(&self.kernel).now = now;
        for task in &mut self.tasks {
            task.is_ready |= task.wake.is_some_and(|wake| wake <= now);
        }
        if self.again.is_some_and(|again| again <= now) {
            self.again = None;
            self.begin();
        }
        for _ in 0..MOST_TURNS {
            let Some(index) = self.tasks.iter().position(|task| task.is_ready) else { return };
            self.turn(index);
            let mail = held(&self.kernel).mail.take();
            if let Some((call, by, answer)) = mail {
                let reply = act(call, by);
                *held(&answer) = Some(reply);
                if reply == Reply::Done {
                    self.end();
                    return;
                }
                self.tasks.iter_mut().for_each(|task| task.is_ready = true);
            }
        }
        // What is still not done goes on a second later.
        for task in self.tasks.iter_mut().filter(|task| task.is_ready) {
            (task.is_ready, task.wake) = (false, Some(now.after(SECOND)));
        }
    }

    fn turn(&mut self, index: usize) {
        let Some(task) = self.tasks.get_mut(index) else { return };
        let mut context = Context::from_waker(Waker::noop());
        let is_done = task.process.as_mut().poll(&mut context).is_ready();
        let (id, mut kernel) = (task.id, held(&self.kernel));
        (task.is_ready, task.wake) = (false, kernel.wake.take());
        let spawned = std::mem::take(&mut kernel.spawned);
        self.tasks.extend(spawned.into_iter().map(|(id, process)| Task { id, process, wake: None, is_ready: true }));
        if !is_done {
            return;
        }
        kernel.alive.remove(&id);
        drop(kernel);
        self.tasks.remove(index);
        // Somebody may wait for it.
        self.tasks.iter_mut().for_each(|task| task.is_ready = true);
        if id == self.main {
            self.exit();
        }
    }

    /// What it ran has ended: everything else in it ends too, and RunPod starts it again. Its files stay.
    fn exit(&mut self) {
        self.end();
        let mut kernel = held(&self.kernel);
        self.again = Some(kernel.now.after(self.rest));
        self.rest = (self.rest * 2).min(LONGEST_REST);
        kernel.reached = None;
    }

    fn end(&mut self) {
        self.tasks.clear();
        held(&self.kernel).alive.clear();
    }
}

/// A line that was entered.
pub struct Line {
    said: Arc<Mutex<String>>,
    status: Arc<Mutex<Option<i32>>>,
}

impl Line {
    /// What it has said, and its status if it has ended.
    pub fn result(&self) -> (String, Option<i32>) {
        (held(&self.said).clone(), *held(&self.status))
    }
}
