//! Receipts as text, to survive a reload. What is read may be anything: an entry that can't be used is left out, and the others
//! stay.

use serde_json::{Map, Value, json};

use crate::auto_stop::StopAction;
use crate::auto_stop::exit_notice::Deadline;
use crate::billing::cost_meter::CostEstimate;
use crate::billing::receipts::book::{MOST_LETTERS, Open};
use crate::billing::receipts::{EndReason, MOST_RECEIPTS, Receipt, ReceiptBook};
use crate::json::{Document, Json};
use crate::order::plain;
use crate::state::journal::time;
use crate::types::ids::PodId;
use crate::types::money::MicroUsd;
use crate::types::sort::by_pod;

const VERSION: u32 = 1;
/// Bytes of all of it.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of a form, and of an id.
const MOST_FORM: usize = 4 * 1024;
const MOST_ID: usize = 64;
const MOST_GPUS: u32 = 1000;
/// Millionths of a dollar: no receipt is for more than a billion.
const MOST_MICROS: i64 = 1_000_000_000_000_000;

/// A newer build has written the receipts: they are left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenByNewer;

impl ReceiptBook {
    /// As text.
    pub fn write(&self) -> String {
        let open: Vec<Value> = self.newest_open().into_iter().map(write_open).collect();
        let ended: Vec<Value> = self.ended.iter().map(|own| Value::Object(write(own))).collect();
        json!({ "version": VERSION, "open": open, "ended": ended }).to_string()
    }

    /// Reads what [`ReceiptBook::write`] wrote. Of other text, as much as can be used.
    ///
    /// # Errors
    /// [`WrittenByNewer`], for a text that must not be written over.
    pub fn read(text: &str) -> Result<Self, WrittenByNewer> {
        let Some(document) =
            Some(text).filter(|text| text.len() <= MOST_BYTES).and_then(|text| Document::read(text).ok())
        else {
            return Ok(Self::default());
        };
        let json = document.json();
        match json.number("version") {
            Some(version) if version > f64::from(VERSION) => return Err(WrittenByNewer),
            Some(version) if version == f64::from(VERSION) => {}
            _ => return Ok(Self::default()),
        }
        let open = json.entries("open").filter_map(read_open).take(MOST_RECEIPTS).collect();
        let open = by_pod(open, &|own: &Open| &own.receipt.pod);
        let mut book = Self { open, ended: vec![] };
        for receipt in json.entries("ended").filter_map(read).take(MOST_RECEIPTS) {
            if !book.ended.iter().any(|own| own.pod == receipt.pod) {
                book.end(receipt);
            }
        }
        Ok(book)
    }
}

fn write(own: &Receipt) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| _ = fields.insert(name.to_owned(), value);
    put("id", own.pod.as_str().into());
    put("name", own.name.as_str().into());
    put("gpu", own.gpu.as_str().into());
    put("gpus", own.gpus.into());
    put("place", own.place.as_str().into());
    put("started", own.started.millis().into());
    put("ended", own.ended.millis().into());
    put("noticed", own.noticed.millis().into());
    put("longer", own.longer.into());
    put("cost", own.estimate.amount.micros().to_string().into());
    put("at-least", own.estimate.at_least.into());
    put("why", own.reason.as_str().into());
    if let Some(billed) = own.billed {
        put("billed", billed.micros().to_string().into());
    }
    if let Some(form) = &own.form {
        put("form", form.as_str().into());
        put("whole", own.whole.into());
    }
    fields
}

fn write_open(own: &Open) -> Value {
    let mut fields = write(&own.receipt);
    if let Some(deadline) = own.deadline {
        fields.insert("due".into(), deadline.at.millis().into());
        fields.insert("stops".into(), (deadline.how == StopAction::Stop).into());
    }
    fields.insert("taken".into(), own.taken.into());
    Value::Object(fields)
}

fn read(json: Json) -> Option<Receipt> {
    let text = |name: &str| plain(json.text(name).unwrap_or_default(), MOST_LETTERS);
    let id = json.text("id").filter(|id| id.len() <= MOST_ID)?;
    let (started, ended) = (time(json, "started")?, time(json, "ended")?);
    let form = json.text("form").filter(|form| form.len() <= MOST_FORM).map(str::to_owned);
    Some(Receipt {
        pod: PodId::new(plain(id, MOST_ID)),
        name: text("name"),
        gpu: text("gpu"),
        gpus: json.whole("gpus").min(MOST_GPUS),
        place: text("place"),
        started,
        ended: ended.max(started),
        longer: json.is_true("longer"),
        estimate: CostEstimate { amount: amount(json, "cost").unwrap_or_default(), at_least: json.is_true("at-least") },
        billed: amount(json, "billed"),
        reason: reason(json),
        whole: json.is_true("whole"),
        form,
        noticed: time(json, "noticed").unwrap_or(ended),
    })
}

fn read_open(json: Json) -> Option<Open> {
    let how = if json.is_true("stops") { StopAction::Stop } else { StopAction::Terminate };
    let deadline = time(json, "due").map(|at| Deadline { how, at });
    Some(Open { deadline, taken: json.is_true("taken"), ..Open::of(read(json)?) })
}

/// Money is text: JSON's numbers are floats.
fn amount(json: Json, name: &str) -> Option<MicroUsd> {
    let micros: i64 = json.text(name)?.parse().ok()?;
    (0..=MOST_MICROS).contains(&micros).then(|| MicroUsd::from_micros(micros))
}

fn reason(json: Json) -> EndReason {
    let word = json.text("why").unwrap_or_default();
    EndReason::ALL.into_iter().find(|known| known.as_str() == word).unwrap_or_default()
}
