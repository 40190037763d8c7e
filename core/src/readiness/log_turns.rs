//! Whose log is read, and for how long, while pods are on their way: one at a time, as a browser gives a page only six
//! connections to a server that speaks HTTP/1.1, and lists and clicks need some.

use std::time::Duration;

use crate::types::ids::PodId;
use crate::types::time::Timestamp;

/// Logs of so many pods at once are read whole.
const READ_WHOLE: usize = 3;
/// Of more than this none is read: each would have its turn too late, and lists and clicks need the page's time and room.
const MOST_PODS: usize = 10;
/// How long a pod has the connection when others wait for it.
const TURN: Duration = Duration::from_secs(10);
/// The same where there is time only for a look, once the connection is there.
const LOOK: Duration = Duration::from_secs(2);

/// How the logs of pods that are on their way are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Line by line: each turn goes on where the last one ended.
    Whole,
    /// Their last lines alone: nothing of a log is kept when its turn is over.
    Look,
}

impl Reading {
    /// Of so many pods; `None` where no log is read.
    pub fn of(pods: usize) -> Option<Self> {
        match pods {
            1..=READ_WHOLE => Some(Self::Whole),
            _ if (1..=MOST_PODS).contains(&pods) => Some(Self::Look),
            _ => None,
        }
    }

    /// With how many older lines it begins. Where a log is read whole: enough to find a failure that was told a while ago.
    pub const fn tail(self) -> u32 {
        match self {
            Self::Whole => 1_000,
            Self::Look => 50,
        }
    }
}

/// A start of a pod: which, and when it was.
pub type Start = (PodId, Option<Timestamp>);

/// One start, and what reads its log.
#[derive(Debug)]
pub struct Watched<L> {
    /// Whose.
    pub start: Start,
    /// What reads it; `None` before its turn, and after one that was only a look.
    pub log: Option<L>,
    /// Whether RunPod refuses this log.
    pub refused: bool,
}

/// Who has a turn next.
#[derive(Debug)]
pub struct LogTurns<L> {
    /// Those who have waited longest come first.
    queue: Vec<Watched<L>>,
    reading: Option<Reading>,
}

impl<L> Default for LogTurns<L> {
    fn default() -> Self {
        Self { queue: vec![], reading: None }
    }
}

impl<L> LogTurns<L> {
    /// These starts are on their way now, and no others. Those that are new.
    pub fn follow(&mut self, moving: Vec<Start>) -> Vec<Start> {
        let reading = Reading::of(moving.len());
        let moving = if reading.is_some() { moving } else { vec![] };
        self.queue.retain(|old| moving.contains(&old.start));
        if reading != self.reading {
            self.queue.iter_mut().for_each(|old| old.log = None);
        }
        self.reading = reading;
        let new: Vec<Start> = moving.into_iter().filter(|start| !self.holds(start)).collect();
        self.queue.extend(new.iter().map(|start| Watched { start: start.clone(), log: None, refused: false }));
        new
    }

    fn holds(&self, start: &Start) -> bool {
        self.queue.iter().any(|old| old.start == *start)
    }

    /// Whether this pod's log is read, in its turn.
    pub fn has(&self, pod: &PodId) -> bool {
        self.queue.iter().any(|old| old.start.0 == *pod)
    }

    /// Whose turn it is, how it is read, and the turn; `None` where nobody waits.
    pub fn next(&mut self, now: Timestamp) -> Option<(Watched<L>, Reading, Turn)> {
        let reading = self.reading?;
        let at = self.queue.iter().position(|watched| !watched.refused)?;
        Some((self.queue.remove(at), reading, Turn { reading, end: now.plus(TURN) }))
    }

    /// Whose turn it was is the last to have the next one.
    pub fn done(&mut self, mut watched: Watched<L>) {
        if self.reading != Some(Reading::Whole) {
            watched.log = None;
        }
        self.queue.push(watched);
    }

    /// Those whose logs RunPod refuses: they wait for nothing.
    pub fn refused(&self) -> Vec<PodId> {
        self.queue.iter().filter(|watched| watched.refused).map(|watched| watched.start.0.clone()).collect()
    }
}

/// One turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    reading: Reading,
    end: Timestamp,
}

impl Turn {
    /// The connection is there.
    pub fn connected(&mut self, now: Timestamp) {
        if self.reading == Reading::Look {
            self.end = self.end.min(now.plus(LOOK));
        }
    }

    /// Whether another one is to have the connection: however many lines come, and only if one waits for it.
    pub fn is_over(&self, now: Timestamp, others_wait: bool) -> bool {
        others_wait && now >= self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn starts(pods: usize) -> Vec<Start> {
        (0..pods).map(|pod| (PodId::new(format!("p{pod}")), Some(at(1)))).collect()
    }

    /// Whose turn it is, and whether their log goes on where it was; it is kept open until then.
    fn turn(turns: &mut LogTurns<u32>) -> Option<(String, bool)> {
        let (mut watched, ..) = turns.next(at(0))?;
        let told = (watched.start.0.to_string(), watched.log.is_some());
        watched.log = Some(1);
        turns.done(watched);
        Some(told)
    }

    fn whose(turns: &mut LogTurns<u32>, times: usize) -> String {
        (0..times).filter_map(|_| turn(turns)).map(|(pod, goes_on)| pod + if goes_on { "+ " } else { " " }).collect()
    }

    #[test]
    fn few_are_read_whole_up_to_ten_are_looked_at_and_of_more_none_is_read() {
        assert_eq!([0, 1, 3].map(Reading::of), [None, Some(Reading::Whole), Some(Reading::Whole)]);
        assert_eq!([4, 10, 11].map(Reading::of), [Some(Reading::Look), Some(Reading::Look), None]);
        assert_eq!((Reading::Whole.tail(), Reading::Look.tail()), (1_000, 50));
    }

    #[test]
    fn each_has_its_turn_before_one_has_another() {
        let mut turns = LogTurns::default();
        assert_eq!(turns.follow(starts(3)), starts(3));
        assert_eq!(whose(&mut turns, 7), "p0 p1 p2 p0+ p1+ p2+ p0+ ");
        assert_eq!(turns.follow(starts(3)), vec![], "who is there keeps its place");
        assert_eq!(whose(&mut turns, 1), "p1+ ");
    }

    #[test]
    fn nothing_of_a_log_is_kept_after_a_look() {
        let mut turns = LogTurns::default();
        turns.follow(starts(10));
        assert_eq!(whose(&mut turns, 12), "p0 p1 p2 p3 p4 p5 p6 p7 p8 p9 p0 p1 ");
        assert!(turns.queue.iter().all(|watched| watched.log.is_none()));
    }

    #[test]
    fn when_more_come_or_go_all_are_read_anew_in_the_other_way() {
        let mut turns = LogTurns::default();
        turns.follow(starts(3));
        assert_eq!(whose(&mut turns, 4), "p0 p1 p2 p0+ ");
        assert_eq!(turns.follow(starts(4)), vec![starts(4).remove(3)]);
        assert!(turns.queue.iter().all(|watched| watched.log.is_none()), "their place was in the whole log");
        assert_eq!(whose(&mut turns, 4), "p1 p2 p0 p3 ");
        turns.follow(starts(11));
        assert_eq!((whose(&mut turns, 1), turns.has(&PodId::new("p1"))), (String::new(), false), "they are too many");
        assert_eq!(turns.follow(starts(2)), starts(2));
        assert_eq!(whose(&mut turns, 3), "p0 p1 p0+ ");
        turns.follow(vec![(PodId::new("p0"), Some(at(9)))]);
        assert_eq!(whose(&mut turns, 2), "p0 p0+ ", "another start has another log");
    }

    #[test]
    fn whose_log_is_refused_has_no_turn() {
        let mut turns: LogTurns<u32> = LogTurns::default();
        turns.follow(starts(2));
        let (mut first, ..) = turns.next(at(0)).unwrap();
        first.refused = true;
        turns.done(first);
        assert_eq!(turns.refused(), [PodId::new("p0")]);
        assert_eq!(whose(&mut turns, 2), "p1 p1+ ");
        turns.follow(starts(1));
        assert!(turns.next(at(0)).is_none());
    }

    #[test]
    fn a_look_takes_two_seconds_from_its_connection_and_a_turn_ends_only_for_others() {
        let mut turns: LogTurns<u32> = LogTurns::default();
        turns.follow(starts(4));
        let (_, reading, mut look) = turns.next(at(100)).unwrap();
        assert_eq!(reading, Reading::Look);
        assert!(!look.is_over(at(109), true) && look.is_over(at(110), true), "a connection that does not come");
        look.connected(at(103));
        assert!(!look.is_over(at(104), true) && look.is_over(at(105), true));
        assert!(!look.is_over(at(500), false), "nobody waits");
        turns.follow(starts(2));
        let (_, _, mut whole) = turns.next(at(100)).unwrap();
        whole.connected(at(101));
        assert!(!whole.is_over(at(109), true) && whole.is_over(at(110), true));
    }
}
