use super::*;
use crate::catalog::AvailabilityQuery;
use crate::order::{Field, GpuChoiceForm, OrderContext, OrderForm};
use crate::types::api_key::ApiKey;
use crate::types::time::Timestamp;

fn shelf(price: i64, spot: Option<i64>, stock: Stock, max_count: u32) -> Option<CloudOffer> {
    let rate = GpuRate::from_micros;
    Some(CloudOffer { price: rate(price), spot: spot.map(rate), stock, max_count })
}

fn gpu(name: &str, memory_gb: u32, secure: Option<CloudOffer>, community: Option<CloudOffer>) -> GpuType {
    GpuType { id: GpuTypeId::new(format!("NVIDIA {name}")), name: name.into(), memory_gb, secure, community }
}

/// Prices as RunPod had them in 2025; stock made up.
fn catalog() -> Catalog {
    let gpu_types = vec![
        gpu("A100 PCIe", 80, shelf(1_640_000, Some(820_000), Stock::High, 8), shelf(1_190_000, None, Stock::Low, 2)),
        gpu(
            "RTX A5000",
            24,
            shelf(260_000, Some(140_000), Stock::Out, 8),
            shelf(160_000, Some(110_000), Stock::Low, 4),
        ),
        gpu("RTX 4090", 24, shelf(690_000, Some(350_000), Stock::Low, 8), shelf(340_000, Some(200_000), Stock::Out, 4)),
        gpu("A40", 48, shelf(400_000, None, Stock::Medium, 10), None),
    ];
    Catalog { scope: AvailabilityQuery::default(), gpu_types, as_of: Timestamp::default() }
}

const SECURE: OfferFilter = OfferFilter { clouds: CloudFilter::Secure, spot: false };

fn names(clouds: CloudFilter, spot: bool, search: &str) -> Vec<String> {
    found(&offers(&catalog(), OfferFilter { clouds, spot }), search).into_iter().map(|offer| offer.name).collect()
}

#[test]
fn available_gpus_come_first_and_the_cheapest_at_the_top() {
    assert_eq!(names(CloudFilter::Secure, false, ""), ["A40", "RTX 4090", "A100 PCIe", "RTX A5000"]);
    assert_eq!(names(CloudFilter::Community, false, ""), ["RTX A5000", "A100 PCIe", "RTX 4090"]);
}

/// What each want gets of the catalog above, worked out by hand: cloud, price in millionths, stock; of two clouds the one
/// that is available, and of those the cheaper.
#[rustfmt::skip]
#[test]
fn offers_are_as_the_table_has_them() {
    use Cloud::{Community as C, Secure as S};
    use Stock::{High, Low, Medium, Out};
    type Row = (&'static str, Cloud, i64, Stock);
    let table: [(CloudFilter, bool, &[Row]); 6] = [
        (CloudFilter::Secure, false, &[
            ("A40", S, 400_000, Medium), ("RTX 4090", S, 690_000, Low), ("A100 PCIe", S, 1_640_000, High),
            ("RTX A5000", S, 260_000, Out),
        ]),
        (CloudFilter::Community, false, &[
            ("RTX A5000", C, 160_000, Low), ("A100 PCIe", C, 1_190_000, Low), ("RTX 4090", C, 340_000, Out),
        ]),
        (CloudFilter::All, false, &[
            ("RTX A5000", C, 160_000, Low), ("A40", S, 400_000, Medium), ("RTX 4090", S, 690_000, Low),
            ("A100 PCIe", C, 1_190_000, Low),
        ]),
        (CloudFilter::Secure, true, &[
            ("RTX 4090", S, 350_000, Low), ("A100 PCIe", S, 820_000, High), ("RTX A5000", S, 140_000, Out),
        ]),
        (CloudFilter::Community, true, &[("RTX A5000", C, 110_000, Low), ("RTX 4090", C, 200_000, Out)]),
        (CloudFilter::All, true, &[
            ("RTX A5000", C, 110_000, Low), ("RTX 4090", S, 350_000, Low), ("A100 PCIe", S, 820_000, High),
        ]),
    ];
    for (clouds, spot, expected) in table {
        let told = offers(&catalog(), OfferFilter { clouds, spot }).into_iter();
        let told: Vec<_> = told.map(|offer| (offer.name, offer.cloud, offer.price.micros(), offer.stock)).collect();
        let expected: Vec<_> = expected.iter().map(|(name, at, price, stock)| ((*name).to_owned(), *at, *price, stock.clone())).collect();
        assert_eq!(told, expected, "{clouds:?}, spot: {spot}");
    }
}

#[test]
fn spot_counts_where_there_is_spot() {
    assert_eq!(names(CloudFilter::Secure, true, ""), ["RTX 4090", "A100 PCIe", "RTX A5000"]);
}

#[test]
fn the_search_reads_names_and_memory() {
    assert_eq!(names(CloudFilter::Secure, false, "rtx 24gb"), ["RTX 4090", "RTX A5000"]);
    assert_eq!(names(CloudFilter::Secure, false, "80 GB"), ["A100 PCIe"]);
    assert!(names(CloudFilter::Secure, false, "banana").is_empty());
}

#[test]
fn a_choice_takes_the_first_that_fits_it() {
    let offers = offers(&catalog(), OfferFilter { clouds: CloudFilter::All, spot: false });
    let takes = |choice: GpuChoiceForm| choice.first_of(&offers, "a/b").map(|offer| offer.name.as_str());
    assert_eq!(takes(GpuChoiceForm::any("24", "")), Some("RTX A5000"));
    assert_eq!(takes(GpuChoiceForm::any("40", "")), Some("A40"));
    assert_eq!(takes(GpuChoiceForm::any("40", "0.39")), None, "what is dearer than it may be is not taken");
    assert_eq!(takes(GpuChoiceForm::of("NVIDIA RTX 4090")), Some("RTX 4090"));
    for odd in [GpuChoiceForm::any("many", ""), GpuChoiceForm::any("24", "cheap"), GpuChoiceForm::of("gone")] {
        assert_eq!(takes(odd), None);
    }
}

fn order(choices: &[GpuChoiceForm], fields: &[(Field, &str)]) -> Order {
    let raw = OrderForm::default().choosing(choices.to_vec()).with(Field::WhenSoldOut, "tell");
    let raw = fields.iter().fold(raw, |raw, (field, text)| raw.with(*field, text));
    let key = ApiKey::read("rpa_EXAMPLE0123456789").unwrap();
    Order::read(&raw, OrderContext { catalog: &catalog(), cpus: &[], volumes: &[], template: None, key: &key }).unwrap()
}

fn told(order: &Order) -> Vec<(String, Cloud, i64, Option<SkipReason>)> {
    let candidates = candidates(order, &catalog()).into_iter();
    candidates.map(|step| (step.pick.name, step.pick.cloud, step.pick.rate.micros(), step.skip)).collect()
}

#[test]
fn the_way_through_the_choices_keeps_their_order_and_tries_each_thing_once() {
    let choices = [GpuChoiceForm::of("NVIDIA RTX 4090"), GpuChoiceForm::any("24", "0.50")];
    assert_eq!(
        told(&order(&choices, &[(Field::Cloud, "ALL")])),
        [
            ("RTX 4090".into(), Cloud::Secure, 690_000, None),
            ("RTX 4090".into(), Cloud::Community, 340_000, Some(SkipReason::SoldOut)),
            ("RTX A5000".into(), Cloud::Community, 160_000, None),
            ("A40".into(), Cloud::Secure, 400_000, None),
            ("RTX A5000".into(), Cloud::Secure, 260_000, Some(SkipReason::SoldOut)),
        ]
    );
}

#[test]
fn more_than_one_pod_may_have_and_bids_below_the_going_price_are_not_asked_for() {
    let four = order(&[GpuChoiceForm::any("80", "")], &[(Field::Cloud, "ALL"), (Field::GpuCount, "4")]);
    assert_eq!(
        told(&four),
        [
            ("4 × A100 PCIe".into(), Cloud::Community, 4_760_000, Some(SkipReason::TooMany(2))),
            ("4 × A100 PCIe".into(), Cloud::Secure, 6_560_000, None),
        ]
    );
    let both = [GpuChoiceForm::of("NVIDIA RTX 4090"), GpuChoiceForm::of("NVIDIA A100 PCIe")];
    let spot = order(&both, &[(Field::Rent, "spot"), (Field::Bid, "0.40")]);
    assert_eq!(
        told(&spot),
        [
            ("RTX 4090".into(), Cloud::Secure, 400_000, None),
            ("A100 PCIe".into(), Cloud::Secure, 400_000, Some(SkipReason::BidTooLow(GpuRate::from_micros(820_000)))),
        ]
    );
}

#[test]
fn a_quote_counts_gpus_and_disks_running_and_stopped() {
    let quote = Quote::new(HourlyRate::from_micros(1_380_000), 50, 0);
    assert_eq!(quote.total(), HourlyRate::from_micros(1_386_944));
    let quote = Quote::new(HourlyRate::ZERO, 0, 72);
    assert_eq!((quote.disk, quote.stopped), (HourlyRate::from_micros(10_000), HourlyRate::from_micros(20_000)));
}

#[test]
fn offers_of_a_choice_are_those_that_it_names() {
    let of =
        |choice| offers_of(&choice, "a/b", &catalog(), SECURE).into_iter().map(|offer| offer.name).collect::<Vec<_>>();
    assert_eq!(of(Choice::Any { memory_gb: 48, at_most: None }), ["A40", "A100 PCIe"]);
    assert_eq!(of(Choice::Any { memory_gb: 48, at_most: Some(GpuRate::from_micros(400_000)) }), ["A40"]);
    assert_eq!(of(Choice::Type(GpuTypeId::new("NVIDIA RTX A5000"))), ["RTX A5000"]);
}

#[test]
fn any_gpu_is_one_that_the_image_is_made_for() {
    let offer = |id: &str| {
        let gpu = GpuType { id: GpuTypeId::new(id), ..gpu("x", 192, shelf(100_000, None, Stock::High, 8), None) };
        let catalog = Catalog { gpu_types: vec![gpu], ..catalog() };
        move |image: &str, choice: &Choice| !offers_of(choice, image, &catalog, SECURE).is_empty()
    };
    let any = Choice::Any { memory_gb: 24, at_most: None };
    let (amd, nvidia, old) = (offer("AMD Instinct MI300X OAM"), offer("NVIDIA B200"), offer("Tesla V100-SXM2-32GB"));
    let cuda = "runpod/pytorch:1.0.2-cu1281-torch280";
    for image in [cuda, "", "a/b"] {
        assert!(!amd(image, &any) && nvidia(image, &any), "{image}");
    }
    let rocm = "rocm/pytorch:latest";
    assert!(amd(rocm, &any) && !nvidia(rocm, &any) && amd("runpod/pytorch:ROCm6.1", &any));
    assert!(amd(cuda, &Choice::Type(GpuTypeId::new("AMD Instinct MI300X OAM"))), "what is named is taken");
    assert!(old("runpod/pytorch:2.1.0-cuda11.8.0", &any) && old("a/b", &any) && !old(cuda, &any));
    assert!(old(cuda, &Choice::Type(GpuTypeId::new("Tesla V100-SXM2-32GB"))));
}

#[test]
fn spot_says_its_bid_and_what_the_same_costs_on_demand() {
    let catalog = catalog();
    let said = |bid: &str| {
        let choices = [GpuChoiceForm::of("NVIDIA RTX 4090")];
        let order = order(&choices, &[(Field::Rent, "spot"), (Field::Bid, bid), (Field::GpuCount, "2")]);
        let pick = candidates(&order, &catalog).remove(0).pick;
        pick.spot_text(pick.on_demand(&catalog))
    };
    assert_eq!(
        said("0.40"),
        "It is spot, for your bid of $0.80/h: RunPod stops it when somebody bids more. On demand it costs $1.38/h."
    );
    assert!(said("0.69").ends_with("On demand it costs $1.38/h, no more than your bid, and nobody takes it."));
    let on_demand = candidates(&order(&[GpuChoiceForm::of("NVIDIA RTX 4090")], &[]), &catalog).remove(0).pick;
    assert_eq!((on_demand.on_demand(&catalog), on_demand.spot_text(None)), (None, String::new()));
    assert_eq!(catalog.on_demand("RTX 4090", 2), Some(HourlyRate::from_micros(680_000)));
    assert_eq!((catalog.on_demand("RTX 4090", 0), catalog.on_demand("", 1)), (None, None));
}
