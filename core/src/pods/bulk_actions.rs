//! Ends, stops and starts of several pods with one click: each pod's is an act of its own, with a record of its own; what was
//! clicked together is told, and taken back, together.

use launchpod_words::{list_plain, pods as say, sentences};

use crate::account::NetworkVolume;
use crate::pods::action::{ActionRequest, PodAction};
use crate::pods::bulk_start;
use crate::pods::pod::Pod;
use crate::types::ids::PodId;
use crate::types::money::{GbMonthRate, HourlyRate};
use crate::volumes;

/// What was clicked together and can still be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkAction {
    /// What is asked.
    pub verb: PodAction,
    /// Two pods at least.
    pub pods: Vec<PodId>,
}

/// What was clicked together, as the acts themselves tell: so it is known after a reload, too.
pub fn group_actions<F: Clone + PartialEq>(acts: &[ActionRequest<F>]) -> Vec<BulkAction> {
    let mut all: Vec<(&ActionRequest<F>, BulkAction)> = vec![];
    for act in acts {
        if !act.is_undoable() {
            continue;
        }
        match all.iter_mut().find(|(first, _)| first.is_of_same_click(act)) {
            Some((_, bulk)) => bulk.pods.push(act.pod.clone()),
            None => all.push((act, BulkAction { verb: act.verb, pods: vec![act.pod.clone()] })),
        }
    }
    all.into_iter().map(|(_, bulk)| bulk).filter(|bulk| bulk.pods.len() > 1).collect()
}

/// The gigabytes of the pod's own volume, which would be deleted with the pod.
pub fn data_loss_gb(pod: &Pod) -> Option<u32> {
    Some(pod.volume_gb).filter(|gb| *gb > 0 && pod.network_volume.is_none())
}

/// What the end or the stop of these pods destroys, what it leaves and what goes on costing, in sum; of a start, what it will
/// cost. `volumes` are those of the account.
pub fn consequences(verb: PodAction, pods: &[&Pod], volumes: &[NetworkVolume]) -> String {
    if verb == PodAction::Resume {
        return bulk_start::consequences(pods);
    }
    let with = pods.iter().filter(|pod| pod.network_volume.is_some()).count();
    let kept = volumes.iter().filter(|volume| pods.iter().any(|pod| pod.network_volume.as_ref() == Some(&volume.id)));
    let rate: HourlyRate = kept.map(|volume| volumes::hourly(volume.size_gb)).sum();
    let own: Vec<u32> = pods.iter().filter_map(|pod| data_loss_gb(pod)).collect();
    let without = pods.len() - with - own.len();
    let gb: u32 = own.iter().fold(0, |sum, gb| sum.saturating_add(*gb));
    if with == 0 && own.is_empty() {
        return all_lost(verb, pods);
    }
    let network = match with {
        0 => None,
        _ if rate.is_zero() => Some(say::several_network_volume(with)),
        _ => Some(say::several_network_volume_costs(with, rate)),
    };
    let own = match (own.len(), verb) {
        (0, _) => None,
        (count, PodAction::Terminate) => Some(say::several_own_volume_lost(count, gb)),
        (count, _) => Some(say::several_own_volume_kept(count, gb, GbMonthRate::VOLUME_STOPPED.hourly(gb))),
    };
    let without = (without > 0).then(|| say::several_no_volume(without));
    let parts: Vec<String> = [network, own, without].into_iter().flatten().collect();
    let rest = match verb {
        PodAction::Terminate => say::several_rest_deleted(),
        _ => say::several_rest_deleted_gpus_free(),
    };
    sentences(&[say::several(parts.join(say::several_gap())).as_str(), rest])
}

/// Of pods that have no volume at all. One alone is told of as it is where its own buttons are.
fn all_lost(verb: PodAction, pods: &[&Pod]) -> String {
    let none = match pods {
        [_] => return say::all_files_deleted().to_owned(),
        [_, _] => say::neither_has_volume(),
        _ => say::none_has_volume(),
    };
    let lost = match verb {
        PodAction::Terminate => say::several_all_deleted(),
        _ => say::several_all_deleted_gpus_free(),
    };
    sentences(&[none, lost])
}

/// Pods whose own volume would die, by name, for the question before an end. `None` where there are none.
pub fn question(pods: &[&Pod]) -> Option<String> {
    let volumes: Vec<String> =
        pods.iter().filter_map(|pod| Some(say::volume_of(&pod.name, data_loss_gb(pod)?))).collect();
    (!volumes.is_empty()).then(|| say::volumes_deleted(volumes.len(), list_plain(&volumes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::action::{self, Event};
    use crate::pods::pod::tests::pod;
    use crate::types::ids::{DataCenterId, NetworkVolumeId};
    use crate::types::time::Timestamp;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    type ActionRequest = action::ActionRequest<&'static str>;

    fn act(verb: PodAction, id: &str, clicked: u64) -> ActionRequest {
        ActionRequest::begin(verb, PodId::new(id), id.into(), at(clicked))
    }

    fn own(id: &str, gb: u32) -> Pod {
        Pod { network_volume: None, volume_gb: gb, ..pod(id) }
    }

    fn models() -> NetworkVolume {
        let (id, data_center) = (NetworkVolumeId::new("vol1"), DataCenterId::new("EU-RO-1"));
        NetworkVolume { id, name: "models".into(), size_gb: 100, data_center, volume_type: None }
    }

    #[test]
    fn what_was_clicked_together_belongs_together_until_it_is_sent_or_taken_back() {
        let mut acts: Vec<ActionRequest> = ["a", "b", "c"].map(|id| act(PodAction::Terminate, id, 1)).into();
        acts.extend([act(PodAction::Terminate, "alone", 2), act(PodAction::Stop, "other", 1)]);
        let ids = |acts: &[ActionRequest]| {
            let group_actions = group_actions(acts);
            group_actions.iter().map(|bulk| bulk.pods.iter().map(PodId::as_str).collect::<String>()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&acts), ["abc"]);
        assert!(!acts[0].step(Event::Undo, at(2)));
        assert_eq!(ids(&acts), ["bc"]);
        let resumed: Vec<ActionRequest> =
            acts.iter().filter_map(ActionRequest::entry).map(|entry| ActionRequest::resume(entry, at(3))).collect();
        assert_eq!(ids(&resumed), ["bc"], "a reload keeps them together");
        assert!(acts[1].step(Event::Tick, at(10)));
        assert_eq!(ids(&acts), Vec::<String>::new(), "one that is left is an act like any other");
    }

    #[test]
    fn an_end_says_in_sum_what_dies_and_what_survives() {
        let pods = [pod("a"), pod("b"), own("c", 40), own("d", 0)];
        assert_eq!(
            consequences(PodAction::Terminate, &pods.each_ref(), &[models()]),
            "2 keep their network volumes, which go on costing $0.0097/h; 1 loses 40 GB of its own volume; 1 has no volume. Everything else on them is \
             deleted."
        );
        let pods = [pod("a"), own("c", 40), own("d", 20)];
        assert_eq!(
            consequences(PodAction::Stop, &pods.each_ref(), &[]),
            "1 keeps its network volume; 2 keep 60 GB of their own volumes, which go on costing $0.0167/h. Everything else \
             on them is deleted, and their GPUs may be taken by others."
        );
    }

    #[test]
    fn where_none_has_a_volume_all_files_are_said_to_go() {
        let [a, b, c] = ["a", "b", "c"].map(|id| own(id, 0));
        let says = |verb, pods: &[&Pod]| consequences(verb, pods, &[models()]);
        assert_eq!(says(PodAction::Terminate, &[&a]), "It has no volume: all its files are deleted.");
        assert_eq!(says(PodAction::Terminate, &[&a, &b]), "Neither has a volume. All their files will be deleted.");
        assert_eq!(says(PodAction::Terminate, &[&a, &b, &c]), "None has a volume. All their files will be deleted.");
        assert_eq!(
            says(PodAction::Stop, &[&a, &b]),
            "Neither has a volume. All their files will be deleted, and their GPUs may be taken by others."
        );
    }

    #[test]
    fn only_an_own_volume_is_asked_about() {
        assert_eq!(question(&[&pod("a"), &own("b", 0)]), None);
        let words = question(&[&pod("a"), &own("c", 40), &own("d", 20)]).unwrap();
        assert_eq!(words, "Pods' own volumes will be deleted with them: “pod c” (40 GB), “pod d” (20 GB).");
        assert_eq!(data_loss_gb(&Pod { volume_gb: 20, ..pod("a") }), None, "a network volume stands in its place");
    }
}
