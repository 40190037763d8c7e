use proptest::prelude::*;

use super::*;
use crate::catalog::{AvailabilityQuery, CloudOffer, GpuType, Stock};
use crate::order::{Field, GpuChoiceForm, OrderContext, OrderForm};
use crate::types::api_key::ApiKey;
use crate::types::ids::GpuTypeId;
use crate::types::money::GpuRate;

const NAMES: [&str; 4] = ["A", "B", "C", "D"];

fn rate(micros: i64) -> HourlyRate {
    HourlyRate::from_micros(micros)
}

/// Four types at ten to forty cents, of which `stock` has a bit each.
fn catalog(stock: u8) -> Catalog {
    let gpu = |at: usize| {
        let stock = if stock >> at & 1 == 1 { Stock::High } else { Stock::Out };
        let shelf =
            CloudOffer { price: GpuRate::from_micros(100_000 * (at as i64 + 1)), spot: None, stock, max_count: 8 };
        GpuType {
            id: GpuTypeId::new(NAMES[at]),
            name: NAMES[at].into(),
            memory_gb: 24,
            secure: Some(shelf),
            community: None,
        }
    };
    Catalog { scope: AvailabilityQuery::default(), gpu_types: (0..4).map(gpu).collect(), as_of: Timestamp::default() }
}

fn order(choices: &[&str], fields: &[(Field, &str)]) -> Order {
    let raw = OrderForm::default().choosing(choices.iter().map(|id| GpuChoiceForm::of(id)).collect());
    let raw = raw.with(Field::ContainerDisk, "1").with(Field::WhenSoldOut, "launch");
    let raw = fields.iter().fold(raw, |raw, (field, text)| raw.with(*field, text));
    let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    Order::read(&raw, OrderContext { catalog: &catalog(15), cpus: &[], volumes: &[], template: None, key: &key })
        .unwrap()
}

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1_000)
}

fn begin(choices: &[&str], fields: &[(Field, &str)], stock: u8, agreed: i64) -> (Provisioning, Option<Effect>) {
    Provisioning::begin(order(choices, fields), &catalog(stock), rate(agreed), at(0))
}

fn asks(effect: &Option<Effect>) -> &str {
    match effect {
        Some(Effect::Ask(pick)) => &pick.name,
        _ => "",
    }
}

fn full() -> Event {
    Event::Refused { why: "no machine is free".into(), sold_out: true }
}

const STOP: &[(Field, &str)] = &[(Field::WhenSoldOut, "stop")];
const TELL: &[(Field, &str)] = &[(Field::WhenSoldOut, "tell")];

#[test]
fn it_walks_the_choices_in_order_and_shows_each_try_with_its_reason() {
    let (mut provisioning, effect) = begin(&["C", "A", "B"], STOP, 0b0110, 400_000);
    assert_eq!(asks(&effect), "C");
    let effect = provisioning.step(full(), at(1));
    assert_eq!(asks(&effect), "B");
    assert_eq!(provisioning.step(full(), at(2)), None);
    assert_eq!(provisioning.state, State::Over(End::AllTried));
    let tried: Vec<_> = provisioning.tried.iter().map(|tried| (tried.pick.name.as_str(), tried.why.as_str())).collect();
    assert_eq!(tried, [("A", "out of stock"), ("C", "no machine is free"), ("B", "no machine is free")]);
    let told: Vec<_> = provisioning.tried.iter().map(|tried| provisioning.told(tried)).collect();
    assert_eq!(told[0], "A, $0.10/h: skipped, out of stock");
    assert_eq!(told[1], "C, $0.30/h: no machine is free");
}

#[test]
fn what_is_dearer_than_agreed_comes_last_and_is_asked_about() {
    let (mut provisioning, effect) = begin(&["B", "D", "A"], STOP, 15, 201_000);
    assert_eq!(asks(&effect), "B");
    assert_eq!(asks(&provisioning.step(full(), at(1))), "A");
    assert_eq!(provisioning.step(full(), at(2)), None);
    assert!(matches!(&provisioning.state, State::Dearer(pick) if pick.name == "D"));
    assert_eq!(asks(&provisioning.step(Event::Agree, at(3))), "D");
    let (mut provisioning, _) = begin(&["D"], STOP, 15, 201_000);
    assert_eq!(provisioning.step(Event::Decline, at(1)), None);
    assert_eq!(provisioning.state, State::Over(End::AllTried));
}

#[test]
fn a_ceiling_is_what_was_agreed() {
    let (mut provisioning, effect) =
        begin(&["A", "D"], &[(Field::Ceiling, "0.50"), (Field::WhenSoldOut, "stop")], 15, 101_000);
    assert_eq!(asks(&effect), "A");
    assert_eq!(asks(&provisioning.step(full(), at(1))), "D");
}

#[test]
fn a_refusal_that_no_other_choice_cures_ends_it() {
    let (mut provisioning, _) = begin(&["A", "B"], &[], 15, 900_000);
    assert_eq!(provisioning.step(Event::Refused { why: "too little money".into(), sold_out: false }, at(1)), None);
    assert_eq!(provisioning.state, State::Over(End::Refused));
    let (mut provisioning, _) = begin(&["A", "B"], &[], 15, 900_000);
    assert_eq!(provisioning.step(Event::NeverArrived, at(1)), None);
    assert_eq!(provisioning.state, State::Over(End::NeverArrived));
}

#[test]
fn it_waits_for_stock_and_launches() {
    let (mut provisioning, effect) = begin(&["A"], &[], 0, 900_000);
    assert_eq!(effect, None);
    assert_eq!(provisioning.step(Event::Tick, at(19)), None);
    assert_eq!(provisioning.step(Event::Tick, at(20)), Some(Effect::Look));
    assert_eq!(provisioning.step(Event::Tick, at(21)), None, "one look at a time");
    assert_eq!(provisioning.step(Event::Stock(catalog(0)), at(22)), None);
    assert_eq!(provisioning.step(Event::Tick, at(42)), Some(Effect::Look));
    assert_eq!(asks(&provisioning.step(Event::Stock(catalog(1)), at(43))), "A");
    // What RunPod has refused is left alone for a while, whatever its stock says.
    assert_eq!(provisioning.step(full(), at(44)), None);
    assert_eq!(provisioning.step(Event::Stock(catalog(1)), at(60)), None);
    assert_eq!(asks(&provisioning.step(Event::Stock(catalog(1)), at(110))), "A");
}

#[test]
fn a_machine_without_a_gpu_is_waited_for_too() {
    let offer = |stock, micros| CpuOffer {
        instance_id: "cpu3g-2-8".into(),
        flavor: "General Purpose".into(),
        vcpus: 2,
        most_disk_gb: Some(60),
        ram_gb: 8,
        price: rate(micros),
        stock,
    };
    let waits = || {
        let order = Order { hardware: Hardware::Cpu(offer(Stock::Out, 80_000)), ..order(&["A"], &[]) };
        Provisioning::begin(order, &catalog(15), rate(90_000), at(0))
    };
    let (mut provisioning, effect) = waits();
    assert_eq!(effect, None);
    assert_eq!(provisioning.step(Event::Tick, at(20)), Some(Effect::Look));
    assert_eq!(provisioning.step(Event::CpuStock(None), at(21)), None);
    assert_eq!(provisioning.step(Event::CpuStock(Some(offer(Stock::Out, 80_000))), at(41)), None);
    assert!(matches!(provisioning.state, State::Waiting { dearer: None, .. }));
    assert_eq!(
        asks(&provisioning.step(Event::CpuStock(Some(offer(Stock::Low, 80_000))), at(61))),
        "General Purpose: 2 vCPUs with 8 GB"
    );
    // Dearer by now: offered, and asked for after a yes alone.
    let (mut provisioning, _) = waits();
    assert_eq!(provisioning.step(Event::CpuStock(Some(offer(Stock::Low, 100_000))), at(21)), None);
    assert!(matches!(&provisioning.state, State::Waiting { dearer: Some(pick), .. } if pick.rate == rate(100_000)));
    assert!(asks(&provisioning.step(Event::Agree, at(22))).starts_with("General Purpose"));
}

#[test]
fn looks_that_fail_become_fewer() {
    let (mut provisioning, _) = begin(&["A"], &[], 0, 900_000);
    let mut waits = vec![];
    for _ in 0..6 {
        let State::Waiting { next, .. } = provisioning.state else { panic!("{:?}", provisioning.state) };
        assert_eq!(provisioning.step(Event::Tick, next), Some(Effect::Look));
        assert_eq!(provisioning.step(Event::NoStock, next), None);
        let State::Waiting { next: after, .. } = provisioning.state else { panic!("{:?}", provisioning.state) };
        waits.push(after.since(next).as_secs());
    }
    assert_eq!(waits, [40, 80, 160, 300, 300, 300]);
}

#[test]
fn who_wants_to_be_told_is_told_and_asked() {
    let (mut provisioning, _) = begin(&["A"], TELL, 0, 900_000);
    assert_eq!(provisioning.step(Event::Stock(catalog(1)), at(30)), Some(Effect::Tell));
    assert_eq!(provisioning.step(Event::Tick, at(500)), None);
    assert_eq!(asks(&provisioning.step(Event::Agree, at(501))), "A");
}

#[test]
fn it_can_be_cancelled_and_a_request_that_is_out_is_still_heard() {
    let (mut provisioning, _) = begin(&["A"], &[], 0, 900_000);
    assert_eq!(provisioning.step(Event::Cancel, at(1)), None);
    assert_eq!(provisioning.state, State::Over(End::Cancelled));
    let (mut provisioning, _) = begin(&["A", "B"], &[], 15, 900_000);
    assert_eq!(provisioning.step(Event::Cancel, at(1)), None);
    assert!(matches!(provisioning.state, State::Asking(_)));
    assert_eq!(provisioning.step(full(), at(2)), None);
    assert!(provisioning.is_over());
}

#[test]
fn a_price_that_rose_above_what_was_agreed_is_noticed() {
    for (told, dearer) in [(100_000, None), (150_000, Some(rate(150_139)))] {
        let (mut provisioning, _) = begin(&["A"], &[], 15, 100_139);
        assert_eq!(provisioning.step(Event::Placed { rate: Some(rate(told)), gpus: 1 }, at(1)), None);
        assert_eq!(provisioning.state, State::Over(End::Placed { dearer, fewer: None }));
        assert_eq!(provisioning.surprises().len(), usize::from(dearer.is_some()));
    }
}

#[test]
fn fewer_gpus_than_were_asked_for_are_noticed() {
    for (told, fewer) in [(2, None), (1, Some(1)), (0, None), (4, None)] {
        let (mut provisioning, _) = begin(&["A"], &[(Field::GpuCount, "2")], 15, 900_000);
        assert_eq!(provisioning.step(Event::Placed { rate: Some(rate(100_000)), gpus: told }, at(1)), None);
        assert_eq!(provisioning.state, State::Over(End::Placed { dearer: None, fewer }));
        let name = provisioning.order.name.clone();
        let said = format!("“{name}” has 1 GPU, and you asked for 2. End it below if that is not enough.");
        assert_eq!(provisioning.surprises(), fewer.map(|_| said).into_iter().collect::<Vec<_>>());
    }
}

fn events() -> impl Strategy<Value = Vec<(Event, u64)>> {
    let event = prop_oneof![
        4 => Just(full()),
        1 => Just(Event::Refused { why: "no".into(), sold_out: false }),
        1 => Just(Event::Placed { rate: None, gpus: 1 }),
        1 => Just(Event::NeverArrived),
        4 => (0u8..16).prop_map(|stock| Event::Stock(catalog(stock))),
        1 => Just(Event::NoStock),
        1 => Just(Event::Agree),
        1 => Just(Event::Decline),
        1 => Just(Event::Cancel),
        4 => Just(Event::Tick),
    ];
    prop::collection::vec((event, 0u64..90), 0..60)
}

proptest! {
    /// One request at a time, none above what was agreed, and none after a pod.
    #[test]
    fn nothing_dear_is_asked_for_unagreed_and_nothing_twice(
        choices in prop::sample::subsequence(NAMES.to_vec(), 1..=4).prop_shuffle(),
        (stock, agreed) in (0u8..16, 100_000i64..450_000),
        when in prop::sample::select(vec!["stop", "launch", "tell"]),
        events in events(),
    ) {
        let (mut provisioning, mut effect) = begin(&choices, &[(Field::WhenSoldOut, when)], stock, agreed);
        let (mut now, mut limit, mut out) = (0, rate(agreed), false);
        let mut placed = false;
        for (event, seconds) in events {
            if let Some(Effect::Ask(pick)) = &effect {
                prop_assert!(!out && !placed);
                prop_assert!(provisioning.total(pick) <= limit, "{pick:?}");
                out = true;
            }
            now += seconds;
            out &= !matches!(event, Event::Refused { .. } | Event::Placed { .. } | Event::NeverArrived);
            placed |= matches!(event, Event::Placed { .. });
            if event == Event::Agree {
                limit = rate(1_000_000);
            }
            effect = provisioning.step(event, at(now));
        }
        prop_assert!(provisioning.tried.len() <= MOST_TRIED);
    }
}
