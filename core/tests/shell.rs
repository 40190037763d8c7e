//! A start command that is wrapped for bash, in the hands of a real bash.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::process::Command;

use launchpod_core::order::{in_bash, needs_shell};
use proptest::prelude::*;

/// The words into which a real shell parts a command.
fn describe(command: &str) -> Vec<String> {
    let output = Command::new("bash").arg("-c").arg(format!("printf '%s\\0' {command}")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn bash_gets_the_text_as_it_was_typed(command in "[ -~\n\\t'\"$`\\\\;&|äツ]{0,40}") {
        let wrapped = in_bash(&command);
        prop_assert_eq!(describe(&wrapped), ["bash", "-c", command.trim()]);
        prop_assert_eq!(needs_shell(&wrapped), None, "once is enough");
    }

    /// Whatever means itself to us means itself to a shell's own parting, as far as there is no pattern of files in it.
    #[test]
    fn what_is_said_to_need_none_needs_none(command in "[a-z]{1,3}( [a-z0-9.,:=/$&;|'\"-]{1,4}){0,4}") {
        let by_name = command.split(' ').next().is_some_and(|first| first == "bash" || first == "sh");
        if needs_shell(&command).is_none() && !by_name {
            let plain: Vec<String> = command.split(' ').map(str::to_owned).collect();
            if !command.contains(['\'', '"', '&']) {
                prop_assert_eq!(describe(&command), plain);
            }
        }
    }
}

#[test]
fn what_was_wrapped_does_in_bash_what_it_says() {
    let output = Command::new("bash").arg("-c").arg(in_bash("cd / && echo \"it's $PWD\" | cat")).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "it's /\n");
}
