//! What stopping, starting, restarting, editing or ending a pod destroys, what it leaves, and what goes on costing: from the
//! pod's own disks and prices, said beforehand.

use launchpod_words::{pods as say, sentences};

use crate::account::NetworkVolume;
use crate::pods::action::PodAction;
use crate::pods::pod::Pod;
use crate::types::money::GbMonthRate;
use crate::volumes;

/// What may be done to a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodChange {
    /// It is terminated, stopped or resumed.
    Action(PodAction),
    /// Its container is started anew.
    Restart,
    /// Its image, ports, environment or disks are changed.
    Edit,
}

impl From<PodAction> for PodChange {
    fn from(action: PodAction) -> Self {
        Self::Action(action)
    }
}

/// What follows from it, a sentence or two for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionEffect {
    /// What is lost.
    pub dies: String,
    /// What is there afterwards.
    pub survives: String,
    /// What costs money afterwards, per hour and month.
    pub costs: String,
    /// What else to know; may be empty.
    pub besides: &'static str,
    /// Whether it destroys a pod's own volume, and with it what was kept on purpose: ask first.
    pub asks: bool,
}

impl ActionEffect {
    /// All of it.
    pub fn describe(&self) -> String {
        sentences(&[self.dies.as_str(), &self.survives, &self.costs, self.besides])
    }
}

impl Pod {
    fn path(&self) -> &str {
        self.mount_path.as_deref().unwrap_or("/workspace")
    }

    /// What follows if `deed` is done to this pod. `network` is its network volume, where it is known.
    pub fn effect_of(&self, deed: PodChange, network: Option<&NetworkVolume>) -> ActionEffect {
        let (path, gb) = (self.path(), self.volume_gb);
        let own = self.network_volume.is_none() && gb > 0;
        let kept = self.network_volume.is_some() || own && deed != PodChange::Action(PodAction::Terminate);
        let network = network.filter(|volume| self.network_volume.as_ref() == Some(&volume.id));
        let dies = match (deed, kept) {
            (PodChange::Action(PodAction::Resume), _) if self.status.bills_gpu() => String::new(),
            (PodChange::Action(PodAction::Resume), _) => say::nothing_more_lost().into(),
            (_, true) => say::outside_deleted(path),
            (PodChange::Action(PodAction::Terminate), false) if own => say::own_volume_deleted(gb, path),
            (_, false) => say::all_files_deleted().into(),
        };
        let survives = match (&self.network_volume, network) {
            (Some(_), Some(volume)) => say::network_volume_stays(&volume.name, path),
            (Some(id), None) => say::network_volume_stays(id, path),
            (None, _) if kept => say::own_volume_stays(path, gb),
            (None, _) => String::new(),
        };
        let costs = sentences(&[self.goes_on_costing(deed), self.network_costs(network)]);
        let costs = if costs.is_empty() { say::costs_nothing().into() } else { costs };
        let besides = match deed {
            PodChange::Action(PodAction::Stop) => say::gpu_given_back(),
            PodChange::Action(PodAction::Resume) => say::same_machine_or_none(),
            PodChange::Restart => say::restart_keeps_gpu(),
            PodChange::Edit if self.status.bills_gpu() => say::edit_starts_anew(),
            PodChange::Edit => say::edit_stays_stopped(),
            PodChange::Action(PodAction::Terminate) => "",
        };
        ActionEffect { dies, survives, costs, besides, asks: own && deed == PodChange::Action(PodAction::Terminate) }
    }

    /// What the pod itself costs afterwards.
    fn goes_on_costing(&self, deed: PodChange) -> String {
        let runs = match deed {
            PodChange::Action(PodAction::Terminate) => return String::new(),
            PodChange::Action(PodAction::Stop) => false,
            PodChange::Action(PodAction::Resume) => true,
            PodChange::Restart | PodChange::Edit => self.status.bills_gpu(),
        };
        let gb = self.volume_gb;
        match (runs, self.hourly_running()) {
            (true, Some(rate)) if deed == PodChange::Action(PodAction::Resume) => {
                say::will_cost(rate, rate.per_month())
            }
            (true, Some(rate)) => say::goes_on_costing(rate, rate.per_month()),
            (true, None) => say::costs_unknown().into(),
            (false, _) if gb == 0 => String::new(),
            (false, _) => {
                let (rate, monthly) = (self.hourly_stopped(), GbMonthRate::VOLUME_STOPPED.monthly(gb));
                say::own_volume_costs(gb, rate, monthly)
            }
        }
    }

    fn network_costs(&self, network: Option<&NetworkVolume>) -> String {
        match (&self.network_volume, network) {
            (Some(_), Some(volume)) => {
                let (hourly, monthly) = (volumes::hourly(volume.size_gb), volumes::monthly(volume.size_gb));
                say::network_volume_costs(&volume.name, hourly, monthly)
            }
            (Some(_), None) => say::network_volume_costs_the_same().into(),
            (None, _) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::Status;
    use crate::pods::pod::tests::pod;
    use crate::types::ids::{DataCenterId, NetworkVolumeId};
    use proptest::prelude::*;

    const DEEDS: [PodChange; 5] = [
        PodChange::Action(PodAction::Stop),
        PodChange::Action(PodAction::Resume),
        PodChange::Restart,
        PodChange::Edit,
        PodChange::Action(PodAction::Terminate),
    ];

    fn own() -> Pod {
        Pod { network_volume: None, volume_gb: 40, ..pod("a") }
    }

    fn models() -> NetworkVolume {
        NetworkVolume {
            id: NetworkVolumeId::new("vol1"),
            name: "models".into(),
            size_gb: 100,
            data_center: DataCenterId::new("EU-RO-1"),
            volume_type: None,
        }
    }

    #[test]
    fn a_stop_says_what_goes_on_costing() {
        assert_eq!(
            own().effect_of(PodChange::Action(PodAction::Stop), None).describe(),
            "Everything outside /workspace is deleted. What is in /workspace stays on the pod's own volume (40 GB). Its 40 GB \
             go on costing $0.0111/h ($8.00 a month), twice as much as while it runs. Its GPU is given back and may be taken \
             by others: whether it can be started again is not sure."
        );
        let bare = Pod { network_volume: None, ..pod("a") }.effect_of(PodChange::Action(PodAction::Stop), None);
        assert_eq!(bare.dies, "It has no volume: all its files are deleted.");
        assert_eq!((bare.survives.as_str(), bare.costs.as_str()), ("", "It costs nothing any more."));
    }

    #[test]
    fn an_end_leaves_the_network_volume_and_its_price() {
        let end = pod("a").effect_of(PodChange::Action(PodAction::Terminate), Some(&models()));
        assert_eq!(end.survives, "The volume “models” stays, with all that is in /workspace.");
        assert_eq!(end.costs, "“models” costs $0.0097/h ($7.00 a month), with or without a pod.");
        assert!(!end.asks);
        let end = own().effect_of(PodChange::Action(PodAction::Terminate), None);
        assert!(end.asks && end.dies.contains("the 40 GB of its own volume in /workspace too"));
    }

    #[test]
    fn a_start_says_its_price_and_that_there_may_be_no_gpu() {
        let start = Pod { status: Status::Stopped, ..own() }.effect_of(PodChange::Action(PodAction::Resume), None);
        assert_eq!(start.costs, "It will cost $0.703/h ($505.80 a month), until you stop or end it.");
        assert!(start.besides.contains("without a GPU") && start.dies.starts_with("Nothing more is lost"));
        let unpriced = Pod { status: Status::Stopped, gpu_rate: None, ..own() }
            .effect_of(PodChange::Action(PodAction::Resume), None);
        assert_eq!(unpriced.costs, "It costs money, but RunPod tells no price.");
    }

    #[test]
    fn restarting_and_editing_empty_the_container_disk() {
        for deed in [PodChange::Restart, PodChange::Edit] {
            let told = own().effect_of(deed, None);
            assert_eq!(told.dies, "Everything outside /workspace is deleted.");
            assert_eq!(told.costs, "It goes on costing $0.703/h ($505.80 a month), disks included.");
        }
        let stopped = Pod { status: Status::Stopped, ..own() }.effect_of(PodChange::Edit, None);
        assert!(stopped.costs.contains("$0.0111/h") && stopped.besides == "It stays stopped.");
    }

    proptest! {
        #[test]
        fn only_what_destroys_a_pods_own_volume_asks(gb in 0u32..100, network: bool, deed in prop::sample::select(&DEEDS[..])) {
            let network_volume = network.then(|| NetworkVolumeId::new("vol1"));
            let told = Pod { network_volume, volume_gb: gb, ..pod("a") }.effect_of(deed, Some(&models()));
            prop_assert_eq!(told.asks, deed == PodChange::Action(PodAction::Terminate) && gb > 0 && !network);
            prop_assert!(!told.costs.is_empty());
        }
    }
}
