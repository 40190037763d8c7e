//! JSON, read once and asked one field at a time. A field that is missing, null or of another type than expected is
//! `None` and nothing worse: one odd field must not take a pod from sight, let alone the whole list.
//!
//! A list of a thousand pods comes every few seconds, and a tree of maps with a text of its own for every name costs more
//! than all that is done with it. So what is read stands in one row, and texts stay where they are.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

mod repair;

/// A JSON text, and where in it everything stands.
#[derive(Debug, Default)]
pub struct Document {
    text: String,
    /// In the order of the text. What stands in a list or an object follows it.
    nodes: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Null,
    Bool(bool),
    Number(f64),
    /// From here to there in the text.
    Plain(usize, usize),
    /// What a text with escapes means.
    Escaped(Box<str>),
    /// Its entries come before the node with this number.
    List(usize),
    /// So do its fields: a name, then a value.
    Object(usize),
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    /// The text itself, if it is no JSON.
    pub fn read(text: impl Into<String>) -> Result<Self, String> {
        let text = text.into();
        if let Some(nodes) = nodes(&text) {
            return Ok(Self { text, nodes });
        }
        let repaired = repair::repaired(&text);
        match nodes(&repaired) {
            Some(nodes) => Ok(Self { text: repaired, nodes }),
            None => Err(text),
        }
    }

    /// Puts other texts in the place of those for which there is one. Where the whole text needs none, only texts with
    /// escapes are looked at.
    pub fn replace_texts(&mut self, other: impl Fn(&str) -> Option<String>) {
        let plain_too = other(&self.text).is_some();
        for node in &mut self.nodes {
            let replaced = match node {
                Node::Plain(from, until) if plain_too => self.text.get(*from..*until).and_then(&other),
                Node::Escaped(text) => other(text),
                _ => None,
            };
            if let Some(replaced) = replaced {
                *node = Node::Escaped(replaced.into());
            }
        }
    }

    /// Reads a text of our own, whose field `version` says how it was written; `None` for any other, and for one of
    /// another version.
    pub fn read_version(text: &str, version: u32) -> Option<Self> {
        let document = Self::read(text).ok()?;
        (document.json().number("version") == Some(f64::from(version))).then_some(document)
    }

    /// All of it.
    pub fn json(&self) -> Json<'_> {
        Json::at(self, 0)
    }

    fn text_at(&self, at: usize) -> Option<&str> {
        match self.nodes.get(at)? {
            Node::Plain(from, until) => self.text.get(*from..*until),
            Node::Escaped(text) => Some(text),
            _ => None,
        }
    }

    /// Most names differ in their lengths already.
    fn is_text(&self, at: usize, text: &str) -> bool {
        match self.nodes.get(at) {
            Some(Node::Plain(from, until)) if until - from != text.len() => false,
            _ => self.text_at(at) == Some(text),
        }
    }

    /// The number of the node that follows on this one and on all that stands in it.
    fn after(&self, at: usize) -> usize {
        match self.nodes.get(at) {
            Some(Node::List(end) | Node::Object(end)) => *end,
            _ => at + 1,
        }
    }
}

fn nodes(text: &str) -> Option<Vec<Node>> {
    let mut nodes = Vec::with_capacity(text.len() / 16);
    let mut json = serde_json::Deserializer::from_str(text);
    let reader = Reader { start: text.as_ptr() as usize, nodes: &mut nodes };
    reader.deserialize(&mut json).and_then(|()| json.end()).ok()?;
    Some(nodes)
}

/// Writes down what serde_json finds.
struct Reader<'n> {
    /// Where in memory the text starts.
    start: usize,
    nodes: &'n mut Vec<Node>,
}

impl Reader<'_> {
    fn again(&mut self) -> Reader<'_> {
        Reader { start: self.start, nodes: self.nodes }
    }

    fn note<E>(self, node: Node) -> Result<(), E> {
        self.nodes.push(node);
        Ok(())
    }

    /// A list or an object, whose end is known once it has been read.
    fn around<E>(mut self, end: fn(usize) -> Node, read: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<(), E> {
        let at = self.nodes.len();
        self.nodes.push(Node::Null);
        read(&mut self)?;
        let whole = end(self.nodes.len());
        if let Some(node) = self.nodes.get_mut(at) {
            *node = whole;
        }
        Ok(())
    }
}

impl<'t> DeserializeSeed<'t> for Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.note(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.note(Node::Bool(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.note(Node::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.note(Node::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.note(Node::Number(value as f64))
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<(), E> {
        let from = (text.as_ptr() as usize).wrapping_sub(self.start);
        self.note(Node::Plain(from, from + text.len()))
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.note(Node::Escaped(text.into()))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        self.around(Node::List, |reader| {
            while list.next_element_seed(reader.again())?.is_some() {}
            Ok(())
        })
    }

    fn visit_map<A: MapAccess<'t>>(self, mut fields: A) -> Result<(), A::Error> {
        self.around(Node::Object, |reader| {
            while fields.next_key_seed(reader.again())?.is_some() {
                fields.next_value_seed(reader.again())?;
            }
            Ok(())
        })
    }
}

/// A JSON value, or nothing; null is nothing, too.
#[derive(Clone, Copy)]
pub struct Json<'a>(Option<(&'a Document, usize)>);

impl<'a> Json<'a> {
    fn at(document: &'a Document, at: usize) -> Self {
        Self(Some((document, at)).filter(|_| !matches!(document.nodes.get(at), None | Some(Node::Null))))
    }

    fn node(self) -> Option<&'a Node> {
        let (document, at) = self.0?;
        document.nodes.get(at)
    }

    /// The document and the number of the field's value, null or not.
    fn field(self, name: &str) -> Option<(&'a Document, usize)> {
        let (document, at) = self.0?;
        let Node::Object(end) = document.nodes.get(at)? else { return None };
        let mut at = at + 1;
        while at < *end {
            if document.is_text(at, name) {
                return Some((document, at + 1));
            }
            at = document.after(at + 1);
        }
        None
    }

    /// The field of this name.
    pub fn get(self, field: &str) -> Self {
        self.field(field).map_or(Self(None), |(document, at)| Self::at(document, at))
    }

    /// Whether this field is there and null: an answer, where a missing field is none.
    pub fn is_null(self, field: &str) -> bool {
        self.field(field).is_some_and(|(document, at)| matches!(document.nodes.get(at), Some(Node::Null)))
    }

    /// Itself, if it is anything but null.
    pub fn some(self) -> Option<Self> {
        self.0.map(|_| self)
    }

    /// The text of this field; empty text is none.
    pub fn text(self, field: &str) -> Option<&'a str> {
        self.get(field).as_text().filter(|text| !text.is_empty())
    }

    /// Itself as text.
    pub fn as_text(self) -> Option<&'a str> {
        let (document, at) = self.0?;
        document.text_at(at)
    }

    /// The number of this field.
    pub fn number(self, field: &str) -> Option<f64> {
        self.get(field).as_number()
    }

    /// Itself as a number.
    pub fn as_number(self) -> Option<f64> {
        match self.node()? {
            Node::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether this field is true.
    pub fn is_true(self, field: &str) -> bool {
        self.get(field).as_bool() == Some(true)
    }

    /// Itself as true or false.
    pub fn as_bool(self) -> Option<bool> {
        match self.node()? {
            Node::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The field as a whole, small, positive number; 0 where it is not told.
    pub fn whole(self, field: &str) -> u32 {
        self.number(field).map_or(0, |number| number.clamp(0.0, f64::from(u32::MAX)).round() as u32)
    }

    /// The names of its fields, in their order and each once; none if it is no object.
    pub fn keys(self) -> impl Iterator<Item = &'a str> {
        self.fields().into_iter().flatten().map(|(name, _)| name)
    }

    /// Its fields, in their order and each name once; `None` if it is no object.
    pub fn fields(self) -> Option<Fields<'a>> {
        let Node::Object(_) = self.node()? else { return None };
        Some(Fields { object: self, inside: self.inside()? })
    }

    /// The entries of this field, nulls among them; `None` if it is no list.
    pub fn list(self, field: &str) -> Option<Entries<'a>> {
        self.get(field).items()
    }

    /// Its own entries, nulls among them; `None` if it is no list.
    pub fn items(self) -> Option<Entries<'a>> {
        let Node::List(_) = self.node()? else { return None };
        Some(Entries { inside: self.inside()?, nulls: true })
    }

    /// The entries of this field; none if it is no list.
    pub fn entries(self, field: &str) -> Entries<'a> {
        let listed = self.list(field).map(|entries| Entries { nulls: false, ..entries });
        listed.unwrap_or(Entries { inside: Inside::NOTHING, nulls: false })
    }

    fn inside(self) -> Option<Inside<'a>> {
        let (document, at) = self.0?;
        Some(Inside { document: Some(document), at: at + 1, end: document.after(at) })
    }
}

/// The values that stand right in one. A type of its own, as the two below: who reads lists has many loops over them.
#[derive(Clone, Debug)]
struct Inside<'a> {
    document: Option<&'a Document>,
    at: usize,
    end: usize,
}

impl<'a> Inside<'a> {
    const NOTHING: Self = Self { document: None, at: 0, end: 0 };

    fn step(&mut self) -> Option<(&'a Document, usize)> {
        let (document, at) = (self.document.filter(|_| self.at < self.end)?, self.at);
        self.at = document.after(at);
        Some((document, at))
    }
}

/// The entries of a list.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    inside: Inside<'a>,
    /// Whether nulls are among them.
    nulls: bool,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        loop {
            let (document, at) = self.inside.step()?;
            let entry = Json::at(document, at);
            if self.nulls || entry.0.is_some() {
                return Some(entry);
            }
        }
    }
}

/// The fields of an object.
pub struct Fields<'a> {
    object: Json<'a>,
    inside: Inside<'a>,
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, Json<'a>);

    fn next(&mut self) -> Option<(&'a str, Json<'a>)> {
        loop {
            let (document, name) = self.inside.step()?;
            let (_, value) = self.inside.step()?;
            let Some(name) = document.text_at(name) else { continue };
            // Of a name that is there twice the first counts, as for `get`.
            if self.object.field(name).is_some_and(|(_, first)| first == value) {
                return Some((name, Json::at(document, value)));
            }
        }
    }
}

#[cfg(test)]
mod tests;
