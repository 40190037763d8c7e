//! What `cargo xtask` does to a compiled module: splits it into the parts that the code marks, and writes its JavaScript
//! bindings. Both libraries are those of Cargo.lock, so they always fit the module, and no tool is installed for them.
//!
//! `xtask-bindgen [--split] MODULE.wasm FOLDER NAME`

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use pico_args::Arguments;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// What to do.
struct Task {
    /// Make files of their own of the parts that are marked.
    split: bool,
    module: PathBuf,
    folder: PathBuf,
    name: String,
}

fn main() -> ExitCode {
    match Task::read(Arguments::from_env()).and_then(|task| task.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask-bindgen: {problem}");
            ExitCode::FAILURE
        }
    }
}

impl Task {
    fn read(mut arguments: Arguments) -> Result<Self, Box<dyn Error>> {
        let split = arguments.contains("--split");
        let path = |text: &std::ffi::OsStr| Ok::<_, String>(PathBuf::from(text));
        Ok(Self {
            split,
            module: arguments.free_from_os_str(path)?,
            folder: arguments.free_from_os_str(path)?,
            name: arguments.free_from_str()?,
        })
    }

    fn run(&self) -> Result<(), Box<dyn Error>> {
        if !self.split {
            return Ok(self.bind(&self.module, false)?);
        }
        let bytes = fs::read(&self.module)?;
        // wasm-bindgen reads this one and writes its own beside it.
        let main = self.folder.join(format!("{}.wasm", self.name));
        self.take_apart(&bytes, &main)?;
        self.bind(&main, true)?;
        Ok(fs::remove_file(main)?)
    }

    /// Writes the parts, and the script that loads them.
    fn take_apart(&self, bytes: &[u8], main: &Path) -> Result<(), Box<dyn Error>> {
        let glue = format!("./{}.js", self.name);
        let mut options = Options::new(bytes);
        options.output_dir = &self.folder;
        options.main_out_path = main;
        options.main_module = &glue;
        transform(options).map(|_| ()).map_err(|error| format!("wasm-split: {error:#}").into())
    }

    /// Writes the bindings, and the module that they belong to.
    fn bind(&self, module: &Path, keep_exports: bool) -> Result<(), String> {
        let mut bindgen = Bindgen::new();
        let bindgen = bindgen.web(true).map_err(|error| format!("wasm-bindgen: {error:#}"))?;
        bindgen.input_path(module).out_name(&self.name).typescript(false);
        // The loader says where the module is. The other parts link to exports that the page itself does not call.
        bindgen.omit_default_module_path(true).keep_lld_exports(keep_exports);
        bindgen.generate(&self.folder).map_err(|error| format!("wasm-bindgen: {error:#}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Task, Box<dyn Error>> {
        Task::read(Arguments::from_vec(words.iter().map(Into::into).collect()))
    }

    #[test]
    fn arguments_are_read() {
        let task = read(&["--split", "a.wasm", "out", "page"]).unwrap();
        assert!(task.split);
        assert_eq!((task.module, task.folder, task.name), ("a.wasm".into(), "out".into(), "page".to_owned()));
        assert!(!read(&["a.wasm", "out", "page"]).unwrap().split);
        assert!(read(&["a.wasm", "out"]).is_err());
    }

    #[test]
    fn a_module_that_is_not_there_is_an_error() {
        assert!(read(&["--split", "/nowhere/a.wasm", "/nowhere", "page"]).unwrap().run().is_err());
    }
}
