//! What a script consists of.

use std::sync::Arc;

/// A part of a word. Text is never split; what is expanded is, unless it is quoted.
#[derive(Clone, Debug)]
pub enum Part {
    Text(String),
    Variable { name: String, or: String, quoted: bool },
    Output { of: Arc<Node>, quoted: bool },
    Arithmetic { of: Word, quoted: bool },
}

pub type Word = Vec<Part>;

/// Where output goes, or input comes from.
#[derive(Clone, Debug)]
pub struct Redirect {
    pub kind: RedirectKind,
    pub target: Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectKind {
    Write,
    Append,
    Read,
    /// Of messages, or to another stream: nobody reads them here.
    Ignored,
}

/// A command, or several.
#[derive(Clone, Debug)]
pub enum Node {
    Simple {
        assigns: Vec<(String, Word)>,
        words: Vec<Word>,
    },
    Pipe(Vec<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    /// One after the other; true: beside the others.
    List(Vec<(Arc<Node>, bool)>),
    Subshell(Box<Node>),
    While {
        condition: Box<Node>,
        body: Box<Node>,
        until: bool,
    },
    If {
        cases: Vec<(Node, Node)>,
        otherwise: Option<Box<Node>>,
    },
    For {
        name: String,
        words: Vec<Word>,
        body: Box<Node>,
    },
    Function(String, Arc<Node>),
    Redirected(Box<Node>, Vec<Redirect>),
}
