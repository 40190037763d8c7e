use proptest::prelude::*;

use super::*;
use crate::order::{Field, Variable};

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn raw(token: &str) -> OrderForm {
    let env = vec![Variable { key: "HF_TOKEN".into(), value: token.into() }];
    OrderForm::default().with(Field::NetworkVolume, "vol1").with_env(env)
}

fn preset(id: &str, name: &str) -> Preset {
    Preset::new(name, &raw(""), &[], (id.into(), at(7))).unwrap().0
}

fn brings(text: &str, own: &[Preset]) -> Import {
    let mut next = 0;
    import(text, own, &mut || {
        next += 1;
        (format!("new{next}"), at(9))
    })
    .unwrap()
}

#[test]
fn a_preset_keeps_all_but_secrets() {
    let (kept, left_out) = Preset::new("  Flux \u{202e} big ", &raw("hunter2"), &[], ("1".into(), at(7))).unwrap();
    assert_eq!((kept.name.as_str(), left_out), ("Flux big", vec!["HF_TOKEN".to_owned()]));
    assert!(!kept.write().contains("hunter2"));
    assert_eq!(Preset::read("1", &kept.write()).unwrap().0, kept);
    assert_eq!(kept.raw, raw(""));
}

#[test]
fn a_name_with_a_secret_in_it_is_neither_kept_nor_exported() {
    for name in ["rpa_0123456789ABCDEFGHIJ", "my hf_aBcDeFgHiJkLmNoP", "token: hunter2", "curl -u anna:hunter2"] {
        let problem = Preset::new(name, &raw(""), &[], ("1".into(), at(7))).unwrap_err();
        assert!(!problem.contains(name), "{problem}");
        let of_before = Preset { name: name.into(), ..preset("1", "one") };
        assert_eq!(Preset::read("1", &of_before.write()).unwrap().0, of_before, "it is still there");
        assert!(!export(&[of_before]).contains(name), "{name}");
    }
    assert!(Preset::new("SDXL 1024, big GPU (2026-11)", &raw(""), &[], ("1".into(), at(7))).is_ok());
}

#[test]
fn a_name_is_there_once() {
    let own = [preset("1", "one"), preset("2", "two")];
    let (again, _) = Preset::new("two", &OrderForm::default(), &own, ("3".into(), at(8))).unwrap();
    assert_eq!((again.id.as_str(), again.saved), ("2", at(8)));
    assert!(Preset::new(" ", &raw(""), &own, ("3".into(), at(8))).is_err());
    assert!(Preset::new(&"x".repeat(61), &raw(""), &own, ("3".into(), at(8))).is_err());
    assert!(Preset::new("x", &raw("").with(Field::Name, "a\0"), &own, ("3".into(), at(8))).is_err());
}

#[test]
fn a_file_brings_what_another_wrote() {
    let theirs = [preset("1", "one"), preset("2", "two"), Preset { raw: OrderForm::default(), ..preset("3", "three") }];
    let import = brings(&export(&theirs), &[preset("a", "two"), preset("b", "three")]);
    let kept: Vec<(&str, &str)> = import.presets.iter().map(|p| (p.id.as_str(), p.name.as_str())).collect();
    assert_eq!(kept, [("new1", "one"), ("a", "two"), ("b", "three")]);
    assert!(import.told[0].starts_with("“one” is new."), "{:?}", import.told);
    assert!(import.told[1].starts_with("“two” is there already."));
    assert!(import.told[2].starts_with("“three” took the place of the one that was there."));
}

#[test]
fn an_address_for_notices_stays_on_this_device_and_none_comes_with_a_file() {
    const TOPIC: &str = "https://ntfy.sh/x8Kd93jsLq0dk3mdm2Ve7";
    let raw = OrderForm::default().with(Field::Notify, TOPIC);
    let (mine, left_out) = Preset::new("mine", &raw, &[], ("1".into(), at(7))).unwrap();
    assert_eq!(left_out, [""; 0]);
    assert_eq!(Preset::read("1", &mine.write()).unwrap().0.raw.get(Field::Notify), TOPIC);
    let file = export(std::slice::from_ref(&mine));
    assert!(!file.contains("ntfy"), "{file}");
    let again = brings(&file, std::slice::from_ref(&mine));
    assert!(again.told[0].contains("“mine” is there already"), "{:?}", again.told);
    assert_eq!(again.presets[0].raw, mine.raw, "one's own stays");
    let theirs = format!(r#"{{"launchpod":1,"presets":[{{"preset":"x","order":{{"notify":"{TOPIC}"}}}}]}}"#);
    let theirs = brings(&theirs, &[]);
    assert_eq!(theirs.presets[0].raw, OrderForm::default());
    assert!(theirs.told[0].contains("address for notices"), "{:?}", theirs.told);
    let webhook = raw.with(Field::Notify, "https://hooks.example.com/services/T02AB/aBcDeFgHiJkLmNoPqRsTuVwX12");
    let (kept, left_out) = Preset::new("hook", &webhook, &[], ("2".into(), at(7))).unwrap();
    assert_eq!((kept.raw.get(Field::Notify), left_out), ("", vec!["address for notices".to_owned()]));
}

#[test]
fn a_file_with_secrets_or_damage_brings_neither() {
    let secret = export(&[preset("1", "one")]).replace(r#""value":"""#, r#""value":"hunter2""#);
    assert!(secret.contains("hunter2"));
    let import = brings(&secret, &[]);
    assert_eq!(import.presets[0].raw, raw(""));
    assert!(import.told[0].contains("HF_TOKEN"), "{:?}", import.told);
    let import = brings(r#"{"launchpod":1,"presets":[1,{"preset":"x"},{"preset":"y","order":{}}]}"#, &[]);
    assert_eq!(import.presets.len(), 1);
    assert_eq!(import.told.last().unwrap(), "2 could not be read and were left out.");
    assert_eq!(brings(r#"{"launchpod":1,"presets":[]}"#, &[]).told, ["There is no preset in it."]);
    let mut place = || (String::new(), at(0));
    assert_eq!(crate::order::preset::import("{\"launchpod\":9}", &[], &mut place), Err(Broken::Newer));
    assert_eq!(crate::order::preset::import("{\"launchpod\":1}", &[], &mut place), Err(Broken::Damaged));
    let many = format!("{{\"launchpod\":1,\"presets\":[{}0]}}", r#"{"preset":"y","order":{}},"#.repeat(300));
    assert!(brings(&many, &[]).presets.len() == 1);
}

proptest! {
    #[test]
    fn no_text_panics(text in ".*", name in ".*") {
        let mut place = || (String::new(), at(0));
        let _ = (Preset::read("", &text), crate::order::preset::import(&text, &[], &mut place));
        let made = json!({ "launchpod": 1, "presets": [{ "preset": name, "order": { name.clone(): name } }] });
        let _ = crate::order::preset::import(&made.to_string(), &[], &mut place);
    }
}
