use super::*;
use crate::catalog::template::{Kind, Template};
use crate::order::{OWN_IMAGE, Variable};
use crate::types::ids::TemplateId;

fn told(fields: &[(Field, &str)]) -> String {
    let form = fields.iter().fold(OrderForm::default(), |form, (field, text)| form.with(*field, text));
    form.advanced_text(None)
}

fn template() -> Template {
    Template {
        id: TemplateId::new("t"),
        name: "odd one".into(),
        image: "a/b:1".into(),
        start_command: "sleep 9".into(),
        container_disk_gb: 21,
        volume_gb: 30,
        mount_path: None,
        ports: vec![],
        unread_ports: vec![],
        env: vec![("THEIRS".into(), "1".into())],
        readme: String::new(),
        kind: Kind::Own,
        start_jupyter: false,
        start_ssh: false,
        registry_auth: None,
    }
}

#[test]
fn an_untouched_form_has_the_defaults_whatever_image_is_chosen() {
    for image in ["comfyui", "pytorch", OWN_IMAGE] {
        let mut form = OrderForm::default();
        form.choose_image(image);
        assert_eq!(form.advanced_text(None), "defaults", "{image}");
    }
}

#[test]
fn what_differs_is_named_in_the_order_of_the_form() {
    assert_eq!(told(&[(Field::Ports, "9000/http"), (Field::Rent, "spot")]), "2 changed: Spot, Ports");
    assert_eq!(told(&[(Field::GpuCount, "2")]), "1 changed: Number of GPUs");
    assert_eq!(told(&[(Field::GpuCount, " 1 ")]), "defaults");
    assert_eq!(told(&[(Field::Ssh, ""), (Field::Jupyter, "")]), "2 changed: SSH, Jupyter");
    assert_eq!(told(&[(Field::Bid, "0.4")]), "defaults", "without spot it means nothing");
    let env = vec![Variable { key: "A".into(), value: "1".into() }, Variable::default()];
    assert_eq!(OrderForm::default().with_env(env).advanced_text(None), "1 changed: Environment");
    assert_eq!(OrderForm::default().with_env(vec![Variable::default()]).advanced_text(None), "defaults");
}

#[test]
fn what_means_nothing_for_the_choice_is_not_named() {
    let cpu = [(Field::Compute, "cpu"), (Field::Rent, "spot"), (Field::Cuda, "12.8"), (Field::Cloud, "ALL")];
    assert_eq!(told(&cpu), "1 changed: No GPU");
    let volume = [(Field::NetworkVolume, "v"), (Field::Place, "US"), (Field::PodVolume, "20"), (Field::Cloud, "ALL")];
    assert_eq!(told(&volume), "defaults");
    assert_eq!(told(&[(Field::Place, "US"), (Field::Cloud, "ALL")]), "2 changed: Cloud, Place");
    // They stand in sight there.
    assert_eq!(told(&[(Field::Image, OWN_IMAGE), (Field::Jupyter, ""), (Field::Ports, "1/http")]), "defaults");
    assert_eq!(told(&[(Field::Name, "mine"), (Field::ContainerDisk, "7"), (Field::EndAfter, "")]), "defaults");
}

#[test]
fn what_a_template_brings_is_its_default() {
    let mut form = OrderForm::default();
    form.take_template(&template());
    assert_eq!(form.advanced_text(Some(&template())), "defaults");
    form.set(Field::StartCommand, "");
    form.env.clear();
    assert_eq!(form.advanced_text(Some(&template())), "2 changed: Start command, Environment");
}

#[test]
fn whatever_is_folded_away_has_a_short_name() {
    for field in Field::ALL.into_iter().filter(|field| field.is_detail() && *field != Field::Bid) {
        assert!(!short_name(field).is_empty(), "{field:?}");
    }
}
