//! A simulator that runs while tests do.

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{Result, serve::FAST, workspace::Workspace};

/// Keeps the address the same from run to run where it can: it is compiled into the tests.
const FAVOURITE_PORT: u16 = 4610;
const PATIENCE: Duration = Duration::from_secs(20);

/// Ends with its owner.
pub struct Simulator {
    child: Child,
    /// Where it answers, such as `http://127.0.0.1:4610`.
    pub address: String,
}

impl Simulator {
    /// Starts one that runs much faster than RunPod and lets pages of any origin in. `more` is added to its command line.
    pub fn start(workspace: &Workspace, more: &[&str]) -> Result<Self> {
        let port = free_port()?;
        let listen = format!("127.0.0.1:{port}");
        let child = Command::new(workspace.simulator(FAST)?)
            .args(["--listen", &listen, "--speed", "600", "--cors", "any"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("could not start the simulator: {error}"))?;
        let mut simulator = Self { child, address: format!("http://{listen}") };
        simulator.wait_until_it_answers(port)?;
        Ok(simulator)
    }

    fn wait_until_it_answers(&mut self, port: u16) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("the simulator ended at once ({status})"));
            }
            if start.elapsed() > PATIENCE {
                return Err("the simulator does not answer".to_owned());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", FAVOURITE_PORT)).or_else(|_| TcpListener::bind("127.0.0.1:0"));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no port is free: {error}"))
}
