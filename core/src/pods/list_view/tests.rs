use super::*;
use crate::pods::fleet::Fleet;
use crate::pods::pod::tests::pod;
use crate::pods::pod::{Pod, Status};
use crate::types::ids::DataCenterId;
use proptest::prelude::*;

fn fleet(pods: Vec<Pod>) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.merge(pods, Timestamp::from_millis(1));
    fleet
}

fn name(id: &NetworkVolumeId) -> Option<String> {
    (id.as_str() == "vol1").then(|| "Models".to_owned())
}

fn list_view(fleet: &Fleet, look: &ListOptions) -> PodListView {
    PodListView::of(fleet.all(), look, &name, &|_| false, Timestamp::from_millis(3_600_000))
}

fn ids(list_view: &PodListView) -> Vec<&str> {
    list_view.pods().map(PodId::as_str).collect()
}

fn named(id: &str, name: &str) -> Pod {
    Pod { name: name.into(), ..pod(id) }
}

#[test]
fn the_plain_list_is_the_newest_first_and_hides_nothing() {
    let younger = Pod { created: Some(Timestamp::from_millis(5)), ..pod("b") };
    let list_view = list_view(&fleet(vec![pod("a"), younger]), &ListOptions::default());
    assert_eq!(ids(&list_view), ["b", "a"]);
    assert_eq!((list_view.groups.len(), list_view.hidden), (1, Totals::default()));
    assert_eq!(
        PodListView::of(vec![], &ListOptions::default(), &name, &|_| false, Timestamp::default()),
        PodListView::default()
    );
}

#[test]
fn pods_of_one_name_are_known() {
    let fleet = fleet(vec![named("a", "comfyui"), named("b", "ComfyUI"), named("c", "comfyui"), named("d", "comfyui")]);
    let mut same = list_view(&fleet, &ListOptions { text: "a".into(), ..ListOptions::default() }).namesakes;
    same.sort();
    same.dedup();
    assert_eq!(same.iter().map(PodId::as_str).collect::<Vec<_>>(), ["a", "c", "d"], "also of those that are not shown");
}

#[test]
fn text_is_looked_for_wherever_the_row_has_it() {
    let other = Pod { network_volume: None, gpu: "A40".into(), image: "ghcr.io/me/x".into(), ..named("b", "Train") };
    let fleet = fleet(vec![pod("a"), Pod { data_center: Some(DataCenterId::new("US-KS-2")), ..other }]);
    let found = |text: &str| {
        let look = ListOptions { text: text.into(), ..ListOptions::default() };
        ids(&list_view(&fleet, &look)).join(" ")
    };
    let cases =
        [("train", "b"), ("a40", "b"), ("ghcr", "b"), ("models", "a"), ("vol1", "a"), ("us-ks", "b"), ("  ", "a b")];
    for (text, pods) in cases {
        assert_eq!(found(text), pods, "{text}");
    }
    assert_eq!((found("train a40"), found("train 4090"), found("TRAIN")), ("b".into(), String::new(), "b".into()));
}

#[test]
fn what_a_filter_hides_is_counted_with_its_cost() {
    let stopped = Pod { status: Status::Stopped, volume_gb: 40, network_volume: None, ..pod("c") };
    let unpriced = Pod { gpu_rate: None, ..pod("d") };
    let fleet = fleet(vec![pod("a"), pod("b"), stopped, unpriced]);
    let look = ListOptions { shown: Shown::Stopped, ..ListOptions::default() };
    let shown = list_view(&fleet, &look);
    assert_eq!((ids(&shown), shown.hidden.pods), (vec!["c"], 3));
    assert_eq!(shown.hidden.cost(), "at least $1.394/h");
    assert_eq!(list_view(&fleet, &look.without_filter()).hidden.pods, 0);
    assert_eq!(ids(&list_view(&fleet, &ListOptions { shown: Shown::Running, ..look })), ["a", "b", "d"]);
}

#[test]
fn a_pod_that_a_list_lacks_or_that_its_host_lost_needs_attention() {
    let lost = Pod { status: Status::Dead, ..pod("a") };
    let mut fleet = fleet(vec![lost.clone(), pod("b"), pod("c")]);
    fleet.merge(vec![lost, pod("c")], Timestamp::from_millis(2));
    let look = ListOptions { shown: Shown::Attention, ..ListOptions::default() };
    assert_eq!(ids(&list_view(&fleet, &look)), ["a", "b"]);
    assert_eq!(ids(&list_view(&fleet, &ListOptions { sort: Sort::State, ..ListOptions::default() })), ["a", "b", "c"]);
}

#[test]
fn a_pod_that_takes_too_long_needs_attention() {
    let fleet = fleet(vec![pod("a"), pod("b")]);
    let look = ListOptions { shown: Shown::Attention, ..ListOptions::default() };
    let slow = |known: &PodEntry| known.pod.id.as_str() == "b";
    assert_eq!(ids(&PodListView::of(fleet.all(), &look, &name, &slow, Timestamp::default())), ["b"]);
}

#[test]
fn names_sort_to_their_last_letter_and_costs_from_the_top() {
    let long = |end: &str| format!("a name that is longer than sixteen letters {end}");
    let cheap = |id: &str, name: &str| Pod { gpu_rate: Some(HourlyRate::from_micros(1000)), ..named(id, name) };
    let fleet = fleet(vec![named("a", &long("2")), cheap("b", &long("1")), named("c", "Zoe"), named("d", "an")]);
    let order = |sort| ids(&list_view(&fleet, &ListOptions { sort, ..ListOptions::default() })).join("");
    assert_eq!(
        (order(Sort::Name), order(Sort::Hourly), order(Sort::Spent)),
        ("badc".into(), "acdb".into(), "acdb".into())
    );
}

#[test]
fn groups_stand_in_the_order_of_their_names_and_say_what_they_cost() {
    let at = |id: &str, volume: &str| Pod { network_volume: Some(NetworkVolumeId::new(volume)), ..pod(id) };
    let fleet = fleet(vec![Pod { network_volume: None, ..pod("a") }, at("b", "zzz"), at("c", "vol1"), at("d", "vol1")]);
    let list_view = list_view(&fleet, &ListOptions { group: Grouping::Volume, ..ListOptions::default() });
    let groups: Vec<_> =
        list_view.groups.iter().map(|group| (group.of.as_str(), group.sum.pods, group.sum.cost())).collect();
    let expected =
        [("vol1", 2, "$1.394/h".to_owned()), ("zzz", 1, "$0.697/h".to_owned()), ("", 1, "$0.697/h".to_owned())];
    assert_eq!(groups, expected);
}

#[test]
fn a_pod_that_leaves_hands_on_to_the_next_one_that_stays_or_to_the_last_before_it() {
    let listed = |ids: &[&str]| {
        let pods = ids.iter().map(|id| PodId::new(*id)).collect();
        PodListView { groups: vec![Group { pods, ..Group::default() }], ..PodListView::default() }
    };
    let before = listed(&["a", "b", "c", "d"]);
    let next = |left: &str, now: &[&str]| {
        before.neighbor(&PodId::new(left), &listed(now)).map(|id| id.to_string()).unwrap_or_default()
    };
    assert_eq!(next("b", &["a", "c", "d"]), "c");
    assert_eq!(next("b", &["a", "d"]), "d");
    assert_eq!(next("d", &["a", "b", "c"]), "c");
    assert_eq!(next("b", &["a"]), "a");
    assert_eq!(next("b", &[]), "");
    assert_eq!(next("x", &["a"]), "", "it was not there");
}

#[test]
fn a_layout_is_read_back_and_anything_else_is_cards() {
    for layout in Layout::ALL {
        assert_eq!(Layout::read(layout.as_str()), *layout);
    }
    assert_eq!(Layout::read("mosaic"), Layout::Cards);
}

fn any_look() -> impl Strategy<Value = ListOptions> {
    ("[ab4 ]{0,3}", 0usize..5, 0usize..5, 0usize..3).prop_map(|(text, shown, sort, group)| ListOptions {
        text,
        shown: Shown::at(shown),
        sort: Sort::at(sort),
        group: Grouping::at(group),
    })
}

fn any_pod() -> impl Strategy<Value = Pod> {
    let status = prop::sample::select(vec!["RUNNING", "EXITED", "DEAD", "TERMINATED", "HUH"]);
    ("[a-f]{1,3}", "[a-cA-C]{0,20}", status, prop::option::of(0i64..9), "[vw]{0,1}", 0u64..4).prop_map(
        |(id, name, status, rate, volume, created)| Pod {
            name,
            status: Status::parse(status),
            gpu_rate: rate.map(HourlyRate::from_micros),
            network_volume: Some(volume).filter(|id| !id.is_empty()).map(NetworkVolumeId::new),
            created: Some(Timestamp::from_millis(created)),
            ..pod(&id)
        },
    )
}

proptest! {
    #[test]
    fn every_pod_is_shown_once_or_counted_as_hidden(pods in prop::collection::vec(any_pod(), 0..30), look in any_look()) {
        let fleet = fleet(pods);
        let list_view = list_view(&fleet, &look);
        let mut shown = ids(&list_view);
        shown.sort_unstable();
        shown.dedup();
        prop_assert_eq!(shown.len(), list_view.pods().count());
        prop_assert_eq!(shown.len() + list_view.hidden.pods, fleet.all().len());
        let all: HourlyRate = billing::hourly(fleet.all().iter().map(|known| &known.pod));
        let told: HourlyRate = list_view.groups.iter().map(|group| group.sum.hourly).sum();
        prop_assert_eq!(told + list_view.hidden.hourly, all);
        prop_assert!(list_view.groups.iter().all(|group| group.sum.pods == group.pods.len() && group.sum.pods > 0));
    }

    #[test]
    fn without_a_filter_nothing_is_hidden(pods in prop::collection::vec(any_pod(), 0..30), look in any_look()) {
        let fleet = fleet(pods);
        prop_assert_eq!(list_view(&fleet, &look.without_filter()).hidden, Totals::default());
    }

    #[test]
    fn grouping_changes_no_order_within_a_group(pods in prop::collection::vec(any_pod(), 0..30), look in any_look()) {
        let fleet = fleet(pods);
        let plain = list_view(&fleet, &ListOptions { group: Grouping::None, ..look.clone() });
        for group in list_view(&fleet, &look).groups {
            let inside: Vec<_> = plain.pods().filter(|id| group.pods.contains(id)).cloned().collect();
            prop_assert_eq!(inside, group.pods);
        }
    }

    #[test]
    fn text_sorts_as_the_stable_sort_does(names in prop::collection::vec("[ab]{0,40}", 0..20)) {
        let entries: Vec<_> = names.into_iter().enumerate().collect();
        let mut sorted = entries.clone();
        sorted.sort_by(|a, b| a.1.cmp(&b.1));
        prop_assert_eq!(by_text(entries, &|(_, name)| name.clone()), sorted);
    }

    #[test]
    fn what_is_written_is_read_back(look in any_look()) {
        prop_assert_eq!(ListOptions::read(&look.write()), look);
    }

    #[test]
    fn any_text_is_read_as_some_look(text in ".*") {
        let _ = ListOptions::read(&text);
    }
}
