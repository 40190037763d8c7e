//! A start, from the command line to Ctrl+C.

use std::future::pending;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::time::Duration;

use launchpod_simulator::App;
use tokio::net::{TcpListener, lookup_host};
use tokio::time::timeout;

use crate::browser;
use crate::instance::{self, VERSION};
use crate::options::{Options, Practice};
use crate::page;
use crate::practice;
use crate::relay::{Relay, Upstream};
use crate::routes::routes;
use crate::server;

/// How long what is under way may take once the program is to end.
const LAST_ACTS_WITHIN: Duration = Duration::from_secs(20);
const NAME_FOUND_WITHIN: Duration = Duration::from_secs(10);

/// Runs the program until it is ended. If one runs already, that one is shown.
///
/// # Errors
/// In words that say what happened and what to do.
pub async fn start(options: Options) -> Result<(), String> {
    let listener = match listen(options.listen).await {
        Ok(listener) => listener,
        Err(error) if error.kind() == ErrorKind::AddrInUse => return show_the_first(&options).await,
        Err(error) => return Err(no_port(options.listen, "--listen", &error)),
    };
    let address = address_of(&listener)?;
    let upstream = Upstream::new(&options.upstream)?;
    let name = upstream.name();
    let relay = Arc::new(Relay::new(upstream));
    let files = page::files(options.page.as_deref(), options.docs.as_deref())?;
    let practice = practise(&options).await?;
    let server = server::serve(listener, routes(files, practice, relay.clone()));
    say(&format!("Launchpod {VERSION} is at {address}/"));
    say("Leave this window open while you use it. To end it, press Ctrl+C here.");
    if let Some(problem) = relay.problem() {
        eprintln!("{problem}");
    }
    tokio::spawn(look_for_a_network(name));
    let open = async {
        if !options.no_open {
            open_browser(&address).await;
        }
        pending::<()>().await;
    };
    tokio::select! {
        () = server => {}
        () = open => {}
        () = ended() => {}
    }
    say("Launchpod ends. Pods on RunPod go on running, and cost money, until they are ended.");
    tokio::select! {
        () = relay.acts_done(LAST_ACTS_WITHIN) => {}
        () = ended() => {}
    }
    Ok(())
}

async fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).await
}

fn address_of(listener: &TcpListener) -> Result<String, String> {
    let address = listener.local_addr().map_err(|error| format!("This computer does not tell the port: {error}."))?;
    Ok(format!("http://{address}"))
}

fn no_port(port: u16, option: &str, error: &io::Error) -> String {
    let other = port.checked_add(1).unwrap_or(8080).max(1024);
    match error.kind() {
        ErrorKind::AddrInUse => {
            format!(
                "Port {port} is used by another program. End that one, or choose another port: launchpod {option} {other}"
            )
        }
        ErrorKind::PermissionDenied => {
            format!("This computer does not let you use port {port}. Choose another one: launchpod {option} {other}")
        }
        _ => format!("Port {port} can't be used: {error}. Choose another one: launchpod {option} {other}"),
    }
}

/// The port is taken: by a Launchpod, which is what was wanted, or by something else.
async fn show_the_first(options: &Options) -> Result<(), String> {
    let port = options.listen;
    let Some(version) = instance::running_on(port).await else {
        let taken = no_port(port, "--listen", &ErrorKind::AddrInUse.into());
        return Err(format!(
            "{taken}\n(Your browser keeps its notes of your launches by the port: under another one it starts without them.)"
        ));
    };
    let address = format!("http://127.0.0.1:{port}");
    say(&format!("Launchpod runs already, at {address}/"));
    if version != VERSION {
        say(&format!(
            "It is version {version}, and this is {VERSION}. To use this one, end the other one first: press Ctrl+C in its window."
        ));
    }
    if !options.no_open {
        open_browser(&address).await;
    }
    Ok(())
}

async fn practise(options: &Options) -> Result<Option<App>, String> {
    if options.practice == Practice::Off {
        return Ok(None);
    }
    let port = options.practice_port;
    let listener = listen(port).await.map_err(|error| no_port(port, "--practice-port", &error))?;
    let app = practice::simulator(address_of(&listener)?, options.speed);
    tokio::spawn(launchpod_simulator::serve(listener, practice::own_routes(app.clone())));
    Ok(Some(app))
}

async fn open_browser(address: &str) {
    if !browser::open(&format!("{address}/")).await {
        eprintln!(
            "No browser could be opened from here. Open {address}/ in one yourself. From another computer, over SSH: \
             ssh -L {port}:127.0.0.1:{port} THIS-COMPUTER, and then the same address there.",
            port = address.rsplit(':').next().unwrap_or_default()
        );
    }
}

/// Only the name is looked for: nothing goes to RunPod before somebody signs in.
async fn look_for_a_network(name: String) {
    let found = timeout(NAME_FOUND_WITHIN, lookup_host((name.as_str(), 443))).await;
    if !matches!(found, Ok(Ok(_))) {
        eprintln!(
            "This computer does not find {name}: it seems to have no network. The page opens all the same, and practising needs \
             none. For your pods, connect this computer and try again in the page."
        );
    }
}

/// Ctrl+C, or the word of whatever started this program.
async fn ended() {
    let by_hand = async {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    };
    tokio::select! {
        () = by_hand => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    pending().await
}

/// Said at once, also into a pipe: whoever started us waits for it.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    // A reader that has gone away is no reason to stop.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
