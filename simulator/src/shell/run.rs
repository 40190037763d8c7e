//! Runs what a script says.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use super::kernel::{Shared, capped, ended, held, tick};
use super::syntax::{Node, Part, Redirect, RedirectKind, Word};

/// One process.
#[derive(Clone)]
pub struct Process {
    pub kernel: Shared,
    pub variables: BTreeMap<String, String>,
    pub functions: BTreeMap<String, Arc<Node>>,
    /// `$1` and so on.
    pub arguments: Vec<String>,
    pub status: i32,
    pub jobs: Vec<u32>,
    /// Where what it says goes; none is the container's log.
    pub output: Option<Arc<Mutex<String>>>,
    pub input: String,
    /// Whether it is what the container runs: a program that is not known runs on there, and is not there elsewhere.
    pub is_main: bool,
    pub flow: Flow,
    pub depth: u32,
}

/// What a list does after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    On,
    Break,
    Continue,
    Return,
    Exit,
}

const DEEPEST: u32 = 40;

pub type Running<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl Process {
    pub fn new(kernel: Shared, variables: BTreeMap<String, String>) -> Self {
        Self {
            kernel,
            variables,
            functions: BTreeMap::new(),
            arguments: Vec::new(),
            status: 0,
            jobs: Vec::new(),
            output: None,
            input: String::new(),
            is_main: false,
            flow: Flow::On,
            depth: 0,
        }
    }

    /// A subshell.
    fn child(&self) -> Self {
        Self { jobs: Vec::new(), flow: Flow::On, ..self.clone() }
    }

    /// A subshell that somebody listens to.
    pub fn heard(&self) -> (Self, Arc<Mutex<String>>) {
        let output = Arc::new(Mutex::new(String::new()));
        (Self { output: Some(Arc::clone(&output)), is_main: false, ..self.child() }, output)
    }

    pub fn say(&self, text: &str) {
        if let Some(output) = &self.output {
            let mut said = held(output);
            let more = capped(std::mem::take(&mut *said) + text);
            *said = more;
        }
    }

    /// Runs it and answers with its status.
    pub fn run<'a>(&'a mut self, node: &'a Node) -> Running<'a, i32> {
        Box::pin(async move {
            if self.depth >= DEEPEST {
                return 1;
            }
            self.depth += 1;
            let status = self.step(node).await;
            self.depth -= 1;
            self.status = status;
            status
        })
    }

    async fn step(&mut self, node: &Node) -> i32 {
        match node {
            Node::Simple { assigns, words } => self.simple(assigns, words).await,
            Node::Pipe(commands) => self.pipe(commands).await,
            Node::And(one, other) => match self.run(one).await {
                0 if self.flow == Flow::On => self.run(other).await,
                status => status,
            },
            Node::Or(one, other) => match self.run(one).await {
                status if status == 0 || self.flow != Flow::On => status,
                _ => self.run(other).await,
            },
            Node::Not(node) => i32::from(self.run(node).await == 0),
            Node::List(items) => self.list(items).await,
            Node::Subshell(body) => {
                let mut child = self.child();
                child.run(body).await
            }
            Node::While { condition, body, until } => self.repeat(condition, body, *until).await,
            Node::If { cases, otherwise } => self.choose(cases, otherwise.as_deref()).await,
            Node::For { name, words, body } => self.each(name, words, body).await,
            Node::Function(name, body) => {
                self.functions.insert(name.clone(), Arc::clone(body));
                0
            }
            Node::Redirected(node, redirects) => self.redirected(node, redirects).await,
        }
    }

    async fn list(&mut self, items: &[(Arc<Node>, bool)]) -> i32 {
        let mut status = 0;
        for (node, beside) in items {
            if self.flow != Flow::On {
                break;
            }
            status = if *beside { self.start(node) } else { self.run(node).await };
        }
        status
    }

    /// Starts it beside this one.
    fn start(&mut self, node: &Arc<Node>) -> i32 {
        let Some(id) = held(&self.kernel).number() else { return 1 };
        let (mut child, node) = (Self { is_main: false, ..self.child() }, Arc::clone(node));
        let process = Box::pin(async move {
            child.run(&node).await;
        });
        held(&self.kernel).spawned.push((id, process));
        self.jobs.push(id);
        self.variables.insert("!".to_owned(), id.to_string());
        0
    }

    async fn repeat(&mut self, condition: &Node, body: &Node, until: bool) -> i32 {
        let mut status = 0;
        loop {
            tick(&self.kernel).await;
            let holds = self.run(condition).await == 0;
            if holds == until || self.flow != Flow::On {
                return status;
            }
            status = self.run(body).await;
            if self.is_broken() {
                return status;
            }
        }
    }

    /// After a round of a loop.
    fn is_broken(&mut self) -> bool {
        let flow = self.flow;
        if matches!(flow, Flow::Break | Flow::Continue) {
            self.flow = Flow::On;
        }
        !matches!(flow, Flow::On | Flow::Continue)
    }

    async fn choose(&mut self, cases: &[(Node, Node)], otherwise: Option<&Node>) -> i32 {
        for (condition, body) in cases {
            let holds = self.run(condition).await == 0;
            if self.flow != Flow::On {
                return self.status;
            }
            if holds {
                return self.run(body).await;
            }
        }
        match otherwise {
            Some(body) => self.run(body).await,
            None => 0,
        }
    }

    async fn each(&mut self, name: &str, words: &[Word], body: &Node) -> i32 {
        let mut status = 0;
        for value in self.fields(words).await {
            tick(&self.kernel).await;
            self.variables.insert(name.to_owned(), value);
            status = self.run(body).await;
            if self.is_broken() {
                break;
            }
        }
        status
    }

    async fn pipe(&mut self, commands: &[Node]) -> i32 {
        let (mut input, mut status) = (std::mem::take(&mut self.input), 0);
        for (index, command) in commands.iter().enumerate() {
            let (mut child, output) = self.heard();
            child.input = std::mem::take(&mut input);
            if index + 1 == commands.len() {
                child.output = self.output.clone();
            }
            status = child.run(command).await;
            input = std::mem::take(&mut *held(&output));
        }
        status
    }

    async fn redirected(&mut self, node: &Node, redirects: &[Redirect]) -> i32 {
        let before = (self.output.clone(), self.input.clone());
        let mut files = Vec::new();
        for redirect in redirects {
            let file = self.fields(std::slice::from_ref(&redirect.target)).await.concat();
            match redirect.kind {
                RedirectKind::Ignored => {}
                RedirectKind::Read => match self.contents(&file) {
                    Some(text) => self.input = text,
                    None => return 1,
                },
                kind => {
                    let append = kind == RedirectKind::Append;
                    if !held(&self.kernel).write(&file, "", append) {
                        return 1;
                    }
                    let output = Arc::new(Mutex::new(String::new()));
                    self.output = Some(Arc::clone(&output));
                    files.push((file, output, append));
                }
            }
        }
        let status = self.run(node).await;
        for (file, output, append) in files {
            held(&self.kernel).write(&file, &held(&output), append);
        }
        (self.output, self.input) = before;
        status
    }

    pub fn contents(&self, file: &str) -> Option<String> {
        held(&self.kernel).read(file)
    }

    async fn simple(&mut self, assigns: &[(String, Word)], words: &[Word]) -> i32 {
        tick(&self.kernel).await;
        for (name, word) in assigns {
            let value = self.text(word).await;
            self.variables.insert(name.clone(), value);
        }
        let words = self.fields(words).await;
        let Some((name, arguments)) = words.split_first() else {
            // `x=$(…)` is as good as what it ran.
            let runs = assigns.iter().flat_map(|(_, word)| word).any(|part| matches!(part, Part::Output { .. }));
            return if runs { self.status } else { 0 };
        };
        if let Some(body) = self.functions.get(name).cloned() {
            let outer = std::mem::replace(&mut self.arguments, arguments.to_vec());
            let status = self.run(&body).await;
            self.arguments = outer;
            if self.flow == Flow::Return {
                self.flow = Flow::On;
            }
            return status;
        }
        self.command(name, arguments).await
    }

    pub async fn wait(&self, jobs: &[u32]) {
        ended(&self.kernel, jobs).await;
    }
}
