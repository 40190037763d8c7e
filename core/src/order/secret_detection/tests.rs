use proptest::prelude::*;

use super::*;
use crate::order::{OWN_IMAGE, Variable};

const SECRETS: [&str; 34] = [
    "hf_aBcDeFgHiJkLmNoP",
    "sk-proj-abcdefgh1234",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_11ABCDEFG0abcdefgh",
    "rpa_ABCDEFGHIJKLMNOP",
    "AKIAIOSFODNN7EXAMPLE",
    "xoxb-123456789012-abcdefghij",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl",
    "https://anna:hunter2@example.com/x",
    "git clone https://abc@github.com/a/b",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "0123456789abcdef0123456789abcdef",
    "550e8400-e29b-41d4-a716-446655440000",
    "dGhpcyBpcyBub3QgYSBzZWNyZXQgYnV0IGxvbmc=",
    "wget https://x.example/m?token=abc",
    "serve --api-key hunter2",
    "export PASSWORD='hunter2'; run",
    "curl -H \"Authorization: Bearer abc\"",
    "run --hf-token=abc",
    "zcvbnmlkjhgfdsaqwertyuiopzxcvbnm",
    "curl -u anna:hunter2 https://a.example/x",
    "curl --fail -uanna:hunter2 https://a.example/x",
    "curl --user=anna:hunter2 https://a.example/x",
    "apt-get update && sshpass -p hunter2 ssh root@a.example",
    "sshpass -phunter2 ssh root@a.example",
    "mysql -u root -phunter2 shop < dump.sql",
    "/usr/bin/mysqldump -phunter2 shop",
    "docker login -u anna -p hunter2 ghcr.io",
    "aws configure set aws_secret_access_key hunter2",
    "wget https://a.blob.core.example/x?sv=2026&sig=hunter2",
    "wget https://a.example/x?X-Amz-Date=1&X-Amz-Signature=hunter2",
    "run --pin 1234",
    "OTP=123456 run",
];
const PLAIN: [&str; 30] = [
    "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    "runpod/worker-comfyui:5.4.1-flux1-dev-fp8",
    "ghcr.io/ashleykleynhans/comfyui:cu128-py312-v0.3.56",
    "NVIDIA RTX PRO 6000 Blackwell Workstation Edition",
    "NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 1g.24gb",
    "Tesla V100-SXM2-16GB",
    "meta-llama/Llama-3.1-8B-Instruct",
    "Qwen/Qwen2.5-Coder-32B-Instruct-AWQ",
    "stabilityai/stable-diffusion-xl-base-1.0",
    "bash -c 'sleep 5 && /start.sh'",
    "jupyter lab --ServerApp.token='' --ServerApp.password=''",
    "python main.py --listen 0.0.0.0 --port 8188 --disable-auto-launch",
    "vllm serve x --max-num-batched-tokens 8192 --max-model-len 16384",
    "export HF_TOKEN=$MY_TOKEN; run --api-key \"$KEY\"",
    "wget -P /workspace/models https://huggingface.co/a/b/resolve/main/model.safetensors",
    "expandable_segments:True",
    "8188/http,8080/http,8888/http,22/tcp",
    "/workspace/ComfyUI/models/checkpoints",
    "{{ RUNPOD_SECRET_hf }}",
    "curl -fsSL https://a.example/install.sh | bash",
    "curl -u $USER:$PASSWORD https://a.example",
    "mysql -u root -p shop",
    "mkdir -p /workspace/models && cp -p a b",
    "docker run -p 8080:8080 a/b",
    "sshpass -p $SSHPASS ssh root@a.example",
    "aws configure set region eu-west-1",
    "tmux new-session -d -s main",
    "python spin.py --design option",
    "EU-RO-1",
    "",
];

fn env(key: &str, value: &str) -> OrderForm {
    OrderForm::default().with_env(vec![Variable { key: key.into(), value: value.into() }])
}

#[test]
fn what_looks_like_a_secret_is_left_out_wherever_it_stands() {
    for secret in SECRETS {
        assert!(is_secret_value("A", secret), "{secret}");
        for field in [Field::StartCommand, Field::OwnImage, Field::Name, Field::Ports, Field::Place] {
            let (raw, left_out) = OrderForm::default().with(field, secret).without_secrets();
            assert_eq!(left_out, [field.describe()], "{secret}");
            assert_eq!(raw, OrderForm::default());
        }
        let (raw, left_out) = env(secret, "").without_secrets();
        assert!(raw.env.is_empty() && !left_out.concat().contains(secret), "{secret} as a name");
        let choices = vec![GpuChoiceForm::of("A40"), GpuChoiceForm::of(secret)];
        assert_eq!(OrderForm::default().choosing(choices).without_secrets().0.choices, [GpuChoiceForm::of("A40")]);
    }
}

#[test]
fn what_is_none_stays() {
    for text in PLAIN {
        assert!(!is_secret_value("A", text), "{text}");
        let raw = OrderForm::default().with(Field::StartCommand, text).with(Field::OwnImage, text);
        assert_eq!(raw.without_secrets(), (raw.clone(), vec![]));
    }
    let digest = format!("a/b@sha256:{}", "0123456789abcdef".repeat(4));
    let pinned = OrderForm::default().with(Field::Image, OWN_IMAGE).with(Field::OwnImage, &digest);
    assert_eq!(pinned.without_secrets(), (pinned.clone(), vec![]));
}

#[test]
fn names_tell_secrets_by_their_words() {
    let names = [
        "HF_TOKEN",
        "hf-token",
        "hfToken",
        "CIVITAI_API_KEY",
        "apikey",
        "Password",
        "DB_PASS",
        "ftp_pwd",
        "AUTH",
        "OAUTH",
        "AWS_SECRET_ACCESS_KEY",
        "GOOGLE_CREDENTIALS",
        "privateThing",
        "KEY1",
        "MYSQL_PW",
        "SENTRY_DSN",
        "HFTOKEN",
        "PIN",
        "ADMIN_PIN",
        "PASSCODE",
        "doorPasscode",
        "OTP",
        "SESSION",
        "session_id",
        "LICENSE",
        "MNEMONIC",
        "WALLET_SEED_PHRASE",
        "SAS_SIG",
    ];
    for name in names {
        assert!(is_secret_value(name, "x"), "{name}");
        assert!(!is_secret_value(name, "{{ RUNPOD_SECRET_x }}"), "{name} by reference");
        let (raw, left_out) = env(name, "x").without_secrets();
        assert_eq!((raw, left_out), (env(name, ""), vec![name.to_owned()]));
    }
    for name in [
        "TOKENIZERS_PARALLELISM",
        "MODEL",
        "KEYBOARD",
        "PASSES",
        "CUDA_VISIBLE_DEVICES",
        "AUTHOR",
        "SPIN",
        "PINNED",
        "SESSIONLESS",
        "SEED",
    ] {
        assert!(!is_secret_value(name, "x"), "{name}");
    }
    assert!(!is_secret_value("MAX_TOKENS", "4096") && is_secret_value("MAX_TOKENS", "x"));
}

#[test]
fn ids_of_ones_own_things_are_no_secrets() {
    let raw = OrderForm::default().with(Field::Registry, "clzdaifot0001l90809257ynb");
    assert_eq!(raw.without_secrets().1, [""; 0]);
}

/// Texts in the shapes in which keys come.
fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        "(hf_|sk-|ghp_|github_pat_|rpa_|AKIA|xoxb-|eyJ)[A-Za-z0-9]{8,40}",
        "[a-f]{4}[0-9][a-f0-9]{27}",
        "[A-Za-z]{4}[0-9][A-Za-z0-9]{16,40}",
        "-----BEGIN [A-Z]{3,9} KEY-----[a-z]{4}",
        "https://[a-z]{1,8}:[a-z0-9]{1,8}@[a-z]{2,8}\\.example",
    ]
}

proptest! {
    #[test]
    fn no_key_shaped_text_survives_anywhere(key in keys(), before in "[a-z /=:\"']{0,12}", at in 0..Field::ALL.len(), name in "[A-Z_]{0,9}") {
        let text = format!("{before} {key}");
        let ids = [Field::NetworkVolume, Field::Template, Field::Registry];
        let field = Field::ALL.into_iter().nth(at).filter(|field| !ids.contains(field)).unwrap_or(Field::StartCommand);
        let raw = env(&name, &text).with(field, &text).choosing(vec![GpuChoiceForm::any(&text, &text)]);
        let (clean, left_out) = raw.without_secrets();
        prop_assert!(!format!("{clean:?}").contains(&key), "{clean:?}");
        prop_assert!(!left_out.concat().contains(&key));
    }

    #[test]
    fn what_was_cleaned_is_clean_and_no_text_panics(text in ".*", key in ".*") {
        let (clean, _) = env(&key, &text).with(Field::StartCommand, &text).without_secrets();
        prop_assert_eq!(clean.without_secrets(), (clean.clone(), vec![]));
    }

    #[test]
    fn a_variable_with_a_secrets_name_never_keeps_its_value(
        name in "[A-Z]{0,5}_?(TOKEN|KEY|SECRET|PASSWORD|PASS|PWD|AUTH|CREDENTIAL|PRIVATE)", low: bool, value in "[a-zA-Z0-9 ]{1,30}",
    ) {
        let name = if low { name.to_ascii_lowercase() } else { name };
        let (clean, left_out) = env(&name, &value).without_secrets();
        prop_assert_eq!((clean, left_out), (env(&name, ""), vec![name]));
    }
}
