use proptest::prelude::*;

use super::*;
use crate::catalog::template::Kind;
use crate::pods::port::Port;
use crate::types::ids::{RegistryId, TemplateId};

/// A template that says something of all fields, or of as few as a template can.
fn template(id: &str, full: bool) -> Template {
    let if_full = |text: &str| if full { format!("{text} {id}") } else { String::new() };
    Template {
        id: TemplateId::new(id),
        name: format!("template {id}"),
        image: format!("someone/{id}:1"),
        start_command: if_full("run"),
        container_disk_gb: if full { 20 } else { 0 },
        volume_gb: if full { 30 } else { 0 },
        mount_path: full.then(|| "/data".to_owned()),
        ports: if full { Port::parse_list("3000/http") } else { vec![] },
        unread_ports: vec![],
        env: if full { vec![("MODE".into(), id.into()), (format!("OF_{id}"), "1".into())] } else { vec![] },
        readme: String::new(),
        kind: Kind::Community,
        start_jupyter: false,
        start_ssh: full,
        registry_auth: full.then(|| RegistryId::new("r")),
    }
}

fn variable(key: &str, value: &str) -> Variable {
    Variable { key: key.into(), value: value.into() }
}

/// The fields that choices fill in and that a person can type into.
const TYPED: [Field; 7] = [
    Field::Name,
    Field::PodVolume,
    Field::MountPath,
    Field::ContainerDisk,
    Field::Ports,
    Field::StartCommand,
    Field::Registry,
];

#[derive(Clone, Debug)]
enum Act {
    Image(&'static str),
    Template(Box<Template>),
    Type(Field, String),
    Switch(Field, bool),
    Variable(String),
}

impl Act {
    fn on(&self, raw: &mut OrderForm) {
        match self {
            Self::Image(key) => raw.choose_image(key),
            Self::Template(template) => raw.take_template(template),
            Self::Type(field, text) => raw.set(*field, text),
            Self::Switch(field, on) => raw.switch(*field, *on),
            Self::Variable(key) => raw.env.push(variable(key, "typed")),
        }
    }

    const fn is_choice(&self) -> bool {
        matches!(self, Self::Image(_) | Self::Template(_))
    }
}

fn choice() -> impl Strategy<Value = Act> {
    prop_oneof![
        prop::sample::select(vec!["comfyui", "pytorch", "own", "template"]).prop_map(Act::Image),
        ("[ab]", any::<bool>()).prop_map(|(id, full)| Act::Template(Box::new(template(&id, full)))),
    ]
}

fn typing() -> impl Strategy<Value = Act> {
    prop_oneof![
        (prop::sample::select(TYPED.to_vec()), "[a-z]{1,3}").prop_map(|(field, text)| Act::Type(field, text)),
        (prop::sample::select(vec![Field::Ssh, Field::Jupyter]), any::<bool>()).prop_map(|(f, on)| Act::Switch(f, on)),
        "[X-Z]".prop_map(Act::Variable),
    ]
}

proptest! {
    /// Only the last choice and what was typed tell what stands in the form; all choices before have left nothing.
    #[test]
    fn a_choice_takes_the_earlier_ones_back_and_nothing_else(
        acts in prop::collection::vec(prop_oneof![choice(), typing()], 0..8), last in choice(),
    ) {
        let mut all = OrderForm::default();
        acts.iter().for_each(|act| act.on(&mut all));
        last.on(&mut all);
        let mut typed = OrderForm::default();
        acts.iter().filter(|act| !act.is_choice()).for_each(|act| act.on(&mut typed));
        last.on(&mut typed);
        prop_assert_eq!(all, typed);
    }

    #[test]
    fn what_was_typed_stays_whatever_is_chosen(field in prop::sample::select(TYPED.to_vec()), choices in prop::collection::vec(choice(), 1..6)) {
        let mut raw = OrderForm::default().with(field, "mine").with_env(vec![variable("MODE", "mine")]);
        choices.iter().for_each(|choice| choice.on(&mut raw));
        prop_assert_eq!((raw.get(field), raw.filler(field)), ("mine", Filler::Person));
        prop_assert!(raw.env.contains(&variable("MODE", "mine")));
        prop_assert_eq!(raw.env.iter().filter(|own| own.key == "MODE").count(), 1);
    }

    #[test]
    fn names_are_told_apart_unless_the_person_names_the_pod(taken in prop::collection::btree_set("(comfyui|template a)(-[2-5])?", 0..8), of_template: bool) {
        let mut raw = OrderForm::default();
        if of_template {
            raw.take_template(&template("a", true));
        }
        raw.name_apart(|name| taken.contains(name));
        prop_assert!(!taken.contains(raw.get(Field::Name)));
        prop_assert!(!raw.name_apart(|name| taken.contains(name)), "once is enough");
        raw.set(Field::Name, "mine");
        prop_assert!(!raw.name_apart(|_| true));
    }
}

#[test]
fn a_comfyui_after_a_template_is_the_comfyui_of_an_untouched_form() {
    let mut raw = OrderForm::default();
    raw.take_template(&template("a", true));
    assert_eq!((raw.get(Field::StartCommand), raw.env.len()), ("run a", 2));
    assert_eq!(raw.filler(Field::StartCommand), Filler::Template);
    raw.choose_image("comfyui");
    assert_eq!(raw, OrderForm::default());
    assert_eq!(raw.differs(None), []);
}

#[test]
fn a_variable_of_a_template_that_the_person_changed_is_the_persons() {
    let mut raw = OrderForm::default();
    raw.take_template(&template("a", true));
    raw.env[0].value = "mine".into();
    raw.choose_image("pytorch");
    assert_eq!(raw.env, [variable("MODE", "mine")]);
    assert_eq!(raw.differs(None), [Field::Env]);
}

#[test]
fn what_a_preset_holds_of_its_image_goes_with_it_and_the_rest_stays() {
    let mut own = OrderForm::default();
    own.choose_image("own");
    let own = own
        .with(Field::OwnImage, "a/b:1")
        .with(Field::StartCommand, "run")
        .with(Field::Ports, "1/http")
        .with(Field::ContainerDisk, "200")
        .with(Field::Name, "flux")
        .with_env(vec![variable("A", "1")]);
    let mut raw = OrderForm::read(&own.write().unwrap()).unwrap().raw;
    assert_eq!((&raw, raw.filler(Field::Ports)), (&own, Filler::Reading));
    raw.choose_image("comfyui");
    let left = OrderForm::default()
        .with(Field::ContainerDisk, "200")
        .with(Field::Name, "flux")
        .with_env(vec![variable("A", "1")]);
    assert_eq!(raw, left);
    let mut pytorch = OrderForm::default();
    pytorch.choose_image("pytorch");
    let mut raw = OrderForm::read(&pytorch.write().unwrap()).unwrap().raw;
    raw.choose_image("comfyui");
    assert_eq!(raw, OrderForm::default());
}

#[test]
fn a_preset_keeps_no_number_that_nobody_typed() {
    for key in ["comfyui", "pytorch"] {
        let mut raw = OrderForm::default();
        raw.choose_image(key);
        raw.name_apart(|name| name == key);
        assert_eq!(raw.get(Field::Name), format!("{key}-2"));
        let mut read = OrderForm::read(&raw.write().unwrap()).unwrap().raw;
        assert_eq!(read.get(Field::Name), key);
        read.name_apart(|name| name == key || name == format!("{key}-2"));
        assert_eq!(read.get(Field::Name), format!("{key}-3"));
        read.name_apart(|_| false);
        assert_eq!(read.get(Field::Name), key);
    }
}

#[test]
fn what_differs_from_what_is_chosen_is_known() {
    let raw = OrderForm::default();
    assert_eq!(raw.differs(None), []);
    assert_eq!(raw.clone().with(Field::MountPath, "/x").differs(None), [], "without a volume it has no meaning");
    let odd = raw.with(Field::StartCommand, "x").with(Field::Ports, "1/http").with(Field::PodVolume, "10");
    let odd = odd.with(Field::MountPath, "/x").with(Field::Ssh, "").with_env(vec![variable("A", ""), variable("", "")]);
    let all = [Field::PodVolume, Field::MountPath, Field::StartCommand, Field::Ports, Field::Ssh, Field::Env];
    assert_eq!(odd.differs(None), all);
    let words = "Other than the image's own: pod volume, mount path, start command, ports, SSH, environment.";
    assert_eq!(odd.differs_text(None), words);
    assert_eq!(OrderForm::default().differs_text(None), "");
    let full = template("a", true);
    let mut raw = OrderForm::default().with(Field::Registry, "r");
    assert_eq!(raw.differs(None), [Field::Registry]);
    raw.take_template(&full);
    assert_eq!(raw.differs(Some(&full)), []);
    assert_eq!(raw.with(Field::OwnImage, "a/c").differs(Some(&full)), [Field::OwnImage]);
}

#[test]
fn names_follow_the_image() {
    let named = |image: &str| {
        let mut raw = OrderForm::default();
        raw.choose_image("own");
        raw.set(Field::OwnImage, image);
        raw.name_apart(|name| name == "thing");
        raw.get(Field::Name).to_owned()
    };
    for (image, name) in [
        ("ghcr.io/someone/thing:1.0", "thing-2"),
        ("a/b@sha256:abc", "b"),
        ("localhost:5000/x", "x"),
        ("ubuntu", "ubuntu"),
        ("", "pod"),
        ("a/", "pod"),
    ] {
        assert_eq!(named(image), name, "{image}");
    }
    let mut raw = OrderForm::default();
    raw.name_apart(|_| false);
    assert_eq!(raw.get(Field::Name), "comfyui");
    raw.set(Field::Name, "");
    raw.name_apart(|_| false);
    assert_eq!(raw.get(Field::Name), "", "the person is about to type another one");
    raw.choose_image("pytorch");
    assert_eq!(raw.get(Field::Name), "pytorch");
}
