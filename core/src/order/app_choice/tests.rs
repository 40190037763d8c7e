use super::*;
use crate::catalog::{Catalog, CloudOffer, GpuType, Stock};
use crate::order::offers::Machine;
use crate::order::{Order, TEMPLATE};
use crate::runpod::api_key::ApiKey;
use crate::types::ids::{DataCenterId, GpuTypeId};
use crate::types::money::GpuRate;
use crate::types::time::Timestamp;

fn gpu(id: &str, memory_gb: u32, price: i64, stock: Stock) -> GpuType {
    let shelf = CloudOffer { price: GpuRate::from_micros(price), spot: None, stock, max_count: 8 };
    GpuType { id: GpuTypeId::new(id), name: id.into(), memory_gb, secure: Some(shelf), community: None }
}

fn catalog(form: &OrderForm) -> Catalog {
    Catalog {
        scope: form.scope_of_apps(&[]),
        gpu_types: vec![
            gpu("RTX 8", 8, 100_000, Stock::High),
            gpu("RTX 16", 16, 250_000, Stock::Low),
            gpu("RTX 20", 20, 200_000, Stock::Out),
            gpu("RTX 24", 24, 270_000, Stock::High),
            gpu("RTX 48", 48, 530_000, Stock::High),
            gpu("AMD 192", 192, 90_000, Stock::High),
        ],
        as_of: Timestamp::default(),
    }
}

fn key() -> ApiKey {
    ApiKey::read("rpa_EXAMPLE0123456789").unwrap()
}

fn price(form: &OrderForm, key_of_app: &str, catalog: &Catalog) -> Result<String, AppPrice> {
    let key = key();
    let known = OrderContext { catalog, cpus: &[], volumes: &[], template: None, key: &key };
    match form.price_from(app(key_of_app), known) {
        AppPrice::From(rate) => Ok(rate.to_string()),
        other => Err(other),
    }
}

fn app(key: &str) -> &'static App {
    crate::catalog::apps::app(key).unwrap()
}

#[test]
fn the_form_that_an_app_fills_in_can_be_launched_at_the_price_of_its_card() {
    for app in &APPS {
        let mut form = OrderForm::default();
        form.choose_app(app);
        let (catalog, key) = (catalog(&form), key());
        let known = OrderContext { catalog: &catalog, cpus: &[], volumes: &[], template: None, key: &key };
        assert_eq!(catalog.scope, form.scope(&[]), "one question for stock does for {}", app.key);
        let order = Order::read(&form, known).unwrap_or_else(|problems| panic!("{}: {problems:?}", app.key));
        assert_eq!((order.name.as_str(), order.image.as_str()), (app.key, app.image));
        assert_eq!((order.start_command.as_str(), order.start_jupyter), (app.start_command, app.jupyter));
        assert_eq!(form.differs(None), [], "{}", app.key);
        assert_eq!(form.without_secrets().1, Vec::<String>::new(), "{}", app.key);
        let first = form.steps(known).into_iter().find(|step| step.skip.is_none()).unwrap();
        assert!(first.pick.memory_gb >= app.least_memory_gb && matches!(first.pick.on, Machine::Gpus { .. }));
        let shown = form.quote(&first.pick).unwrap().total();
        assert_eq!(OrderForm::default().price_from(app, known), AppPrice::From(shown), "{}", app.key);
        assert_eq!(OrderForm::read(&form.write().unwrap()).unwrap().raw, form, "{}", app.key);
    }
}

#[test]
fn the_price_is_that_of_the_cheapest_with_enough_memory_that_is_in_stock() {
    let form = OrderForm::default();
    let catalog = catalog(&form);
    // 30 GB of disk are $0.10 a GB and 730 hours: $0.004.
    assert_eq!(price(&form, "pytorch", &catalog).as_deref(), Ok("$0.104/h"));
    assert_eq!(price(&form, "comfyui", &catalog).as_deref(), Ok("$0.257/h"), "20 GB are out of stock");
    assert_eq!(price(&form, "vllm", &catalog).as_deref(), Ok("$0.278/h"));
    let named = form.clone().choosing(vec![GpuChoiceForm::of("RTX 48")]);
    assert_eq!(price(&named, "pytorch", &catalog).as_deref(), Ok("$0.534/h"), "what was named stays");
    assert_eq!(price(&form.clone().with(Field::ContainerDisk, "x"), "vllm", &catalog), Err(AppPrice::Unknown));
    let spot = form.with(Field::Rent, "spot");
    assert_eq!(price(&spot, "vllm", &catalog), Err(AppPrice::Unknown), "nothing is bid");
}

#[test]
fn what_is_not_known_has_no_price() {
    let form = OrderForm::default();
    let known = catalog(&form);
    let nothing = Catalog { gpu_types: vec![gpu("RTX 24", 24, 270_000, Stock::Out)], ..known.clone() };
    let elsewhere = AvailabilityQuery { data_center: Some(DataCenterId::new("EU-RO-1")), ..known.scope.clone() };
    let elsewhere = Catalog { scope: elsewhere, ..known.clone() };
    assert_eq!(price(&form, "comfyui", &nothing), Err(AppPrice::NoneAvailable));
    assert_eq!(price(&form, "comfyui", &Catalog { gpu_types: vec![], ..known }), Err(AppPrice::NoneAvailable));
    assert_eq!(price(&form, "comfyui", &elsewhere), Err(AppPrice::Unknown));
}

#[test]
fn another_app_takes_the_earlier_one_back_and_leaves_what_was_typed() {
    let mut typed = OrderForm::default().with(Field::Name, "mine").with(Field::EndAfter, "2");
    typed.choose_app(app("vllm"));
    assert_eq!((typed.get(Field::Name), typed.get(Field::EndAfter)), ("mine", "2"));
    assert_eq!(typed.get(Field::MountPath), "/root/.cache/huggingface");
    typed.choose_app(app("comfyui"));
    let mut fresh = OrderForm::default().with(Field::Name, "mine").with(Field::EndAfter, "2");
    fresh.choose_app(app("comfyui"));
    assert_eq!(typed, fresh);
    assert_eq!(fresh.choices, [GpuChoiceForm::any("12", "")]);

    let mine = vec![GpuChoiceForm::of("RTX 48"), GpuChoiceForm::any("24", "")];
    let mut named = OrderForm::default().choosing(mine.clone()).with(Field::Compute, "cpu");
    named.choose_app(app("kohya"));
    assert_eq!((&named.choices, named.is_cpu()), (&mine, false));
    let mut dear = OrderForm::default().choosing(vec![GpuChoiceForm::any("24", "0.50")]);
    dear.choose_app(app("pytorch"));
    assert_eq!(dear.choices, [GpuChoiceForm::any("24", "0.50")]);
    dear.choose_image(TEMPLATE);
    assert_eq!(dear.get(Field::StartCommand), "");
}
