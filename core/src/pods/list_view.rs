//! What the list of pods shows: which of them, in which order, in which groups. No pod is ever lost from view silently:
//! those that a filter hides are counted, and so is what they cost.

mod list_options;

use std::collections::BTreeSet;

use launchpod_words::pods as say;

use crate::billing;
use crate::pods::fleet::PodEntry;
use crate::readiness::Stage;
use crate::types::ids::{NetworkVolumeId, PodId};
use crate::types::money::HourlyRate;
use crate::types::sort::{by_text, sort_by_rank};
use crate::types::time::Timestamp;

pub use list_options::{Grouping, Layout, ListOptions, Shown, Sort, needs_attention};

/// How many pods, and what they cost together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many.
    pub pods: usize,
    /// What they cost per hour, as far as it is known.
    pub hourly: HourlyRate,
    /// Whether some of them have a price that is not known.
    pub at_least: bool,
}

impl Totals {
    /// Counts one more.
    pub fn add(&mut self, known: &PodEntry) {
        self.count(known.pod.hourly());
    }

    /// Counts one more, which costs so much per hour.
    pub fn count(&mut self, rate: Option<HourlyRate>) {
        self.pods += 1;
        self.hourly = self.hourly + rate.unwrap_or_default();
        self.at_least |= rate.is_none();
    }

    /// What they cost, for people.
    pub fn cost(self) -> String {
        if self.at_least { say::cost_at_least(self.hourly) } else { self.hourly.to_string() }
    }

    /// The same; `None` where no price is known at all.
    pub fn known_cost(self) -> Option<String> {
        (!self.at_least || !self.hourly.is_zero()).then(|| self.cost())
    }
}

/// Pods that stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The network volume's or the data center's id; empty for pods without one, and where nothing is grouped.
    pub of: String,
    /// How many, and what they cost.
    pub sum: Totals,
    /// In order.
    pub pods: Vec<PodId>,
}

/// The list as it is to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodListView {
    /// One without a name where nothing is grouped; none of them is empty.
    pub groups: Vec<Group>,
    /// What the filter hides.
    pub hidden: Totals,
    /// Those whose name another pod has too, in the order of their ids.
    namesakes: Vec<PodId>,
}

impl PodListView {
    /// The list of all these pods, which come the newest first. `volume` knows network volumes' names, `worries` whether
    /// more is wrong with a pod than it says itself; `now` is the account's time.
    pub fn of(
        all: Vec<&PodEntry>,
        look: &ListOptions,
        volume: &dyn Fn(&NetworkVolumeId) -> Option<String>,
        worries: &dyn Fn(&PodEntry) -> bool,
        now: Timestamp,
    ) -> Self {
        let words: Vec<String> = look.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let namesakes = namesakes(all.clone());
        let mut hidden = Totals::default();
        let mut shown = vec![];
        for known in all {
            if look.shown.takes(known, worries) && (words.is_empty() || says(known, &words, volume)) {
                shown.push(known);
            } else {
                hidden.add(known);
            }
        }
        Self { groups: grouped(sorted(shown, look.sort, worries, now), look.group, volume), hidden, namesakes }
    }

    /// All pods that are shown, in order.
    pub fn pods(&self) -> impl Iterator<Item = &PodId> {
        self.groups.iter().flat_map(|group| &group.pods)
    }

    /// Whether another pod has the same name: their controls are told apart by their ids.
    pub fn has_namesake(&self, id: &PodId) -> bool {
        self.namesakes.binary_search(id).is_ok()
    }

    /// Whether this pod is shown.
    pub fn shows(&self, id: &PodId) -> bool {
        self.pods().any(|shown| shown == id)
    }

    /// Where one goes on when `left`, which is shown here, is not among `now` any more: at the next pod that is, else at
    /// the last one before it.
    pub fn neighbor(&self, left: &PodId, now: &Self) -> Option<PodId> {
        let there: BTreeSet<&PodId> = now.pods().collect();
        let stays = |id: &&PodId| there.contains(*id);
        let after = self.pods().skip_while(|id| *id != left).find(stays);
        let before = || self.pods().take_while(|id| *id != left).filter(stays).last();
        self.shows(left).then(|| after.or_else(before).cloned()).flatten()
    }
}

fn namesakes(all: Vec<&PodEntry>) -> Vec<PodId> {
    let all = by_text(all, &|known| known.pod.name.clone());
    let alike = |pair: &&[&PodEntry]| matches!(pair, [one, other] if one.pod.name == other.pod.name);
    let pairs = all.windows(2).filter(alike);
    let same: BTreeSet<&PodId> = pairs.flatten().map(|known| &known.pod.id).collect();
    same.into_iter().cloned().collect()
}

/// Whether all these words stand somewhere in what the row says.
fn says(known: &PodEntry, words: &[String], volume: &dyn Fn(&NetworkVolumeId) -> Option<String>) -> bool {
    let pod = &known.pod;
    let id = pod.network_volume.as_ref();
    let volume_name = id.and_then(volume).unwrap_or_default();
    let place = pod.data_center.as_ref().map_or("", |place| place.as_str());
    let parts: [&str; 7] =
        [&pod.name, &pod.gpu, &pod.image, &volume_name, id.map_or("", |id| id.as_str()), place, pod.id.as_str()];
    let text = parts.join("\n").to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

fn sorted<'a>(
    pods: Vec<&'a PodEntry>,
    sort: Sort,
    worries: &dyn Fn(&PodEntry) -> bool,
    now: Timestamp,
) -> Vec<&'a PodEntry> {
    let most = |micros: i64| (u64::MAX - u64::try_from(micros).unwrap_or_default(), 0);
    match sort {
        Sort::Newest => pods,
        Sort::Name => by_text(pods, &|known| known.pod.name.to_lowercase()),
        Sort::Hourly => sort_by_rank(pods, |known| most(known.pod.hourly().unwrap_or_default().micros())),
        Sort::Spent => {
            sort_by_rank(pods, |known| most(billing::so_far(&known.pod, now).unwrap_or_default().amount.micros()))
        }
        Sort::State => sort_by_rank(pods, |known| (state(known, worries), 0)),
    }
}

/// What wants to be looked at comes first.
fn state(known: &PodEntry, worries: &dyn Fn(&PodEntry) -> bool) -> u64 {
    match known.stage() {
        _ if needs_attention(known) || worries(known) => 0,
        stage if stage.is_moving() => 1,
        Stage::Ready | Stage::ProbablyUp => 2,
        Stage::Stopped => 3,
        _ => 4,
    }
}

fn grouped(pods: Vec<&PodEntry>, by: Grouping, volume: &dyn Fn(&NetworkVolumeId) -> Option<String>) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![];
    for known in pods {
        let of = match by {
            Grouping::None => None,
            Grouping::Volume => known.pod.network_volume.as_ref().map(|id| id.as_str()),
            Grouping::Place => known.pod.data_center.as_ref().map(|id| id.as_str()),
        };
        let of = of.unwrap_or_default();
        let at = groups.iter().position(|group| group.of == of);
        let at = at.unwrap_or_else(|| {
            groups.push(Group { of: of.to_owned(), ..Group::default() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.sum.add(known);
            group.pods.push(known.pod.id.clone());
        }
    }
    let name = |group: &Group| match by {
        Grouping::Volume => volume(&NetworkVolumeId::new(group.of.clone())).map(|name| name.to_lowercase()),
        _ => None,
    };
    let groups = by_text(groups, &|group| name(group).unwrap_or_else(|| group.of.clone()));
    // What belongs nowhere comes last.
    sort_by_rank(groups, |group| (u64::from(group.of.is_empty()), 0))
}

#[cfg(test)]
mod tests;
