//! Receipts as a file for spreadsheets: RFC 4180. English in every language of the page, as programs read it too.

use crate::billing::receipts::{EndReason, Receipt};
use crate::types::money::MicroUsd;

const HEAD: [&str; 12] = [
    "Name",
    "Pod ID",
    "GPU",
    "Number of GPUs",
    "Data center",
    "Started (UTC)",
    "Ended (UTC)",
    "Duration (seconds)",
    "Estimated cost (USD)",
    "Cost billed by RunPod (USD)",
    "Time and estimate are",
    "Why it ended",
];

/// A line each below a line of headings.
pub fn csv(receipts: &[&Receipt]) -> String {
    std::iter::once(line(HEAD.map(str::to_owned))).chain(receipts.iter().map(|receipt| line(cells(receipt)))).collect()
}

fn cells(receipt: &Receipt) -> [String; HEAD.len()] {
    let more = receipt.longer || receipt.estimate.at_least;
    [
        receipt.name.clone(),
        receipt.pod.to_string(),
        receipt.gpu.clone(),
        receipt.gpus.to_string(),
        receipt.place.clone(),
        receipt.started.iso_seconds(),
        receipt.ended.iso_seconds(),
        receipt.duration().as_secs().to_string(),
        dollars(receipt.estimate.amount),
        receipt.billed.map(dollars).unwrap_or_default(),
        if more { "at least" } else { "complete" }.to_owned(),
        reason(receipt.reason).to_owned(),
    ]
}

fn line(cells: [String; HEAD.len()]) -> String {
    cells.map(|text| cell(&text)).join(",") + "\r\n"
}

/// What a spreadsheet would reckon with is text: an apostrophe stands before it.
fn cell(text: &str) -> String {
    const FORMULAS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_formula = text.trim_start().starts_with(FORMULAS) || text.starts_with(['\t', '\r', '\n']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    match text.contains([',', '"', '\r', '\n', ';', '\t']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// `1.393888`: all six decimals, a point between in every language.
fn dollars(amount: MicroUsd) -> String {
    let micros = amount.micros().unsigned_abs();
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

const fn reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::You => "You ended it",
        EndReason::Rule => "A rule of this page ended it",
        EndReason::Budget => "The budget ended it",
        EndReason::Replaced => "Ended when its replacement was ready",
        EndReason::Twin => "Ended as a second pod of one launch",
        EndReason::Timer => "Its timer ended it",
        EndReason::TimerUnseen => "Found gone; its timer was due meanwhile",
        EndReason::Taken => "RunPod or its host took it",
        EndReason::Elsewhere => "Ended from somewhere else",
        EndReason::Unseen => "Found gone",
        EndReason::Unknown => "Not known",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        assert_eq!(cell("comfy"), "comfy");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("say \"hi\"\r\nnow"), "\"say \"\"hi\"\"\r\nnow\"");
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1"] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        assert_eq!(cell("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        assert_eq!(cell("\t=1"), "\"'\t=1\"");
    }

    #[test]
    fn money_has_all_its_decimals() {
        assert_eq!(dollars(MicroUsd::from_micros(1_393_888)), "1.393888");
        assert_eq!(dollars(MicroUsd::from_micros(5)), "0.000005");
    }
}
