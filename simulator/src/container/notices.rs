//! What sends notices, as Launchpod's start command has it (`core/src/notices/script.rs`). It ends nothing and serves nothing, and
//! nothing is sent from here. That bash sends what it should, `core/tests/notice_script` proves.

const BEGINS: &str = "(IFS=\"|\" read -r o a n <<< \"$LAUNCHPOD_NOTIFY\"; ";
const ENDS: &str = "esac; done) & disown $! 2>/dev/null; ";

/// A script without it; `None` where nothing sends any.
pub fn without(script: &str) -> Option<String> {
    let (before, rest) = script.split_once(BEGINS)?;
    let (_, after) = rest.split_once(ENDS)?;
    Some(format!("{before}{after}"))
}
