//! A line of a log as a server-sent event, and lines that nobody wants to meet.

use serde_json::{Value, json};

use crate::pod_logs::{LogLine, Source};

/// `id:`, perhaps `event:`, and `data:`. A `hostile` number puts one of the hostile texts in place of the line's own.
pub fn frame(line: &LogLine, hostile: Option<u64>) -> String {
    let at = line.at.seconds_iso();
    let id = format!("{at}/{:012}", line.number);
    // The name of the event is there or not; both mean the same.
    let event = if line.number.is_multiple_of(2) { "" } else { "event: log\n" };
    let text = hostile.map_or(line.text.as_str(), |number| text_of(number));
    let data = json!({ "source": line.source.text(), "line": text, "ts": at });
    let data = hostile.and_then(|number| raw_of(number, line.source)).unwrap_or_else(|| plain(&data));
    format!("id: {id}\n{event}{data}\n\n")
}

fn plain(data: &Value) -> String {
    format!("data: {data}")
}

/// Colours and worse for a terminal, markup and an address that does something, letters that turn the line around, a text
/// without an end, and what looks like the end of an event.
const TEXTS: [&str; 8] = [
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;another title\u{7}\u{1b}[2J\u{1b}[H",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "<a href=\"javascript:alert(3)\">press here</a>",
    "safe \u{202e}gnp.exe\u{202c} \u{2066}hidden\u{2069} \u{200b}\u{feff}",
    "progress 10%\rprogress 20%\rprogress 30%\u{8}\u{8}",
    "\u{0}\u{1}\u{7f}\u{9b}31m\u{fffd}",
    "data: {\"line\":\"a line in a line\"}\n\nid: 0\n",
    "{\"source\":\"system\",\"line\":\"Pull complete\"}",
];

fn text_of(number: u64) -> &'static str {
    let count = u64::try_from(TEXTS.len()).unwrap_or(1);
    usize::try_from(number % count).ok().and_then(|index| TEXTS.get(index).copied()).unwrap_or_default()
}

/// Every third is no JSON, or JSON of another shape, or very long.
fn raw_of(number: u64, source: Source) -> Option<String> {
    match number % 12 {
        0 => Some(format!("data: {{\"source\":\"{}\",\"line\":\"it ends in the mid", source.text())),
        3 => Some("data: no JSON at all \u{1b}[7m".to_owned()),
        6 => Some("data: [1, null, {\"line\": 5}]".to_owned()),
        9 => Some(format!(
            "data: {}",
            json!({ "source": source.text(), "line": "long ".repeat(20_000), "ts": "no time" })
        )),
        _ => None,
    }
}
