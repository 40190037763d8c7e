use std::cell::{Cell, RefCell};
use std::rc::Rc;

use proptest::prelude::*;

use super::*;
use crate::pods::logs::book::LogBook;
use crate::runpod::api_key::ApiKey;
use crate::runpod::transport::{Response, TransportError};

const KEY: &str = "rpa_EXAMPLE0123456789";

/// What happens in one connection, in turn; after that nothing comes for a minute, again and again.
type Script = Vec<Result<Option<String>, TransportError>>;

/// What answers a question.
enum Reply {
    Stream(Script),
    Answer(u16, Option<&'static str>),
    Lost(TransportError),
}

/// An address, and the last id that was sent along.
type Asked = (String, Option<String>);

/// A RunPod of these replies, and the time there.
#[derive(Clone, Default)]
struct Canned {
    replies: Rc<RefCell<VecDeque<Reply>>>,
    asked: Rc<RefCell<Vec<Asked>>>,
    clock: Clock,
}

#[derive(Clone, Default)]
struct Clock(Rc<Cell<u64>>);

impl Clock {
    fn pass(&self, seconds: u64) {
        self.0.set(self.0.get() + seconds * 1000);
    }
}

impl Timing for Clock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.get())
    }

    async fn sleep(&self, time: Duration) {
        self.pass(time.as_secs());
    }

    fn chance(&self) -> f64 {
        0.0
    }

    fn is_out_of_sight(&self) -> bool {
        false
    }
}

struct Bytes(VecDeque<Result<Option<String>, TransportError>>, Clock);

impl ByteStream for Bytes {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let next = self.0.pop_front().unwrap_or_else(|| {
            self.1.pass(15);
            Ok(Some(": keep-alive\n\n".into()))
        });
        next.map(|bytes| bytes.map(String::into_bytes))
    }
}

impl StreamTransport for Canned {
    type Bytes = Bytes;

    async fn open(&self, request: Request) -> Result<Opened<Bytes>, TransportError> {
        assert!(request.streamed && request.authorization() == Some(format!("Bearer {KEY}")));
        let path = request.url.strip_prefix("https://api.runpod.io/v2/pods/").unwrap().to_owned();
        self.asked.borrow_mut().push((path, request.last_event));
        match self.replies.borrow_mut().pop_front().expect("no more questions") {
            Reply::Stream(script) => Ok(Opened::Stream(Bytes(script.into(), self.clock.clone()))),
            Reply::Answer(status, wait) => {
                let body = r#"{"title":"No","status":0,"detail":"no"}"#.to_owned();
                Ok(Opened::Answer(Response { status, retry_after: wait.map(str::to_owned), body }))
            }
            Reply::Lost(lost) => Err(lost),
        }
    }
}

fn event(number: u32) -> String {
    let ts = format!("2026-11-29T12:00:{number:02}Z");
    format!("id: {ts}/{number:012}\ndata: {{\"source\":\"container\",\"line\":\"line {number}\",\"ts\":\"{ts}\"}}\n\n")
}

fn events(numbers: impl IntoIterator<Item = u32>) -> Result<Option<String>, TransportError> {
    Ok(Some(numbers.into_iter().map(event).collect()))
}

fn broken() -> TransportError {
    TransportError::NoAccess("reset".into())
}

fn logs(replies: impl IntoIterator<Item = Reply>) -> (Canned, PodLogs<Canned, Clock>) {
    let canned = Canned { replies: Rc::new(RefCell::new(replies.into_iter().collect())), ..Canned::default() };
    let key = ApiKey::read(KEY).unwrap();
    let client = RestClient::new(canned.clone(), RestClient::<Canned>::RUNPOD, key);
    let query = LogQuery { source: None, tail: 100 };
    (canned.clone(), client.logs(PodId::new("a"), query, canned.clock))
}

/// What is new, in short, `count` times.
async fn told(logs: &mut PodLogs<Canned, Clock>, count: usize) -> Vec<String> {
    let mut told = vec![];
    for _ in 0..count {
        told.push(match logs.next().await {
            LogNews::Connected => "connected".into(),
            LogNews::Lines(lines) => lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join(", "),
            LogNews::Broken(error, wait) => format!("{:?}, {} s", error.kind, wait.as_secs()),
            LogNews::Over(error) => format!("over: {:?}", error.kind),
        });
    }
    told
}

#[tokio::test]
async fn it_goes_on_where_it_broke_and_what_comes_twice_is_dropped() {
    let first = vec![events([1, 2, 2]), events([3]), Err(broken())];
    let again = vec![events([2, 2, 3]), events([2, 4]), Ok(None)];
    let (canned, mut logs) = logs([Reply::Stream(first), Reply::Stream(again), Reply::Stream(vec![])]);
    assert_eq!(
        told(&mut logs, 7).await,
        [
            "connected",
            "line 1, line 2, line 2",
            "line 3",
            "NoAccess, 1 s",
            "connected",
            "line 2, line 4",
            "ServerTrouble, 1 s"
        ],
        "a line that comes once more than it did is another line"
    );
    told(&mut logs, 1).await;
    let mark = |number: u32| Some(format!("2026-11-29T12:00:{number:02}Z/{number:012}"));
    let asked = ["a/logs?tail=100".to_owned(), "a/logs?tail=100".to_owned(), "a/logs?tail=100".to_owned()];
    let marks = [None, mark(3), mark(4)];
    assert_eq!(*canned.asked.borrow(), asked.into_iter().zip(marks).collect::<Vec<_>>());
}

#[tokio::test]
async fn tries_come_less_and_less_often_and_a_line_begins_anew() {
    let lost = || Reply::Lost(TransportError::Offline);
    let replies = [lost(), lost(), lost(), Reply::Answer(429, Some("7")), lost(), lost(), lost()];
    let line = Reply::Stream(vec![events([1]), Err(TransportError::TimedOut)]);
    let (_, mut logs) = logs(replies.into_iter().chain([line]));
    let expected =
        ["Offline, 1 s", "Offline, 2 s", "Offline, 4 s", "RateLimited, 7 s", "Offline, 16 s", "Offline, 30 s"];
    assert_eq!(told(&mut logs, 6).await, expected);
    assert_eq!(told(&mut logs, 4).await, ["Offline, 30 s", "connected", "line 1", "TimedOut, 1 s"]);
}

#[tokio::test]
async fn a_refusal_ends_it() {
    for (status, kind) in
        [(401, "WrongKey"), (403, "Forbidden"), (404, "PodNotFound"), (410, "Retired"), (422, "SchemaMismatch")]
    {
        let (_, mut logs) = logs([Reply::Answer(status, None)]);
        assert_eq!(told(&mut logs, 1).await, [format!("over: {kind}")]);
    }
}

#[tokio::test]
async fn a_mark_that_is_refused_gives_way_to_the_time() {
    let breaks = |number| Reply::Stream(vec![events([number]), Err(TransportError::TimedOut)]);
    let cors = || Reply::Lost(broken());
    for refusals in [vec![Reply::Answer(422, None)], vec![cors(), cors()]] {
        let count = refusals.len();
        let replies = [breaks(1)].into_iter().chain(refusals).chain([breaks(1), breaks(2)]);
        let (canned, mut logs) = logs(replies);
        let told = told(&mut logs, 6 + count).await;
        assert_eq!(told.last().unwrap(), "connected", "{told:?}");
        assert_eq!(told.iter().filter(|told| *told == "line 1").count(), 1, "{told:?}");
        let asked = canned.asked.borrow();
        assert!(asked[1..=count].iter().all(|(_, mark)| mark.is_some()), "{asked:?}");
        let since = "a/logs?tail=100&since=2026-11-29T12%3A00%3A01Z".to_owned();
        assert_eq!(asked[count + 1], (since, None));
    }
}

#[tokio::test]
async fn a_quiet_stream_is_looked_after_and_that_is_no_news() {
    let (canned, mut logs) =
        logs([Reply::Stream(vec![events([1])]), Reply::Stream(vec![events([2])]), Reply::Answer(404, None)]);
    assert_eq!(told(&mut logs, 4).await, ["connected", "line 1", "line 2", "over: PodNotFound"]);
    assert_eq!(canned.clock.0.get(), 240_000);
}

#[tokio::test]
async fn the_key_is_in_no_line_and_odd_ids_are_no_header() {
    let odd = format!("id: gr\u{fc}n\ndata: it is {KEY}\n\nid: 7\nevent: ping\ndata: x\n\n");
    let hidden = "data: {\"line\":\"rpa_EXAMPLE\\u0030123456789\"}\n\n".to_owned();
    let (canned, mut logs) =
        logs([Reply::Stream(vec![Ok(Some(odd)), Ok(Some(hidden)), Ok(None)]), Reply::Stream(vec![])]);
    assert_eq!(told(&mut logs, 4).await, ["connected", "it is [RunPod key]", "[RunPod key]", "ServerTrouble, 1 s"]);
    told(&mut logs, 1).await;
    assert_eq!(canned.asked.borrow()[1].1, Some("7".to_owned()));
}

/// The key as a log may write it: with sequences for terminals between its letters, or letters as JSON escapes them.
fn written(sequences: u32, escaped: u32) -> String {
    let letter = |(at, letter): (usize, char)| {
        let before = if sequences >> at & 1 == 1 { "\\u001b[0m" } else { "" };
        match escaped >> at & 1 {
            1 => format!("{before}\\u{:04x}", u32::from(letter)),
            _ => format!("{before}{letter}"),
        }
    };
    KEY.chars().enumerate().map(letter).collect()
}

proptest! {
    #[test]
    fn the_key_is_in_no_line_however_it_is_written_and_the_stream_is_cut(
        sequences: u32, escaped: u32, before in prop_oneof![0..20usize, 3_980..4_010usize], raw: bool,
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let (key, before) = (written(sequences, escaped), "x".repeat(before));
        let data = if raw {
            format!("{before}{}", key.replace("\\u001b", "\u{1b}"))
        } else {
            format!("{{\"source\":\"container\",\"line\":\"{before}{key}\"}}")
        };
        let text = format!("id: 1\ndata: {data}\n\nid: 2\ndata: {{\"line\":\"{}\"}}\n\n", &KEY[3..]);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.index(text.len())).chain([0, text.len()]).collect();
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| Ok(Some(text[cut[0]..cut[1]].to_owned())));
        let (_, mut logs) = logs([Reply::Stream(pieces.collect()), Reply::Answer(404, None)]);
        let mut book = LogBook::default();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            loop {
                match logs.next().await {
                    LogNews::Lines(lines) => lines.into_iter().for_each(|line| book.take(line)),
                    LogNews::Over(_) => return,
                    _ => {}
                }
            }
        });
        let shown = book.text("");
        prop_assert_eq!(shown.lines().count(), 2);
        for part in KEY.as_bytes().windows(8) {
            prop_assert!(!shown.contains(std::str::from_utf8(part).unwrap()), "{}", shown);
        }
    }
}
