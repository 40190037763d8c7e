//! Moving the timer in a pod from the page: what can be asked for, how it stands with what was asked, and what is said of it.
//! What the pod has is known only once it has said in its log that it read the mark; until then it may be what it had before.

use std::time::Duration;

use launchpod_words::timer as say;

use crate::auto_stop::pod_timer::{PodTimer, StopAction};
use crate::auto_stop::timer_mark::TimerMark;
use crate::json::Document;
use crate::pods::pod::Pod;
use crate::types::ids::PodId;
use crate::types::time::{Timestamp, UtcOffset};

const HOUR: Duration = Duration::from_secs(3600);
/// The pod reads once a minute: what would come sooner than this might have passed before it is read.
const SOONEST: Duration = Duration::from_secs(600);
/// A pod that can read a mark has said so by then.
pub const READ_WITHIN: Duration = Duration::from_secs(180);

/// Why the timer of a pod can't be moved from the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmovable {
    /// There is none of ours in it.
    NoTimer,
    /// It is of an earlier build, which reads nothing but its own file.
    OldTimer,
}

impl Unmovable {
    /// In words, with what to do.
    pub fn describe(self) -> &'static str {
        match self {
            Self::NoTimer => say::no_timer(),
            Self::OldTimer => say::old_timer(),
        }
    }
}

/// What can be asked of the timer in a pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimerMoves {
    /// An hour later; where it is switched off, an hour from now.
    pub more: Option<TimerMark>,
    /// An hour earlier, if that lies far enough ahead.
    pub less: Option<TimerMark>,
    /// Not at all.
    pub off: Option<TimerMark>,
}

/// The timer that a pod was launched with.
fn launched(pod: &Pod) -> Result<PodTimer, Unmovable> {
    let timer = PodTimer::read(&pod.image, &pod.start_command).ok_or(Unmovable::NoTimer)?;
    if timer.reads_name(&pod.image, &pod.start_command) { Ok(timer) } else { Err(Unmovable::OldTimer) }
}

/// A pod as it is by another mark.
fn with_mark(pod: &Pod, timer_mark: Option<TimerMark>) -> Option<PodTimer> {
    let timer = launched(pod).ok()?;
    match timer_mark {
        None => Some(timer),
        Some(TimerMark::Off) => None,
        Some(TimerMark::After(minutes)) => PodTimer::new(Duration::from_secs(u64::from(minutes) * 60), timer.how),
    }
}

impl TimerMoves {
    /// Of a pod whose timer is asked for `mark` by now.
    ///
    /// # Errors
    /// Why there are none.
    pub fn of(pod: &Pod, mark: Option<TimerMark>, now: Timestamp) -> Result<Self, Unmovable> {
        launched(pod)?;
        let up = pod.runtime.as_ref().map_or(Duration::ZERO, |runtime| now.since(runtime.up_since));
        let after = with_mark(pod, mark).map(PodTimer::after);
        // Whole minutes, rounded up: no timer acts earlier than it was agreed.
        let minutes = |time: Duration| TimerMark::after(time.as_secs().div_ceil(60));
        Ok(Self {
            more: minutes(after.unwrap_or(up).max(up) + HOUR),
            less: after
                .and_then(|after| after.checked_sub(HOUR))
                .filter(|after| *after >= up + SOONEST)
                .and_then(minutes),
            off: after.map(|_| TimerMark::Off),
        })
    }

    /// The mark that brings back what the timer had.
    pub fn back(pod: &Pod, mark: Option<TimerMark>) -> Option<TimerMark> {
        let launched = || TimerMark::after(launched(pod).ok()?.after().as_secs().div_ceil(60));
        mark.or_else(launched)
    }
}

/// How it stands with what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveState {
    /// RunPod was asked to write the mark.
    Sending,
    /// RunPod has it; whether the pod has is not known yet.
    Written,
    /// The pod says that it has read it.
    Heard,
}

/// What was asked of the timer in one pod, last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerMove {
    /// The pod.
    pub pod: PodId,
    /// What was asked for.
    pub mark: TimerMark,
    /// What the timer had before, as far as is known.
    pub before: Option<TimerMark>,
    /// What takes it back; nothing where it was not asked for here.
    pub back: Option<TimerMark>,
    /// Whether RunPod has listed it.
    pub listed: bool,
    /// When it was asked for.
    pub at: Timestamp,
    /// How it stands.
    pub state: MoveState,
}

/// What the timer in a pod does next, and when, as far as that is known.
pub fn next_act(pod: &Pod, moved: Option<&TimerMove>, now: Timestamp) -> Option<(StopAction, Timestamp)> {
    let how = PodTimer::read(&pod.image, &pod.start_command)?.how;
    let at = match moved {
        Some(moved) => moved.earliest(pod, now)?,
        None => PodTimer::of(pod)?.ends_at(pod.runtime.as_ref()?.up_since),
    };
    Some((how, at))
}

impl TimerMove {
    /// Of a mark that RunPod lists and nobody asked for here; `heard` is what the pod said last. `None` where the pod has it,
    /// or no timer that would read it.
    pub fn found(pod: &Pod, heard: Option<TimerMark>, now: Timestamp) -> Option<Self> {
        let mark = pod.timer_mark.filter(|mark| heard != Some(*mark) && launched(pod).is_ok())?;
        let (pod, state) = (pod.id.clone(), MoveState::Written);
        Some(Self { pod, mark, before: heard, back: None, listed: true, at: now, state })
    }

    /// Takes in how RunPod lists the pod. Whether this is still what was asked last: a mark from elsewhere takes its place.
    pub fn look(&mut self, pod: &Pod) -> bool {
        let is_listed = pod.timer_mark == Some(self.mark);
        self.listed |= is_listed;
        is_listed || !self.listed
    }

    /// Whether the pod's log is still worth reading for its word on this.
    pub fn awaits_word(&self, now: Timestamp) -> bool {
        self.state == MoveState::Written && now <= self.at.plus(READ_WITHIN * 4)
    }

    /// What takes it back, for as long as a person may still have the click in mind.
    pub fn undo(&self, now: Timestamp) -> Option<TimerMark> {
        self.back.filter(|_| self.state != MoveState::Sending && now <= self.at.plus(READ_WITHIN))
    }

    /// When the timer acts at the earliest, as long as the pod has not said that it read the mark.
    pub fn earliest(&self, pod: &Pod, now: Timestamp) -> Option<Timestamp> {
        let up_since = pod.runtime.as_ref()?.up_since;
        let acts = |mark| with_mark(pod, mark).map(|timer| timer.ends_at(up_since));
        let before = acts(self.before).filter(|at| self.state != MoveState::Heard && *at >= now);
        before.into_iter().chain(acts(Some(self.mark))).min()
    }

    /// What is said of it in the place of when the pod ends, and whether something is to be done; nothing once the pod has it.
    pub fn describe(&self, pod: &Pod, now: Timestamp, zone: UtcOffset) -> Option<(String, bool)> {
        if self.state == MoveState::Heard {
            return None;
        }
        let up_since = pod.runtime.as_ref()?.up_since;
        let when = |mark| with_mark(pod, mark).map(|timer| zone.when(timer.ends_at(up_since), now));
        let (asked, had) = (when(Some(self.mark)), when(self.before));
        let late = now > self.at.plus(READ_WITHIN);
        let words = match (asked, had) {
            (Some(asked), Some(had)) if late => say::unread_for(asked, had),
            (Some(asked), Some(had)) => say::asked_for(asked, had),
            (Some(asked), None) if late => say::unread_on(asked),
            (Some(asked), None) => say::asked_on(asked),
            (None, Some(had)) if late => say::unread_off(had),
            (None, Some(had)) => say::asked_off(had),
            (None, None) => return None,
        };
        Some((words, late))
    }
}

/// What a pod said it read, as it is kept over a reload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardMark {
    /// The pod.
    pub pod: PodId,
    /// The mark.
    pub mark: TimerMark,
}

const VERSION: u32 = 1;

impl HeardMark {
    /// As text.
    pub fn write(&self) -> String {
        let name = self.mark.write("");
        serde_json::json!({ "version": VERSION, "pod": self.pod.as_str(), "mark": name }).to_string()
    }

    /// Reads what [`HeardMark::write`] wrote. Anything else is `None`.
    pub fn read(text: &str) -> Option<Self> {
        let document = Document::read_version(text, VERSION)?;
        let json = document.json();
        let mark = TimerMark::split(json.text("mark")?).1?;
        Some(Self { pod: PodId::new(json.text("pod")?), mark })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auto_stop::start_of;
    use crate::pods::pod::Runtime;
    use crate::pods::pod::tests::pod;

    /// 2026-11-20T09:00Z, ten o'clock in Berlin, and so many minutes more.
    fn at(minutes: u64) -> Timestamp {
        Timestamp::from_millis(1_795_165_200_000 + minutes * 60_000)
    }

    fn timed(how: StopAction) -> Pod {
        let image = "runpod/comfyui:cuda12.8";
        let timer = PodTimer::new(Duration::from_secs(4 * 3600), how).unwrap();
        let runtime = Some(Runtime { up_since: at(0), open_ports: vec![] });
        let start_command = timer.render(start_of(image).unwrap());
        Pod { image: image.into(), start_command, runtime, ..pod("a") }
    }

    fn moves(mark: Option<TimerMark>, minutes: u64) -> [Option<TimerMark>; 3] {
        let TimerMoves { more, less, off } = TimerMoves::of(&timed(StopAction::Terminate), mark, at(minutes)).unwrap();
        [more, less, off]
    }

    const fn after(minutes: u32) -> Option<TimerMark> {
        Some(TimerMark::After(minutes))
    }

    const OFF: Option<TimerMark> = Some(TimerMark::Off);

    #[test]
    fn an_hour_more_or_less_counts_from_what_was_asked_for_last() {
        assert_eq!(moves(None, 60), [after(300), after(180), OFF]);
        assert_eq!(moves(after(300), 60), [after(360), after(240), OFF]);
        assert_eq!(moves(None, 170), [after(300), after(180), OFF], "ten minutes ahead");
        assert_eq!(moves(None, 171), [after(300), None, OFF], "it might have passed before it is read");
        assert_eq!(moves(None, 245), [after(305), None, OFF], "it is late: an hour from now");
        assert_eq!(moves(OFF, 100), [after(160), None, None]);
        assert_eq!(moves(after(129_600), 0)[0], None, "90 days are the most");
    }

    #[test]
    fn a_timer_that_reads_no_name_can_t_be_moved_and_that_is_said() {
        let no_timer = TimerMoves::of(&pod("a"), None, at(0)).unwrap_err();
        assert_eq!(no_timer, Unmovable::NoTimer);
        let other = Pod { image: "a/b:1".into(), ..timed(StopAction::Terminate) };
        assert_eq!(TimerMoves::of(&other, None, at(0)), Err(Unmovable::NoTimer), "there it does not run");
        assert_ne!(Unmovable::OldTimer.describe(), Unmovable::NoTimer.describe());
    }

    #[test]
    fn what_it_had_is_asked_for_again_by_a_mark_of_its_own() {
        let pod = timed(StopAction::Terminate);
        assert_eq!(TimerMoves::back(&pod, None), after(240));
        assert_eq!(TimerMoves::back(&pod, OFF), OFF);
    }

    fn asked(mark: TimerMark, before: Option<TimerMark>, state: MoveState) -> TimerMove {
        TimerMove { pod: PodId::new("a"), mark, before, back: after(240), listed: false, at: at(60), state }
    }

    #[test]
    fn until_the_pod_has_said_that_it_read_it_both_times_are_told_and_the_earlier_one_counts() {
        let berlin = UtcOffset::ahead(60);
        let pod = timed(StopAction::Terminate);
        let says = |moved: &TimerMove, minutes| moved.describe(&pod, at(minutes), berlin);
        let more = asked(TimerMark::After(300), None, MoveState::Written);
        let (words, warns) = says(&more, 61).unwrap();
        assert!(words.contains("15:00") && words.contains("14:00") && !warns, "{words}");
        let (words, warns) = says(&more, 64).unwrap();
        assert!(words.contains("15:00") && words.contains("14:00") && warns, "{words}");
        assert_eq!(more.earliest(&pod, at(61)), Some(at(240)));
        assert_eq!(more.earliest(&pod, at(241)), Some(at(300)), "it did not act: it must have read it");
        let heard = TimerMove { state: MoveState::Heard, ..more };
        assert_eq!((says(&heard, 61), heard.earliest(&pod, at(61))), (None, Some(at(300))));
        let less = asked(TimerMark::After(180), after(300), MoveState::Sending);
        assert_eq!(less.earliest(&pod, at(61)), Some(at(180)));
        let off = asked(TimerMark::Off, after(300), MoveState::Written);
        assert_eq!(off.earliest(&pod, at(61)), Some(at(300)), "it may still act");
        assert!(says(&off, 61).unwrap().0.contains("15:00"));
        let on = asked(TimerMark::After(300), OFF, MoveState::Written);
        assert!(says(&on, 64).unwrap().1);
    }

    #[test]
    fn a_mark_that_is_found_in_a_list_is_doubted_until_the_pod_says_it() {
        let marked = Pod { timer_mark: after(300), ..timed(StopAction::Terminate) };
        let found = TimerMove::found(&marked, None, at(10)).unwrap();
        assert_eq!((found.mark, found.undo(at(10))), (TimerMark::After(300), None));
        assert_eq!(next_act(&marked, Some(&found), at(11)), Some((StopAction::Terminate, at(240))));
        assert_eq!(next_act(&marked, None, at(11)), Some((StopAction::Terminate, at(300))));
        assert!(found.awaits_word(at(22)) && !found.awaits_word(at(23)));
        assert_eq!(TimerMove::found(&marked, after(300), at(10)), None, "the pod said so");
        assert_eq!(TimerMove::found(&timed(StopAction::Stop), None, at(10)), None);
        let other = Pod { start_command: "sleep 1".into(), ..marked };
        assert_eq!((TimerMove::found(&other, None, at(10)), next_act(&other, None, at(10))), (None, None));
    }

    #[test]
    fn a_mark_from_elsewhere_takes_the_place_of_what_was_asked_here() {
        let listed = |timer_mark| Pod { timer_mark, ..timed(StopAction::Terminate) };
        let mut moved = asked(TimerMark::After(300), None, MoveState::Written);
        assert!(moved.look(&listed(None)), "the list is older");
        assert!(moved.look(&listed(after(300))) && !moved.look(&listed(after(360))));
        assert_eq!((moved.undo(at(62)), moved.undo(at(64))), (after(240), None));
    }

    #[test]
    fn what_was_heard_survives_a_reload() {
        for mark in [TimerMark::After(300), TimerMark::Off] {
            let heard = HeardMark { pod: PodId::new("abc"), mark };
            assert_eq!(HeardMark::read(&heard.write()), Some(heard));
        }
        for odd in ["", "{}", r#"{"version":1,"pod":"a","mark":"[timer 300m k1]"}"#, r#"{"version":2}"#] {
            assert_eq!(HeardMark::read(odd), None, "{odd}");
        }
    }
}
