//! One pod takes another's place: the old one, which can't be had with a GPU any more, is ended when the new one is ready,
//! and not before. Nothing is ended that holds data which the new one does not have.

use std::time::Duration;

use serde_json::json;

use crate::json::Document;
use crate::pods::fleet::{Fleet, PodEntry};
use crate::pods::pod::{Pod, Status};
use crate::readiness::Stage;
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

const VERSION: u32 = 1;
/// A new pod that has not shown for so long will not come.
const WAITED_FOR: Duration = Duration::from_secs(3600);

/// One pod is to take another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The pod that is to go.
    pub old: PodId,
    /// Its name, for words.
    pub name: String,
    /// The mark of the launch that makes its successor.
    pub tag: LaunchTag,
    /// Since when.
    pub since: Timestamp,
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplacementStatus {
    /// The successor is not ready, or RunPod's list is not there yet.
    Wait(Option<PodId>),
    /// The successor is ready: the old one may go.
    End(PodId),
    /// The successor can't prove that it is ready, or does not have the old one's volume: the person decides.
    Ask(PodId),
    /// The old pod is gone, or no successor came.
    Over,
}

/// Whether this pod's place can be taken: it has no GPU now, and no data of its own that would go with it.
pub fn can_be_replaced(pod: &Pod) -> bool {
    let without_gpu = pod.status == Status::Stopped || is_without_gpus(pod);
    without_gpu && pod.volume_gb == 0
}

/// Whether it was started on a full host and got none of its GPUs. A pod that was made without has no GPU's name either.
pub fn is_without_gpus(pod: &Pod) -> bool {
    pod.status == Status::Running && pod.gpu_count == 0 && !pod.gpu.is_empty()
}

impl Replacement {
    /// How it stands with these pods.
    pub fn now(&self, fleet: &Fleet, now: Timestamp) -> ReplacementStatus {
        if fleet.listed().is_none() {
            return ReplacementStatus::Wait(None);
        }
        let Some(old) = fleet.get(&self.old) else { return ReplacementStatus::Over };
        let all = fleet.all();
        let mut heirs = all.into_iter().filter(|known| self.is_replacement(&known.pod));
        let Some(PodEntry { pod, .. }) = heirs.next() else {
            return if now.since(self.since) >= WAITED_FOR {
                ReplacementStatus::Over
            } else {
                ReplacementStatus::Wait(None)
            };
        };
        // Of one launch there are two for a moment: which of them stays is not known yet.
        if heirs.next().is_some() {
            return ReplacementStatus::Wait(None);
        }
        let keeps = old.pod.volume_gb == 0
            && (old.pod.network_volume.is_none() || old.pod.network_volume == pod.network_volume);
        match fleet.get(&pod.id).map(PodEntry::stage) {
            Some(Stage::Ready) if keeps => ReplacementStatus::End(pod.id.clone()),
            Some(Stage::Ready | Stage::ProbablyUp) => ReplacementStatus::Ask(pod.id.clone()),
            _ => ReplacementStatus::Wait(Some(pod.id.clone())),
        }
    }

    fn is_replacement(&self, pod: &Pod) -> bool {
        pod.id != self.old && pod.tag.as_ref() == Some(&self.tag)
    }

    /// As text.
    pub fn write(&self) -> String {
        json!({
            "version": VERSION,
            "old": self.old.as_str(),
            "name": self.name,
            "tag": self.tag.as_str(),
            "since": self.since.millis(),
        })
        .to_string()
    }

    /// Reads what [`Replacement::write`] wrote; `None` for any other text.
    pub fn read(text: &str) -> Option<Self> {
        let document = Document::read_version(text, VERSION)?;
        let json = document.json();
        Some(Self {
            old: PodId::new(json.text("old")?),
            name: json.text("name").unwrap_or_default().to_owned(),
            tag: LaunchTag::new(json.text("tag")?),
            since: crate::state::journal::time(json, "since")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pods::pod::Runtime;
    use crate::pods::pod::tests::pod;
    use crate::readiness::ProbeResult;
    use crate::types::ids::NetworkVolumeId;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn succession() -> Replacement {
        Replacement { old: PodId::new("old"), name: "old one".into(), tag: LaunchTag::new("t"), since: at(0) }
    }

    fn old() -> Pod {
        Pod { status: Status::Stopped, ..pod("old") }
    }

    fn replacement(id: &str) -> Pod {
        let runtime = Runtime { up_since: at(5), open_ports: vec![8188] };
        Pod { tag: Some(LaunchTag::new("t")), runtime: Some(runtime), ..pod(id) }
    }

    fn now(pods: &[Pod], answer: Option<ProbeResult>, seconds: u64) -> ReplacementStatus {
        let mut fleet = Fleet::default();
        fleet.merge(pods.to_vec(), at(1));
        if let Some(answer) = answer {
            fleet.hear(&PodId::new("new"), 8188, answer);
        }
        succession().now(&fleet, at(seconds))
    }

    #[test]
    fn the_old_pod_goes_when_the_new_one_is_ready_and_not_before() {
        assert_eq!(succession().now(&Fleet::default(), at(9)), ReplacementStatus::Wait(None), "before the first list");
        assert_eq!(now(&[old()], None, 9), ReplacementStatus::Wait(None));
        assert_eq!(now(&[old(), replacement("new")], None, 9), ReplacementStatus::Wait(Some(PodId::new("new"))));
        assert_eq!(
            now(&[old(), replacement("new")], Some(ProbeResult::Silent), 9),
            ReplacementStatus::Wait(Some(PodId::new("new")))
        );
        assert_eq!(
            now(&[old(), replacement("new")], Some(ProbeResult::Ready), 9),
            ReplacementStatus::End(PodId::new("new"))
        );
        assert_eq!(now(&[replacement("new")], Some(ProbeResult::Ready), 9), ReplacementStatus::Over);
    }

    #[test]
    fn what_can_not_prove_itself_or_lacks_the_volume_is_asked_about() {
        assert_eq!(
            now(&[old(), replacement("new")], Some(ProbeResult::Maybe), 9),
            ReplacementStatus::Ask(PodId::new("new"))
        );
        let elsewhere = Pod { network_volume: Some(NetworkVolumeId::new("vol2")), ..replacement("new") };
        assert_eq!(now(&[old(), elsewhere], Some(ProbeResult::Ready), 9), ReplacementStatus::Ask(PodId::new("new")));
        let own = Pod { volume_gb: 40, network_volume: None, ..old() };
        assert_eq!(
            now(&[own, replacement("new")], Some(ProbeResult::Ready), 9),
            ReplacementStatus::Ask(PodId::new("new"))
        );
    }

    #[test]
    fn twins_and_no_shows_end_nothing() {
        assert_eq!(
            now(&[old(), replacement("new"), replacement("twin")], Some(ProbeResult::Ready), 9),
            ReplacementStatus::Wait(None)
        );
        assert_eq!(now(&[old()], None, 3_599), ReplacementStatus::Wait(None));
        assert_eq!(now(&[old()], None, 3_600), ReplacementStatus::Over);
    }

    #[test]
    fn a_place_can_be_taken_where_no_gpu_is_and_nothing_would_be_lost() {
        assert!(can_be_replaced(&old()));
        assert!(can_be_replaced(&Pod { gpu_count: 0, ..pod("a") }));
        assert!(!can_be_replaced(&pod("a")));
        assert!(!can_be_replaced(&Pod { volume_gb: 40, ..old() }));
        let made_without = Pod { gpu_count: 0, gpu: String::new(), ..pod("a") };
        assert!(!can_be_replaced(&made_without));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_no_text_breaks_it(old in "[a-z0-9]{1,20}", name: String, tag in "[a-f0-9]{32}", since in 0u64..1 << 50, any: String) {
            let (old, tag) = (PodId::new(old), LaunchTag::new(tag));
            let own = Replacement { old, name, tag, since: Timestamp::from_millis(since) };
            prop_assert_eq!(Replacement::read(&own.write()), Some(own));
            Replacement::read(&any);
        }

        /// Whatever the pods look like, an end follows on one ready heir with the old one's volume alone.
        #[test]
        fn nothing_is_ended_without_an_heir_that_is_ready(
            heirs in 0usize..3, answer in prop::sample::select(vec![None, Some(ProbeResult::Ready), Some(ProbeResult::Maybe), Some(ProbeResult::Silent)]),
            volume: bool, own_gb in prop::sample::select(vec![0u32, 40]),
        ) {
            let mut pods = vec![Pod { volume_gb: own_gb, ..old() }];
            let kept = if volume { Some(NetworkVolumeId::new("vol1")) } else { None };
            pods.extend(["new", "twin"].iter().take(heirs).map(|id| Pod { network_volume: kept.clone(), ..replacement(id) }));
            let ends = matches!(now(&pods, answer, 9), ReplacementStatus::End(_));
            prop_assert_eq!(ends, heirs == 1 && answer == Some(ProbeResult::Ready) && volume && own_gb == 0);
        }
    }
}
