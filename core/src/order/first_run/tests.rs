use super::*;
use crate::catalog::availability::tests::{cell, place, row};
use crate::catalog::{CloudOffer, GpuType, Stock};
use crate::order::OrderContext;
use crate::types::api_key::ApiKey;
use crate::types::ids::{DataCenterId, GpuTypeId, NetworkVolumeId};
use crate::types::money::GpuRate;
use crate::types::time::Timestamp;

///            EU-CZ-1      EU-RO-1      EU-SE-1      US-GA-1 (no volumes)
/// RTX 8      0.10 plenty  -            -            -
/// A4000      -            -            -            0.25 plenty
/// RTX 4090   0.69 few     0.69 plenty  0.69 plenty  0.60 plenty
/// L40S       0.86 plenty  -            0.86 plenty  -
/// AMD MI300  0.20 plenty  -            -            -
fn grid() -> AvailabilityGrid {
    let plenty = |cents| cell(cents, Stock::High);
    AvailabilityGrid {
        places: vec![place("EU-CZ-1", true), place("EU-RO-1", true), place("EU-SE-1", true), place("US-GA-1", false)],
        rows: vec![
            row("RTX 8", 8, vec![plenty(10), None, None, None]),
            row("A4000", 16, vec![None, None, None, plenty(25)]),
            row("RTX 4090", 24, vec![cell(69, Stock::Low), plenty(69), plenty(69), plenty(60)]),
            row("L40S", 48, vec![plenty(86), None, plenty(86), None]),
            row("AMD MI300", 192, vec![plenty(20), None, None, None]),
        ],
        as_of: Timestamp::default(),
        scope: scope(),
    }
}

fn own(name: &str, place: &str) -> NetworkVolume {
    let id = NetworkVolumeId::new(format!("id-{name}"));
    NetworkVolume { id, name: name.into(), size_gb: 100, data_center: DataCenterId::new(place), volume_type: None }
}

fn answers(app: &str, at_most: &str, keep: bool) -> Answers {
    Answers { app: app.into(), at_most: at_most.into(), keep, size: "50".into() }
}

fn plan_with(answers: &Answers, volumes: &[NetworkVolume], types: &VolumeTypes) -> Result<Plan, Vec<Obstacle>> {
    Plan::of(answers, Known { grid: &grid(), volumes, types })
}

fn plan(answers: &Answers) -> Result<Plan, Vec<Obstacle>> {
    plan_with(answers, &[], &VolumeTypes::default())
}

fn site(plan: &Plan) -> (&str, &str) {
    (plan.gpu.as_str(), plan.place.as_ref().map_or("", |place| place.id.as_str()))
}

fn new(plan: &Plan) -> &NewVolume {
    match &plan.storage {
        Storage::New(volume) => volume,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_volume_is_made_where_the_cheapest_gpu_is_in_stock_and_volumes_can_be_made() {
    let plan = plan(&answers("comfyui", "1", true)).unwrap();
    assert_eq!(site(&plan), ("RTX 4090, 24 GB", "EU-SE-1"), "plenty, and another GPU that suits beside it");
    let volume = new(&plan);
    assert_eq!((volume.name.as_str(), volume.size_gb, volume.data_center.as_str()), ("comfyui-files", 50, "EU-SE-1"));
    assert_eq!(volume.volume_type, None);
    assert_eq!(plan.form.get(Field::Place), "EU-SE-1");
    assert_eq!(plan.form.get(Field::NetworkVolume), "");
    // 0.69 and 50 GB of disk at $0.10 a month, for 4 hours: $2.787776. 50 GB of volume at $0.07.
    assert_eq!(
        plan.sum(),
        "4\u{a0}h = $2.79, then the pod ends. The volume costs $3.50 a month until you delete it, also without a pod."
    );
}

#[test]
fn without_files_the_place_does_not_matter() {
    let plan = plan(&answers("comfyui", "1", false)).unwrap();
    assert_eq!(site(&plan), ("A4000, 16 GB", ""));
    assert_eq!(plan.storage, Storage::Nothing);
    assert_eq!((plan.form.get(Field::Place), plan.form.get(Field::NetworkVolume)), ("", ""));
    assert_eq!(plan.sum(), "4\u{a0}h = $1.03, then the pod ends.");
}

#[test]
fn a_volume_of_the_account_comes_before_a_new_one_unless_its_place_is_too_dear() {
    let wish = answers("comfyui", "1", true);
    let beside = |place: &str| plan_with(&wish, &[own("models", place)], &VolumeTypes::default()).unwrap();
    let there = beside("EU-CZ-1");
    assert_eq!(site(&there), ("RTX 4090, 24 GB", "EU-CZ-1"));
    assert_eq!(there.storage, Storage::Own(own("models", "EU-CZ-1")));
    assert_eq!(there.form.get(Field::NetworkVolume), "id-models");
    assert!(there.sum().ends_with("“models” costs what it costs now."), "{}", there.sum());
    assert_eq!(new(&beside("XX-1")).data_center.as_str(), "EU-SE-1", "nothing is in stock beside it");
    let taken = [own("comfyui-files", "XX-1"), own("comfyui-files-2", "XX-1")];
    let plan = plan_with(&wish, &taken, &VolumeTypes::default()).unwrap();
    assert_eq!(new(&plan).name, "comfyui-files-3");
}

#[test]
fn a_volume_whose_price_is_not_published_is_not_planned() {
    let told = |id: &str, kinds: Vec<VolumeType>| (DataCenterId::new(id), kinds);
    let both = vec![VolumeType::HighPerformance, VolumeType::Standard];
    let types = VolumeTypes::new(vec![
        told("EU-SE-1", vec![VolumeType::HighPerformance]),
        told("EU-RO-1", vec![]),
        told("EU-CZ-1", both),
    ]);
    let plan = plan_with(&answers("comfyui", "1", true), &[], &types).unwrap();
    assert_eq!(site(&plan), ("RTX 4090, 24 GB", "EU-CZ-1"));
    assert_eq!(new(&plan).volume_type, Some(VolumeType::Standard));
}

#[test]
fn what_stands_in_the_way_is_told_at_its_question() {
    let at = |answers: &Answers| -> Vec<(Question, String)> { plan(answers).unwrap_err() };
    let low = at(&answers("comfyui", "0.5", true));
    assert_eq!(low, [(Question::AtMost, say::at_most_too_low("$0.70/h"))]);
    assert!(plan(&answers("comfyui", "0.70", true)).is_ok(), "what is told is enough");
    assert_eq!(at(&answers("comfyui", "0.1", false)), [(Question::AtMost, say::at_most_too_low("$0.26/h"))]);
    let all = Answers { size: "5".into(), ..answers("nothing", "much", true) };
    let questions: Vec<Question> = at(&all).into_iter().map(|(question, _)| question).collect();
    assert_eq!(questions, [Question::App, Question::AtMost, Question::Size]);
    assert!(plan(&Answers { size: "5".into(), ..answers("comfyui", "1", false) }).is_ok(), "no volume, no size");
    assert_eq!(at(&answers("comfyui", "0", false)).len(), 1);
    let empty = AvailabilityGrid { rows: vec![], ..grid() };
    let known = Known { grid: &empty, volumes: &[], types: &VolumeTypes::default() };
    let none = Plan::of(&answers("vllm", "1", true), known).unwrap_err();
    assert_eq!(none, [(Question::App, say::none_in_stock(24))]);
    let nowhere: Vec<DataCenter> = grid().places.into_iter().map(|at| DataCenter { volumes: false, ..at }).collect();
    let nowhere = AvailabilityGrid { places: nowhere, ..grid() };
    let known = Known { grid: &nowhere, volumes: &[], types: &VolumeTypes::default() };
    let none = Plan::of(&answers("vllm", "1", true), known).unwrap_err();
    assert_eq!(none, [(Question::Keep, say::no_place_for_files().to_owned())]);
}

/// What RunPod says of the plan's GPU a moment later, when it costs so many cents more.
fn catalog(plan: &Plan, more: i64) -> Catalog {
    let price = GpuRate::from_micros(plan.quote.gpus.micros() + more * 10_000);
    let shelf = CloudOffer { price, spot: None, stock: Stock::High, max_count: 8 };
    let id = GpuTypeId::new(&plan.form.choices[0].gpu_type);
    let gpu = GpuType { id, name: plan.gpu.clone(), memory_gb: 24, secure: Some(shelf), community: None };
    Catalog { scope: plan.form.scope(&[]), gpu_types: vec![gpu], as_of: Timestamp::default() }
}

#[test]
fn the_form_of_every_plan_is_an_order_and_one_more_with_its_volume() {
    let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    for app in &APPS {
        let plan = plan(&answers(app.key, "1", true)).unwrap();
        let catalog = catalog(&plan, 0);
        let made = own("made", new(&plan).data_center.as_str());
        let volumes = [made.clone()];
        let known = OrderContext { catalog: &catalog, cpus: &[], volumes: &volumes, template: None, key: &key };
        let order = Order::read(&plan.form, known).unwrap();
        assert!(plan.holds(&order, &catalog), "{}", app.key);
        let form = plan.form_with(&made);
        assert_eq!(form.scope(&volumes), catalog.scope, "one question does before and after");
        let with = Order::read(&form, known).unwrap();
        assert_eq!(with.mount.map(|mount| mount.volume), Some(made.id.clone()));
        assert_eq!(plan.session().is_some(), order.timer.is_some(), "{}", app.key);
        assert!(plan.decisions().iter().all(|(_, words)| !words.is_empty()));
    }
}

#[test]
fn a_plan_does_not_hold_once_its_gpu_costs_more_or_is_gone() {
    let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    let plan = plan(&answers("comfyui", "1", true)).unwrap();
    for (more, holds) in [(-1, true), (0, true), (1, false)] {
        let catalog = catalog(&plan, more);
        let known = OrderContext { catalog: &catalog, cpus: &[], volumes: &[], template: None, key: &key };
        assert_eq!(plan.holds(&Order::read(&plan.form, known).unwrap(), &catalog), holds, "{more}");
    }
    let catalog = catalog(&plan, 0);
    let known = OrderContext { catalog: &catalog, cpus: &[], volumes: &[], template: None, key: &key };
    let order = Order::read(&plan.form, known).unwrap();
    assert!(!plan.holds(&order, &Catalog { gpu_types: vec![], ..catalog }));
}
