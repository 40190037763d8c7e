//! Things that cost money and that nobody uses: stopped pods, and network volumes without a pod.

use std::time::Duration;

use launchpod_words::{idle_resources as say, list_and, sentences};

use crate::account::NetworkVolume;
use crate::billing::cost_meter::{CostMeter, Item};
use crate::pods::action::PodAction;
use crate::pods::pod::action_effects::PodChange;
use crate::pods::pod::{Pod, Status};
use crate::types::ids::NetworkVolumeId;
use crate::types::money::{GbMonthRate, MicroUsd};
use crate::types::sort::sort_by_rank;
use crate::types::time::Timestamp;
use crate::volumes;

/// What was made or started within a day is in somebody's mind yet.
const NEW: Duration = Duration::from_secs(24 * 3600);
/// Where it is not known how the clocks differ: by so much at the most.
const CLOCKS_APART: Duration = Duration::from_secs(24 * 3600);

/// A thing that nobody uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleResource {
    /// The pod or network volume.
    pub item: Item,
    /// Its name.
    pub name: String,
    /// What it costs a month. Nothing for a stopped pod without a volume of its own.
    pub monthly: MicroUsd,
    /// What it is: a word or two.
    pub what: &'static str,
    /// What dies with it when it is removed, in a sentence.
    pub dies: String,
    /// Whether data dies with it: a sweep takes it only where the person has said so of this one.
    pub asks: bool,
    /// The person keeps it on purpose: no sentence counts it, and no sweep takes it.
    pub kept: bool,
}

/// Stopped pods, those that their host lost among them, and network volumes that no pod uses; the dearest first.
///
/// Not those that are new: pods made or started within a day, and volumes of which `since` tells that they were made within
/// a day. A volume that only a stopped pod uses is left out: RunPod deletes it only when that pod is gone, and then it is
/// told of. All of them can be removed: pods by ending them, volumes by deleting them.
pub fn forgotten(
    pods: &[&Pod],
    volumes: &[NetworkVolume],
    since: &dyn Fn(&NetworkVolumeId) -> Option<Timestamp>,
    now: Timestamp,
) -> Vec<IdleResource> {
    let is_new = |told: Option<Timestamp>| told.is_some_and(|told| now.since(told) < NEW);
    let is_new_pod = |pod: &Pod| {
        [pod.created, pod.started].into_iter().any(|told| match pod.ahead {
            Some(ahead) => is_new(told.map(|told| ahead.here(told))),
            None => is_new(told.map(|told| told.plus(CLOCKS_APART))),
        })
    };
    let stopped = pods.iter().filter(|pod| matches!(pod.status, Status::Stopped | Status::Dead));
    let stopped = stopped.filter(|pod| !is_new_pod(pod));
    let mut all: Vec<IdleResource> = stopped.map(|pod| stopped_pod(pod)).collect();
    let used = |volume: &NetworkVolume| {
        let mut alive = pods.iter().filter(|pod| pod.status != Status::Terminated);
        alive.any(|pod| pod.network_volume.as_ref() == Some(&volume.id))
    };
    all.extend(volumes.iter().filter(|volume| !used(volume) && !is_new(since(&volume.id))).map(unused));
    sort_by_rank(all, |thing| (u64::MAX - thing.monthly.micros().unsigned_abs(), 0))
}

/// The same things, with those marked that the person keeps on purpose: they come last.
pub fn with_kept(things: Vec<IdleResource>, is_kept: &dyn Fn(&Item) -> bool) -> Vec<IdleResource> {
    let (kept, mut all): (Vec<_>, Vec<_>) = things.into_iter().partition(|thing| is_kept(&thing.item));
    all.extend(kept.into_iter().map(|thing| IdleResource { kept: true, ..thing }));
    all
}

/// What all of them cost a month.
pub fn monthly(things: &[IdleResource]) -> MicroUsd {
    things.iter().map(|thing| thing.monthly).sum()
}

/// Those that are not kept on purpose, in a sentence; `None` if there are none.
pub fn describe(things: &[IdleResource]) -> Option<String> {
    let unused = || things.iter().filter(|thing| !thing.kept);
    let pods = unused().filter(|thing| matches!(thing.item, Item::Pod(_))).count();
    let told = match (pods, unused().count() - pods) {
        (0, 0) => return None,
        (pods, 0) => say::stopped_pods(pods),
        (0, volumes) => say::unused_volumes(volumes),
        (pods, volumes) => list_and(&[say::stopped_pods(pods), say::unused_volumes(volumes)]),
    };
    Some(say::sum(told, unused().map(|thing| thing.monthly).sum::<MicroUsd>()))
}

/// What is asked before these are removed: which of them take data with them, and what. `None` where nothing is lost.
pub fn question(things: &[IdleResource]) -> Option<String> {
    let told = |thing: &IdleResource| say::thing_lost(&thing.name, &thing.dies);
    let mut told: Vec<String> = things.iter().filter(|thing| thing.asks).map(told).collect();
    if told.is_empty() {
        return None;
    }
    told.push(say::nobody_brings_back().to_owned());
    Some(sentences(&told))
}

fn stopped_pod(pod: &Pod) -> IdleResource {
    let lost = pod.status == Status::Dead;
    let end = pod.effect_of(PodChange::Action(PodAction::Terminate), None);
    // Its container disk was emptied when it was stopped.
    let dies = match (end.asks, pod.network_volume.is_some()) {
        (true, _) => end.dies,
        (false, true) => say::network_volume_stays().into(),
        (false, false) => say::nothing_lost().into(),
    };
    IdleResource {
        item: Item::Pod(pod.id.clone()),
        name: pod.name.clone(),
        monthly: GbMonthRate::VOLUME_STOPPED.monthly(pod.volume_gb),
        what: if lost { say::lost_by_host() } else { say::stopped() },
        dies,
        asks: end.asks,
        kept: false,
    }
}

fn unused(volume: &NetworkVolume) -> IdleResource {
    IdleResource {
        item: Item::Volume(volume.id.clone()),
        name: volume.name.clone(),
        monthly: volumes::monthly(volume.size_gb),
        what: say::no_pod_uses_it(),
        dies: say::volume_lost(volume.size_gb),
        asks: true,
        kept: false,
    }
}

impl CostMeter {
    /// When a volume first came into the list; `None` for one that was there in the first.
    pub fn volume_since(&self, id: &NetworkVolumeId) -> Option<Timestamp> {
        let line = self.volumes.lines.iter().find(|line| line.id == id.as_str())?;
        let first = line.runs.first()?.first;
        (self.volumes.began? < first).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;
    use crate::types::ids::DataCenterId;
    use proptest::prelude::*;

    const DAY: u64 = 86_400_000;

    fn at(days: u64) -> Timestamp {
        Timestamp::from_millis(days * DAY)
    }

    fn volume(id: &str, size_gb: u32) -> NetworkVolume {
        NetworkVolume {
            id: NetworkVolumeId::new(id),
            name: id.into(),
            size_gb,
            data_center: DataCenterId::new("EU-RO-1"),
            volume_type: None,
        }
    }

    fn stopped(id: &str, gb: u32) -> Pod {
        Pod { status: Status::Stopped, network_volume: None, volume_gb: gb, ..pod(id) }
    }

    #[test]
    fn a_sweep_asks_first_and_names_all_that_is_lost() {
        let (keeps, bare) = (stopped("a", 40), stopped("b", 0));
        let all = forgotten(&[&keeps, &bare], &[volume("models", 100)], &|_| None, at(9));
        let words = question(&all).unwrap();
        assert!(words.contains("“pod a”: ") && words.contains("40 GB"), "{words}");
        assert!(words.contains("“models”: Everything on it is lost for good: up to 100 GB."), "{words}");
        assert!(!words.contains("“pod b”"), "{words}");
        let harmless: Vec<IdleResource> = all.into_iter().filter(|thing| !thing.asks).collect();
        assert_eq!((harmless.len(), question(&harmless)), (1, None));
    }

    #[test]
    fn the_dearest_comes_first_with_what_dies() {
        let dead = Pod { status: Status::Dead, ..pod("dead") };
        let pods = [&stopped("own", 40), &dead, &pod("running"), &stopped("bare", 0)];
        let volumes = [volume("vol1", 500), volume("old", 100), volume("new", 4000)];
        let since = |id: &NetworkVolumeId| (id.as_str() == "new").then(|| at(9));
        let things = forgotten(&pods, &volumes, &since, at(9));
        let told: Vec<_> =
            things.iter().map(|thing| (thing.name.as_str(), thing.monthly.micros(), thing.asks)).collect();
        let expected =
            [("pod own", 8_000_000, true), ("old", 7_000_000, true), ("pod dead", 0, false), ("pod bare", 0, false)];
        assert_eq!(told, expected);
        assert_eq!(describe(&things).unwrap(), "3 stopped pods and 1 unused volume: $15.00 a month.");
        assert_eq!(
            (things[2].what, things[2].dies.as_str()),
            ("host failed", "Nothing is lost: its network volume stays.")
        );
        assert_eq!(describe(&[]), None);
    }

    #[test]
    fn what_is_kept_on_purpose_comes_last_and_is_not_counted() {
        let old = stopped("old", 40);
        let all = forgotten(&[&old], &[volume("models", 500), volume("old", 10)], &|_| None, at(9));
        let kept = with_kept(all, &|item| *item == Item::Volume(NetworkVolumeId::new("models")));
        let told: Vec<_> = kept.iter().map(|thing| (thing.name.as_str(), thing.kept)).collect();
        assert_eq!(told, [("pod old", false), ("old", false), ("models", true)]);
        assert_eq!(describe(&kept).unwrap(), "1 stopped pod and 1 unused volume: $8.70 a month.");
        assert_eq!(describe(&with_kept(kept, &|_| true)), None);
    }

    #[test]
    fn what_was_used_within_a_day_is_not_forgotten() {
        let is = |pod: &Pod| forgotten(&[pod], &[], &|_| None, at(9)).len();
        assert_eq!(is(&Pod { created: Some(at(9)), ..stopped("a", 1) }), 0);
        assert_eq!(is(&Pod { started: Some(at(9)), ..stopped("a", 1) }), 0);
        assert_eq!(is(&Pod { started: Some(at(8)), ..stopped("a", 1) }), 1);
        assert_eq!(is(&Pod { created: None, ..stopped("a", 1) }), 1);
    }

    #[test]
    fn a_volume_is_new_if_it_came_into_the_list_later() {
        let mut meter = CostMeter::new(at(1));
        meter.observe_volumes(&[volume("a", 10)], at(1));
        meter.observe_volumes(&[volume("a", 10), volume("b", 10)], at(2));
        assert_eq!(meter.volume_since(&NetworkVolumeId::new("a")), None);
        assert_eq!(meter.volume_since(&NetworkVolumeId::new("b")), Some(at(2)));
    }

    proptest! {
        #[test]
        fn nothing_that_runs_or_is_used_is_ever_swept(states in prop::collection::vec((0u8..4, 0u8..3), 0..8)) {
            let pods: Vec<Pod> = states.iter().enumerate().map(|(at, (state, volume))| Pod {
                status: [Status::Running, Status::Stopped, Status::Dead, Status::Starting][usize::from(*state)].clone(),
                network_volume: (*volume > 0).then(|| NetworkVolumeId::new(volume.to_string())),
                ..pod(&at.to_string())
            }).collect();
            let pods: Vec<&Pod> = pods.iter().collect();
            let things = forgotten(&pods, &[volume("1", 10), volume("2", 10)], &|_| None, at(9));
            for thing in &things {
                match &thing.item {
                    Item::Pod(id) => prop_assert!(pods.iter().all(|pod| pod.id != *id || !pod.status.bills_gpu())),
                    Item::Volume(id) => prop_assert!(pods.iter().all(|pod| pod.network_volume.as_ref() != Some(id))),
                    Item::Earlier => prop_assert!(false),
                }
            }
            prop_assert!(things.windows(2).all(|pair| pair[0].monthly >= pair[1].monthly));
        }
    }
}
