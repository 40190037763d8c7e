//! The command line, and the two listeners that it starts.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Parser;
use tokio::net::TcpListener;

use crate::app::{App, PRACTICE_KEY};
use crate::clock::Clock;
use crate::connection::serve;
use crate::cors::CorsMode;
use crate::faults::Fault;
use crate::http::routes;
use crate::own_names::OwnNames;
use crate::page::{PageHost, page_routes};
use crate::simulator::{Options, Simulator};

/// A RunPod that runs on your machine.
#[derive(Clone, Debug, Parser)]
#[command(name = "launchpod-simulator", version)]
pub struct Settings {
    /// Where to listen; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:4600", value_name = "ADDRESS")]
    pub listen: String,
    /// The one API key that is let in
    #[arg(long, default_value = PRACTICE_KEY)]
    pub key: String,
    /// Simulated seconds in a real one; 1 is honest
    #[arg(long, default_value_t = 1.0, value_name = "N", value_parser = speed)]
    pub speed: f64,
    /// The same seed rolls the same world
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Which pages the browser lets in
    #[arg(long, value_enum, default_value_t = CorsMode::Any)]
    pub cors: CorsMode,
    /// Dollars in the account at the start
    #[arg(long, default_value_t = 25.0, value_name = "DOLLARS")]
    pub balance: f64,
    /// Spot costs less than on demand, as before 2026; today the real one asks the on-demand price for both
    #[arg(long)]
    pub cheap_spot: bool,
    /// Something that goes wrong: JSON as for POST /admin/faults, or `name[:operation[:times]]`; may be repeated
    #[arg(long, value_name = "FAULT", value_parser = Fault::parse)]
    pub fault: Vec<Fault>,
    /// Also serve the built page from this folder
    #[arg(long, value_name = "DIR")]
    pub page: Option<PathBuf>,
    /// Where to serve the page
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub page_listen: String,
    /// A name that this computer is called by, beside 127.0.0.1 and localhost; may be repeated
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
}

fn speed(text: &str) -> Result<f64, String> {
    let sensible = |speed: &f64| *speed > 0.0 && *speed <= 100_000.0;
    text.parse().ok().filter(sensible).ok_or_else(|| "expected a number above 0".to_owned())
}

/// Listens until the process ends.
///
/// # Errors
///
/// If an address cannot be listened on, or the page's folder is not there.
pub async fn run(settings: Settings) -> std::io::Result<()> {
    let listener = TcpListener::bind(&settings.listen).await?;
    let address = listener.local_addr()?;
    let app = App::new(Arc::new(settings.simulator()), format!("http://{address}"));
    settings.fault.iter().try_for_each(|fault| app.switch_on(fault)).map_err(std::io::Error::other)?;
    let names = OwnNames::new(&settings.host, [&*settings.listen, &*settings.page_listen]);
    let api = serve(listener, names.guard(routes(app.clone())));
    say(&format!("RunPod simulator listening on http://{address}"));
    let Some(folder) = settings.page else { return api.await };

    let page = PageHost::new(&folder, app)?;
    let listener = TcpListener::bind(&settings.page_listen).await?;
    let address = listener.local_addr()?;
    let page = serve(listener, names.guard(page_routes(page)));
    say(&format!("Launchpod page on http://{address}/"));
    tokio::try_join!(api, page).map(|_| ())
}

impl Settings {
    fn simulator(&self) -> Simulator {
        let options = Options {
            key: self.key.clone(),
            seed: self.seed,
            cors: self.cors,
            balance: self.balance,
            cheap_spot: self.cheap_spot,
        };
        Simulator::new(Clock::starting_now(self.speed), options)
    }
}

/// Said at once, also into a pipe: whoever started us waits for it.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A reader that has gone away is no reason to stop.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
