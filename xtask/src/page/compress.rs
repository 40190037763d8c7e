//! Compressed sizes and files. Node has both compressors built in, and a cargo build of them would cost a minute.

use std::{path::PathBuf, process::Command};

use crate::{Result, command, workspace::Workspace};

/// How large a file is on its way to the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compressed {
    /// As it is.
    pub raw: u64,
    /// With gzip -9.
    pub gzip: u64,
    /// With brotli at quality 11.
    pub brotli: u64,
}

/// The sizes of `files`, in their order.
pub fn measure(workspace: &Workspace, files: &[PathBuf]) -> Result<Vec<Compressed>> {
    let printed = command::ask(script(workspace).args(files)).ok_or("could not measure the page: is dist/ whole?")?;
    let sizes: Vec<Compressed> = printed.lines().filter_map(read_line).collect();
    if sizes.len() == files.len() { Ok(sizes) } else { Err("a file of the page could not be measured".to_owned()) }
}

/// Writes a `.gz` and a `.br` beside each of `files`.
pub fn write_siblings(workspace: &Workspace, files: &[PathBuf]) -> Result<()> {
    let done = command::ask(script(workspace).arg("--write").args(files));
    done.map(|_| ()).ok_or_else(|| "could not compress the page: does `node --version` say 20 or more?".to_owned())
}

fn script(workspace: &Workspace) -> Command {
    let mut node = Command::new("node");
    node.arg(workspace.root.join("xtask/compress.mjs"));
    node
}

fn read_line(line: &str) -> Option<Compressed> {
    let mut numbers = line.split(' ').map(str::parse::<u64>);
    Some(Compressed { raw: numbers.next()?.ok()?, gzip: numbers.next()?.ok()?, brotli: numbers.next()?.ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_three_sizes() {
        assert_eq!(read_line("300 200 100"), Some(Compressed { raw: 300, gzip: 200, brotli: 100 }));
        assert_eq!(read_line("300 x 100"), None);
    }
}
