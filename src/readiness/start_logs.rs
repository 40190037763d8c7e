//! Reads the logs of pods that are on their way up, one at a time: `launchpod_core::readiness::log_turns` says whose, and for how
//! long.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use launchpod_core::models::script;
use launchpod_core::pods::action::{ActionRequest, PodAction};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::readiness::Stage;
use launchpod_core::readiness::diagnosis::start_log::StartLog;
use launchpod_core::readiness::log_turns::{LogTurns, Reading, Turn, Watched};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::rest::logs::{LogNews, LogQuery, PodLogs};
use launchpod_core::runpod::web_clock::WebClock;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use leptos::task::spawn_local;

use crate::context::AppContext;
use crate::platform::clock;
use crate::pods::store::PodStore;
use crate::readiness::tracker::ReadinessTracker;
use crate::sign_in::check::PageTransport;

/// How often it is looked which pods are on their way.
const LOOK: Duration = Duration::from_secs(1);
/// How often where no log can be read.
const SHUT_OUT_LOOK: Duration = Duration::from_secs(10);
/// So long after a container's start models may still be on their way.
const LONGEST_LOADING: Duration = Duration::from_secs(2 * 3600);
/// Where no log could be read so often in a row, none can: the browser, or the relay, does not let it through.
const MOST_FAILURES: u32 = 3;

/// What reads a log.
type Log = PodLogs<PageTransport, WebClock>;

/// Reads them as long as the page lives.
#[derive(Clone, Copy)]
struct Watch {
    context: AppContext,
    pods: PodStore,
    readiness: ReadinessTracker,
}

/// Begins.
pub fn start(context: AppContext, pods: PodStore, readiness: ReadinessTracker) {
    spawn_local(Watch { context, pods, readiness }.run());
}

impl Watch {
    async fn run(self) {
        let (mut turns, mut failures) = (LogTurns::default(), 0);
        // A page that was never let through asks no more, and says so where models are loaded.
        loop {
            if failures >= MOST_FAILURES {
                self.tell_shut_out();
                clock::pause(SHUT_OUT_LOOK).await;
                continue;
            }
            self.follow(&mut turns);
            let Some((mut watched, reading, turn)) = turns.next(clock::now()) else {
                clock::pause(LOOK).await;
                continue;
            };
            failures = self.read(&mut watched, reading, turn, failures, &turns.refused()).await;
            if let Some(log) = &mut watched.log {
                log.rest();
            }
            turns.done(watched);
        }
    }

    /// The pods that are on their way now, each from its own start on.
    fn follow(self, turns: &mut LogTurns<Log>) {
        let moving = self.pods.read(|fleet| {
            let read = fleet.all().into_iter().filter(|known| self.is_read(known));
            read.map(|known| (known.pod.id.clone(), known.pod.started)).collect()
        });
        let new = turns.follow(moving);
        // What was said of models stays, and is not read again.
        let stays = |(id, log): &(PodId, StartLog)| {
            turns.has(id) || self.pods.get(id).is_some_and(|known| loads_models(&known) && log.is_of(known.pod.started))
        };
        self.readiness.start_logs.change(|all| {
            all.retain(|own| stays(own) && new.iter().all(|(new, _)| *new != own.0));
            all.extend(new.into_iter().map(|(id, started)| {
                let image = self.pods.get(&id).map(|known| known.pod.image).unwrap_or_default();
                let log = StartLog::new(&image, started);
                (id, log)
            }));
        });
    }

    /// Reads one log until others than those that are `refused` want their turn. How often no log could be read in a row.
    async fn read(
        self,
        watched: &mut Watched<Log>,
        reading: Reading,
        mut turn: Turn,
        mut failures: u32,
        refused: &[PodId],
    ) -> u32 {
        let (pod, started) = watched.start.clone();
        let log = watched.log.get_or_insert_with(|| {
            self.tell(&pod, |log, _| log.begin(reading));
            let query = LogQuery { source: None, tail: reading.tail() };
            self.context.client().beside().logs(pod.clone(), query, WebClock)
        });
        let goes_on =
            |turn: &Turn| self.is_moving(&pod, started) && !turn.is_over(clock::now(), self.others_wait(&pod, refused));
        let mut is_open = false;
        // Lines may come without end: the turn ends all the same.
        while goes_on(&turn) {
            let news = {
                let mut next = pin!(log.next());
                loop {
                    match select(next, pin!(clock::pause(LOOK))).await {
                        Either::Left((news, _)) => break news,
                        Either::Right((_, still)) => {
                            if is_open {
                                self.tell(&pod, StartLog::quiet);
                            }
                            if !goes_on(&turn) {
                                return failures;
                            }
                            next = still;
                        }
                    }
                }
            };
            is_open = matches!(news, LogNews::Lines(_) | LogNews::Connected);
            match news {
                LogNews::Lines(lines) => self.tell(&pod, |log, _| lines.iter().for_each(|line| log.hear(line))),
                LogNews::Connected => {
                    failures = 0;
                    turn.connected(clock::now());
                    self.tell(&pod, StartLog::open);
                }
                LogNews::Broken(error, _) if !is_shut_out(&error) => {}
                LogNews::Broken(..) if failures + 1 < MOST_FAILURES => failures += 1,
                LogNews::Broken(..) => return MOST_FAILURES,
                LogNews::Over(_) => {
                    watched.refused = true;
                    return failures;
                }
            }
        }
        failures
    }

    /// Whether this pod is on its way, and nobody has asked for its end.
    fn is_read(self, known: &PodEntry) -> bool {
        let is_ended = self.pods.actions.peek(|acts| {
            let ends = |act: &ActionRequest<ApiError>| act.verb == PodAction::Terminate && !act.is_undoable();
            acts.iter().any(|act| act.pod == known.pod.id && ends(act))
        });
        (known.stage().is_moving() || self.waits_for_models(known)) && !known.unlisted && !is_ended
    }

    /// Whether its program has answered, and its models are not all told of yet.
    fn waits_for_models(self, known: &PodEntry) -> bool {
        let told = |all: &Vec<(PodId, StartLog)>| {
            let own = all.iter().find(|(id, log)| *id == known.pod.id && log.is_of(known.pod.started));
            own.is_some_and(|(_, log)| log.models_are_over())
        };
        loads_models(known)
            && {
                let now = self.context.clock.account_now();
                let up = known.pod.runtime.as_ref().map(|runtime| now.since(runtime.up_since));
                up.is_some_and(|up| up <= LONGEST_LOADING)
            }
            && !self.readiness.start_logs.peek(told)
    }

    /// That the log can't be read here, for each pod that loads models.
    fn tell_shut_out(self) {
        let loading: Vec<PodEntry> = self.pods.read(|fleet| {
            let all = fleet.all().into_iter();
            all.filter(|known| loads_models(known) && self.is_read(known)).cloned().collect()
        });
        let is_news = self.readiness.start_logs.change(|all| {
            let before = all.len();
            all.retain(|(id, log)| log.is_shut_out() && loading.iter().any(|known| known.pod.id == *id));
            let mut is_news = before != all.len();
            for known in &loading {
                if !all.iter().any(|(id, _)| *id == known.pod.id) {
                    let mut log = StartLog::new(&known.pod.image, known.pod.started);
                    log.shut_out();
                    all.push((known.pod.id.clone(), log));
                    is_news = true;
                }
            }
            is_news
        });
        if is_news {
            self.readiness.start_logs.update(|_| ());
        }
    }

    /// Whether this pod is still to be read, in the same start.
    fn is_moving(self, pod: &PodId, started: Option<Timestamp>) -> bool {
        let known = self.pods.get(pod);
        known.is_some_and(|known| self.is_read(&known) && known.pod.started == started)
    }

    fn others_wait(self, pod: &PodId, refused: &[PodId]) -> bool {
        let waits = |known: &&PodEntry| {
            let id = &known.pod.id;
            id != pod && !refused.contains(id) && self.is_read(known)
        };
        self.pods.read(|fleet| fleet.all().iter().any(waits))
    }

    /// Takes something in. Only a verdict is news at once; the last line is looked at by the second.
    fn tell(self, pod: &PodId, how: impl FnOnce(&mut StartLog, Timestamp)) {
        let now = self.context.clock.account_now();
        let is_news = self.readiness.start_logs.change(|all| {
            let log = all.iter_mut().find(|(id, _)| id == pod).map(|(_, log)| log)?;
            let before = log.verdict_state();
            how(log, now);
            Some(before != log.verdict_state())
        });
        if is_news == Some(true) {
            self.readiness.start_logs.update(|_| ());
        }
    }
}

/// Whether it runs and its start command loads models.
fn loads_models(known: &PodEntry) -> bool {
    let stage = known.stage();
    (stage.is_moving() || matches!(stage, Stage::Ready | Stage::ProbablyUp)) && script::is_in(&known.pod.start_command)
}

/// Whether this browser may not read logs, as far as one can tell.
fn is_shut_out(error: &ApiError) -> bool {
    use launchpod_core::runpod::error::ErrorKind::{InvalidResponse, NoAccess};
    matches!(error.kind, NoAccess | InvalidResponse)
}
