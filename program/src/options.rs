//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Where the page is found if nothing else is said. What a browser remembers of launches belongs to this number, so it stays.
pub const PORT: u16 = 4800;

/// Launch, watch and end GPU pods on RunPod, in a page in your browser.
#[derive(Clone, Debug, Parser)]
#[command(name = "launchpod", version)]
pub struct Options {
    /// The port of the page on this computer. Your browser keeps its notes of your launches by this number
    #[arg(long, default_value_t = PORT, value_name = "PORT")]
    pub listen: u16,
    /// Do not open a browser; only say where the page is
    #[arg(long)]
    pub no_open: bool,
    /// Whether the page offers a RunPod on this computer to practise on, which costs nothing
    #[arg(long, value_enum, default_value_t = Practice::On, default_missing_value = "on", num_args = 0..=1, require_equals = true)]
    pub practice: Practice,
    /// How fast time passes while you practise; 1 is as fast as in truth
    #[arg(long, default_value_t = 30.0, value_name = "N", value_parser = speed)]
    pub speed: f64,
    /// The port of the RunPod to practise on; 0 takes any free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub practice_port: u16,
    /// Serve the built page in this folder in place of the one in the program
    #[arg(long, value_name = "FOLDER")]
    pub page: Option<PathBuf>,
    /// Serve the docs in this folder below /docs/
    #[arg(long, value_name = "FOLDER")]
    pub docs: Option<PathBuf>,
    /// Where the relay leads. It sees your key: for tests alone
    #[arg(long, env = "LAUNCHPOD_UPSTREAM", default_value = "https://api.runpod.io", value_name = "ADDRESS")]
    pub upstream: String,
}

/// Whether there is something to practise on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Practice {
    /// The sign-in page offers it
    On,
    /// It does not
    Off,
}

fn speed(text: &str) -> Result<f64, String> {
    let sensible = |speed: &f64| *speed > 0.0 && *speed <= 100_000.0;
    text.parse().ok().filter(sensible).ok_or_else(|| "expected a number above 0, such as 1 or 30".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Options, String> {
        Options::try_parse_from([&["launchpod"], words].concat()).map_err(|error| error.to_string())
    }

    #[test]
    fn practice_is_offered_unless_it_is_switched_off() {
        for (words, practice) in [
            (&[][..], Practice::On),
            (&["--practice"], Practice::On),
            (&["--practice", "--no-open"], Practice::On),
            (&["--practice=off"], Practice::Off),
        ] {
            assert_eq!(read(words).unwrap().practice, practice, "{words:?}");
        }
        assert_eq!(read(&[]).unwrap().listen, PORT);
    }

    #[test]
    fn nonsense_is_refused() {
        for wrong in [&["--listen", "x"][..], &["--listen", "70000"], &["--speed", "0"], &["--practise"], &["8080"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
