use super::*;
use crate::pods::pod::tests::pod;
use crate::types::ids::PodId;
use crate::types::time::Timestamp;
use proptest::prelude::*;

fn places() -> Vec<DataCenter> {
    [("EU-RO-1", true), ("US-GA-1", false)]
        .map(|(id, volumes)| DataCenter { id: DataCenterId::new(id), country: String::new(), volumes })
        .to_vec()
}

fn raw(name: &str, size: &str, place: &str) -> VolumeForm {
    VolumeForm { name: name.into(), size: size.into(), data_center: place.into(), volume_type: String::new() }
}

fn volume(id: &str, name: &str, size_gb: u32) -> NetworkVolume {
    NetworkVolume {
        id: NetworkVolumeId::new(id),
        name: name.into(),
        size_gb,
        data_center: DataCenterId::new("EU-RO-1"),
        volume_type: None,
    }
}

fn wanted() -> NewVolume {
    NewVolume::read(&raw(" models ", "100", "EU-RO-1"), &places(), &VolumeTypes::default()).unwrap()
}

#[test]
fn a_volume_costs_less_beyond_the_first_terabyte() {
    assert_eq!(monthly(100), MicroUsd::from_micros(7_000_000));
    assert_eq!(monthly(1000), MicroUsd::from_micros(70_000_000));
    assert_eq!(monthly(1200), MicroUsd::from_micros(80_000_000));
    assert_eq!(monthly(4096).to_string(), "$224.80");
}

#[test]
fn what_holds_is_read() {
    let expected =
        NewVolume { name: "models".into(), size_gb: 100, data_center: DataCenterId::new("EU-RO-1"), volume_type: None };
    assert_eq!(wanted(), expected);
}

#[test]
fn a_kind_is_asked_for_only_where_there_is_a_choice_and_a_place_without_kinds_is_refused() {
    let read = |kinds: Vec<VolumeType>, chosen: &str| {
        let types = VolumeTypes::new(vec![(DataCenterId::new("EU-RO-1"), kinds)]);
        let raw = VolumeForm { volume_type: chosen.into(), ..raw("models", "100", "EU-RO-1") };
        NewVolume::read(&raw, &places(), &types).map(|wanted| wanted.volume_type)
    };
    let both = vec![VolumeType::Standard, VolumeType::HighPerformance];
    assert_eq!(read(both.clone(), "HIGH_PERFORMANCE"), Ok(Some(VolumeType::HighPerformance)));
    assert_eq!(read(both, ""), Ok(Some(VolumeType::Standard)));
    assert_eq!(read(vec![VolumeType::HighPerformance], ""), Ok(None));
    assert_eq!(read(vec![], "").unwrap_err().first().map(|(field, _)| *field), Some(Field::Place));
}

#[test]
fn all_problems_are_told_at_once() {
    let fields = |raw| {
        NewVolume::read(&raw, &places(), &VolumeTypes::default())
            .unwrap_err()
            .into_iter()
            .map(|(field, _)| field)
            .collect::<Vec<_>>()
    };
    assert_eq!(fields(raw("", "", "")), [Field::Name, Field::Size, Field::Place]);
    assert_eq!(fields(raw("a", "100", "US-GA-1")), [Field::Place]);
    assert_eq!(fields(raw("a", "100", "XX-1")), [Field::Place]);
    assert_eq!(fields(raw("<b>", "100", "EU-RO-1")), [Field::Name]);
    assert_eq!(fields(raw(&"x".repeat(61), "100", "EU-RO-1")), [Field::Name]);
}

#[test]
fn sizes_are_whole_and_between_ten_and_4096() {
    for (text, good) in [
        ("10", true),
        (" 4096 ", true),
        ("５０", true),
        ("9", false),
        ("4097", false),
        ("1.5", false),
        ("-5", false),
        ("99999999999", false),
    ] {
        assert_eq!(size(text).is_ok(), good, "{text}");
    }
}

#[test]
fn a_volume_only_grows() {
    let models = volume("v", "models", 100);
    assert_eq!(growth(&models, "101"), Ok(101));
    assert!(growth(&models, "100").unwrap_err().contains("already"));
    assert!(growth(&models, "50").unwrap_err().contains("only grow"));
    assert!(growth(&models, "4097").is_err());
}

#[test]
fn who_uses_it_is_told_running_or_not() {
    let id = NetworkVolumeId::new("v");
    let on = |name: &str, volume: Option<&NetworkVolumeId>| Pod {
        id: PodId::new(name),
        name: name.into(),
        network_volume: volume.cloned(),
        ..pod("a")
    };
    let pods = [on("a", Some(&id)), on("b", None), on("c", Some(&NetworkVolumeId::new("w")))];
    assert_eq!(users(&id, &pods), ["“a”"]);
}

const fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

#[test]
fn what_was_there_before_is_not_taken_for_what_was_made() {
    let before = [volume("old", "models", 100), volume("other", "studio", 100)];
    let making = PendingVolume::new(wanted(), &before, at(0));
    let look = |listed: &[NetworkVolume], asked| making.look(listed, at(0), at(asked));
    assert_eq!(look(&before, 1), LookupResult::NotYet);
    let new = volume("new", "models", 100);
    let with = |more: &[NetworkVolume]| [&before[..], more].concat();
    assert_eq!(look(&with(std::slice::from_ref(&new)), 1), LookupResult::Made(new.clone()));
    assert_eq!(look(&with(&[volume("new", "models", 200)]), 1), LookupResult::NotYet);
    assert_eq!(look(&with(&[new.clone(), volume("twin", "models", 100)]), 1), LookupResult::Twice(new.clone()));
    assert_eq!(look(&before, 119), LookupResult::NotYet);
    assert_eq!(look(&before, 120), LookupResult::Never);
    assert_eq!(look(&with(std::slice::from_ref(&new)), 500), LookupResult::Made(new));
}

#[test]
fn whoever_finds_it_written_down_waits_as_long_as_its_request_may_still_arrive() {
    let making = PendingVolume::new(wanted(), &[], at(1000));
    assert_eq!(making.lost(at(1003)), at(1003), "the tab that asked may have gone a moment ago");
    assert_eq!(making.lost(at(90_000)), at(1600), "a day later nothing is under way any more");
    assert_eq!(making.look(&[], making.lost(at(90_000)), at(90_000)), LookupResult::Never);
}

proptest! {
    #[test]
    fn what_is_written_down_is_read_back_and_no_text_breaks_it(
        name in "[^\\x00]{1,60}", size_gb in 10u32..5000, ids in prop::collection::vec("[a-z0-9]{1,12}", 0..4), asked in 0u64..1 << 50, any: String,
    ) {
        let before: Vec<_> = ids.iter().map(|id| volume(id, "models", 100)).collect();
        let wanted = NewVolume { name, size_gb, ..wanted() };
        let making = PendingVolume::new(wanted, &before, Timestamp::from_millis(asked));
        let text = making.write();
        prop_assert_eq!(PendingVolume::read(&text.replace("\"version\":1", "\"version\":2")), None);
        prop_assert_eq!(PendingVolume::read(&text), Some(making));
        let _ = PendingVolume::read(&any);
    }

    #[test]
    fn more_room_never_costs_less(gb in 10u32..4096) {
        prop_assert!(monthly(gb + 1) > monthly(gb));
    }

    #[test]
    fn whatever_is_typed_what_is_read_is_what_runpod_takes(name: String, size: String, place: String) {
        if let Ok(volume) = NewVolume::read(&raw(&name, &size, &place), &places(), &VolumeTypes::default()) {
            prop_assert!((10..=4096).contains(&volume.size_gb) && !volume.name.trim().is_empty());
            prop_assert_eq!(volume.data_center.as_str(), "EU-RO-1");
        }
    }

    #[test]
    fn only_what_was_not_there_before_is_ever_told_to_be_made(ids in prop::collection::vec(0u8..6, 0..6), known in 0usize..6, asked in 0u64..300) {
        let listed: Vec<_> = ids.iter().map(|id| volume(&id.to_string(), "models", 100)).collect();
        let before = &listed[..known.min(listed.len())];
        if let LookupResult::Made(made) | LookupResult::Twice(made) = PendingVolume::new(wanted(), before, at(0)).look(&listed, at(0), at(asked)) {
            prop_assert!(before.iter().all(|volume| volume.id != made.id));
        }
    }
}

#[test]
fn a_volume_that_grows_is_proposed_more_room_and_told_the_difference() {
    assert_eq!((next_size(100), next_size(4080), next_size(4096)), (150, 4096, 4096));
    assert_eq!(
        growth_price_text(100, 150, None),
        "$7.00 a month now, $10.50 a month then. That is $3.50 more a month."
    );
    assert_eq!(growth_price_text(100, 50, None), "$7.00 a month now, $3.50 a month then.");
    let unknown = growth_price_text(100, 150, Some(VolumeType::HighPerformance));
    assert!(!unknown.contains("more a month"), "{unknown}");
}
