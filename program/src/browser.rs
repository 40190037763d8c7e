//! Opens the person's browser.

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

/// A browser that stays in the foreground does not say that it has opened: then no news is good news.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens an address. Whether that seems to have worked.
pub async fn open(address: &str) -> bool {
    if !has_screen() {
        return false;
    }
    let commands = open::commands(address);
    let (tell, told) = oneshot::channel();
    // Not one of the runtime's threads, which would be waited for in the end.
    thread::spawn(move || tell.send(commands.into_iter().any(succeeds)));
    match timeout(PATIENCE, told).await {
        Ok(opened) => opened.unwrap_or(false),
        Err(_) => true,
    }
}

fn succeeds(mut command: Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // A Ctrl+C is for this program, not for the browser.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.status().is_ok_and(|status| status.success())
}

/// Without one, what opens addresses on Linux looks for a browser of text in this very terminal.
#[cfg(target_os = "linux")]
fn has_screen() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|set| !set.is_empty()))
}

#[cfg(not(target_os = "linux"))]
fn has_screen() -> bool {
    true
}
