//! What the processes of one container share, and how they wait: for simulated time, for each other, for RunPod's answer.

use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use crate::clock::{HOUR, Moment, SECOND};

/// What a process asks of RunPod about its own pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Terminate,
    Stop,
}

/// By what means it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Runpodctl,
    GraphQl,
    V2,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Done,
    Refused,
    /// There is no such program in the container.
    Missing,
}

pub type Process = Pin<Box<dyn Future<Output = ()> + Send>>;
pub type Shared = Arc<Mutex<Kernel>>;

/// What is asked, how, and where the answer is to lie.
pub type Mail = (Call, By, Arc<Mutex<Option<Reply>>>);

pub struct Kernel {
    pub now: Moment,
    pub files: BTreeMap<String, String>,
    /// When the image's own start was reached, or another program that runs on.
    pub reached: Option<Moment>,
    pub spawned: Vec<(u32, Process)>,
    pub alive: BTreeSet<u32>,
    /// When the process that was polled last wants to go on.
    pub wake: Option<Moment>,
    pub mail: Option<Mail>,
    next_id: u32,
    /// Commands that may still run before time passes.
    fuel: u32,
    /// How much time passes if they don't sleep.
    pause: i64,
    /// Commands that may still run at all.
    life: u32,
}

/// Commands between two sleeps: more is a loop that burns a CPU, and time.
const FUEL: u32 = 1_000;
const LIFE: u32 = 2_000_000;
const MOST_PROCESSES: usize = 32;
const MOST_FILES: usize = 64;
/// Characters of any text.
pub const MOST_TEXT: usize = 16 * 1024;

impl Kernel {
    pub fn new(now: Moment) -> Self {
        Self {
            now,
            files: BTreeMap::new(),
            reached: None,
            spawned: Vec::new(),
            alive: BTreeSet::new(),
            wake: None,
            mail: None,
            next_id: 1,
            fuel: FUEL,
            pause: SECOND,
            life: LIFE,
        }
    }

    /// Takes what one command costs. Answers how long it has to wait for that; none if there will be no more.
    fn spend(&mut self) -> Option<i64> {
        self.life = self.life.checked_sub(1)?;
        self.fuel = self.fuel.saturating_sub(1);
        if self.fuel > 0 {
            return Some(0);
        }
        self.fuel = FUEL;
        let pause = self.pause;
        self.pause = (pause * 2).min(24 * HOUR);
        Some(pause)
    }

    /// A number for a new process; none if there are too many.
    pub fn number(&mut self) -> Option<u32> {
        if self.alive.len() >= MOST_PROCESSES {
            return None;
        }
        self.next_id += 1;
        self.alive.insert(self.next_id);
        Some(self.next_id)
    }

    pub fn write(&mut self, file: &str, text: &str, append: bool) -> bool {
        let is_full = self.files.len() >= MOST_FILES && !self.files.contains_key(file);
        if is_full || file.is_empty() || file.starts_with("/proc/") {
            return false;
        }
        if !file.starts_with("/dev/") {
            let kept = self.files.entry(file.to_owned()).or_default();
            let before = if append { std::mem::take(kept) } else { String::new() };
            *kept = capped(before + text);
        }
        true
    }

    pub fn read(&self, file: &str) -> Option<String> {
        match file {
            "/dev/null" => Some(String::new()),
            // Of the host, which runs for longer than any pod.
            "/proc/uptime" => {
                let up = self.now.0.rem_euclid(400 * 24 * HOUR);
                Some(format!("{}.{:02} 0.00\n", up / SECOND, up % SECOND / 10))
            }
            _ => self.files.get(file).cloned(),
        }
    }
}

/// Text that grows for ever is cut.
pub fn capped(mut text: String) -> String {
    if text.len() > MOST_TEXT {
        let end = (0..=MOST_TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

pub fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Until then.
pub async fn until(kernel: &Shared, at: Moment) {
    poll_fn(|_| {
        let mut kernel = held(kernel);
        if kernel.now >= at {
            return Poll::Ready(());
        }
        kernel.wake = Some(at);
        Poll::Pending
    })
    .await;
}

/// A sleep, as a script asks for one. A real one lets it run on as before.
pub async fn sleep(kernel: &Shared, ms: i64) {
    let at = {
        let mut kernel = held(kernel);
        if ms >= SECOND {
            kernel.fuel = FUEL;
        }
        kernel.now.after(ms)
    };
    until(kernel, at).await;
}

/// For as long as the container lives.
pub async fn for_ever() {
    std::future::pending::<()>().await;
}

/// Until those processes have ended.
pub async fn ended(kernel: &Shared, processes: &[u32]) {
    poll_fn(|_| {
        let alive = &held(kernel).alive;
        if processes.iter().any(|id| alive.contains(id)) { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
}

/// Before each command: who never sleeps is slowed down, more and more.
pub async fn tick(kernel: &Shared) {
    let pause = held(kernel).spend();
    match pause {
        Some(0) => {}
        Some(pause) => {
            let at = held(kernel).now.after(pause);
            until(kernel, at).await;
        }
        None => for_ever().await,
    }
}

/// Asks RunPod.
pub async fn ask(kernel: &Shared, call: Call, by: By) -> Reply {
    let answer = Arc::new(Mutex::new(None));
    poll_fn(|_| {
        if held(kernel).mail.is_some() {
            return Poll::Pending;
        }
        held(kernel).mail = Some((call, by, Arc::clone(&answer)));
        Poll::Ready(())
    })
    .await;
    poll_fn(|_| match *held(&answer) {
        Some(reply) => Poll::Ready(reply),
        None => Poll::Pending,
    })
    .await
}
