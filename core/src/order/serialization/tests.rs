use proptest::prelude::*;

use super::*;

fn variable(key: &str, value: &str) -> Variable {
    Variable { key: key.into(), value: value.into() }
}

fn full() -> OrderForm {
    OrderForm::default()
        .with(Field::Name, "mine")
        .with(Field::Image, OWN_IMAGE)
        .with(Field::OwnImage, "a/b:1")
        .with(Field::StartCommand, "one\n\ttwo")
        .with(Field::Cloud, "ALL")
        .with(Field::Ssh, "")
        .choosing(vec![GpuChoiceForm::of("A40"), GpuChoiceForm::any("24", "0.50")])
        .with_env(vec![variable("B", "1"), variable("A", "")])
}

/// What version 1 leaves out stands for this. Whoever changes it raises the version, and reads version 1 with this.
#[test]
fn an_untouched_form_is_what_version_1_takes_it_for() {
    let usual = OrderForm::default();
    let given: Vec<(&str, &str)> = Field::ALL
        .into_iter()
        .map(|field| (field.as_str(), usual.get(field)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let version_1 = [
        ("image", "comfyui"),
        ("container-disk", "50"),
        // Forms that were written before there was a timer get one.
        ("end-after", "4"),
        ("name", "comfyui"),
        ("compute", "gpu"),
        ("rent", "on-demand"),
        ("when-sold-out", "stop"),
        ("cloud", "SECURE"),
        ("gpu-count", "1"),
        ("mount-path", "/workspace"),
        ("ports", "8188/http,8080/http,8888/http,22/tcp"),
        ("ssh", "yes"),
        ("jupyter", "yes"),
    ];
    assert_eq!(given, version_1);
    assert_eq!((usual.choices, usual.env), (vec![GpuChoiceForm::any("24", "")], vec![]));
}

#[test]
fn what_is_written_is_read_back_and_an_untouched_form_is_short() {
    assert_eq!(OrderForm::default().write().unwrap(), r#"{"launchpod":1}"#);
    for raw in [OrderForm::default(), full(), full().choosing(vec![])] {
        let text = raw.write().unwrap();
        assert_eq!(OrderForm::read(&text), Ok(Reading::of(raw)), "{text}");
    }
    let blank = full().with_env(vec![variable("B", "1"), variable(" ", ""), variable("A", "")]);
    assert_eq!(OrderForm::read(&blank.write().unwrap()).unwrap().raw, full());
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let long = "x".repeat(MAX_TEXT + 1);
    assert_eq!(full().with(Field::StartCommand, &long).write(), None);
    assert_eq!(full().with(Field::Name, "a\u{202e}b").write(), None);
    assert_eq!(full().with_env(vec![variable("A", "1"); MAX_VARIABLES + 1]).write(), None);
    assert_eq!(full().choosing(vec![GpuChoiceForm::of("A40"); MAX_CHOICES + 1]).write(), None);
    let large: Vec<Variable> = (0..20).map(|n| variable(&format!("A{n}"), &"y".repeat(MAX_TEXT))).collect();
    assert_eq!(full().with_env(large).write(), None);
}

#[test]
fn other_versions_and_damage_have_words() {
    let text = full().write().unwrap();
    assert_eq!(OrderForm::read(&text.replace("\"launchpod\":1", "\"launchpod\":2")), Err(Broken::Newer));
    for damaged in [
        "",
        "{}",
        "null",
        "[]",
        "1",
        "{\"launchpod\":0}",
        "{\"launchpod\":\"1\"}",
        "{\"name\":\"x\"}",
        &text[..text.len() - 1],
    ] {
        assert_eq!(OrderForm::read(damaged), Err(Broken::Damaged), "{damaged}");
    }
    assert_eq!(OrderForm::read(&" ".repeat(MAX_BYTES + 1)), Err(Broken::TooLarge));
    assert_eq!(OrderForm::read(&format!("{{\"launchpod\":1,\"x\":{}", "[".repeat(9_000))), Err(Broken::Damaged));
    for broken in [Broken::Damaged, Broken::Newer, Broken::TooLarge] {
        let words = broken.describe("link");
        assert!(words.starts_with("This link") && words.contains("Your form is as it was"), "{words}");
    }
}

#[test]
fn what_is_not_known_or_odd_is_left_out_and_told() {
    let text = r#"{"launchpod":1,"name":"mine","gpu-count":2,"cloud":"MOON","image":"evil","ssh":"no","warp":9,"<b>\u202e":1,
        "gpu-type":[{"type":"A40"},{"type":7},{"type":"a\u200bb"}],"env":[{"key":"A","value":"1"},{"value":""},{"key":"B","value":"\u0000"}]}"#;
    let reading = OrderForm::read(text).unwrap();
    assert_eq!(reading.odd, ["gpu count", "cloud", "image", "ssh", "gpu type", "env"]);
    assert_eq!(reading.unknown, ["warp", "<b>"]);
    assert_eq!(reading.raw.choices, [GpuChoiceForm::of("A40"), GpuChoiceForm::default()]);
    assert_eq!(reading.raw.env, [variable("A", "1")]);
    assert_eq!(reading.raw.get(Field::Cloud), "SECURE");
    let told = reading.told("link").join("\n");
    assert!(told.contains("This link has fields that this page does not know: warp, <b>."), "{told}");
    assert!(told.contains("Left out, as it can't be read: gpu count, cloud"), "{told}");
    assert_eq!(Reading::of(full()).told("link"), [""; 0]);
}

#[test]
fn empty_secrets_and_secrets_by_reference_are_told() {
    let env =
        vec![variable("HF_TOKEN", ""), variable("S3", "{{ RUNPOD_SECRET_s3 }}"), variable("X", "{{RUNPOD_SECRET_s3}}")];
    let raw = OrderForm::default().with_env(env).with(Field::StartCommand, "run {{ RUNPOD_SECRET_two }}");
    assert_eq!(raw.secrets_of_runpod(), ["two", "s3"]);
    let told = Reading { left_out: vec!["HF_TOKEN".into(), "start command".into()], ..Reading::of(raw) }
        .told("link")
        .join("\n");
    assert!(told.contains("for: HF_TOKEN.") && told.contains("can read them: two, s3."), "{told}");
    assert!(told.contains("belongs to one account: start command."), "{told}");
}

proptest! {
    #[test]
    fn no_text_panics(text in ".*", key in ".*", value in ".*") {
        let _ = OrderForm::read(&text);
        let made = json!({ "launchpod": 1, key.clone(): value.clone(), "env": [{ "key": key, "value": value }] });
        let reading = OrderForm::read(&made.to_string()).unwrap();
        let _ = (reading.told("link"), reading.raw.what_runs());
    }

    #[test]
    fn what_is_written_is_what_is_read(texts in prop::collection::vec("[ -~\u{e4}\u{6587}]{0,40}", Field::ALL.len()), env in prop::collection::vec(("[A-Z]{1,9}", "[ -~\n]{0,40}"), 0..9)) {
        let free = |field: &Field| ![Field::Compute, Field::Rent, Field::Ssh, Field::Jupyter, Field::Image, Field::Cloud, Field::WhenSoldOut, Field::GpuType, Field::Env].contains(field);
        let fields = Field::ALL.into_iter().filter(free).zip(&texts);
        let raw = fields.fold(OrderForm::default(), |raw, (field, text)| raw.with(field, text));
        let raw = raw.with_env(env.iter().map(|(key, value)| variable(key, value)).collect());
        prop_assert_eq!(OrderForm::read(&raw.write().unwrap()), Ok(Reading::of(raw)));
    }

    #[test]
    fn no_mutation_panics(at: prop::sample::Index, byte: u8, cut: prop::sample::Index) {
        let mut bytes = full().write().unwrap().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = OrderForm::read(&text);
        bytes.truncate(cut.index(bytes.len()));
        let _ = OrderForm::read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn nothing_unseen_is_shown(text in ".*", most in 0usize..50) {
        let shown = plain(&text, most);
        prop_assert!(!shown.contains(is_unseen) && shown.chars().count() <= most + 1);
    }
}
