//! A pod's log for a program: lines as they come, from one connection for as long as somebody reads.

use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use launchpod_core::json::Json;
use launchpod_core::pods::logs::{LogLine, Source};
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::runpod::fetch_transport::FetchTransport;
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::runpod::rest::logs::{LogNews, LogQuery, PodLogs};
use launchpod_core::runpod::web_clock::WebClock;
use launchpod_core::types::ids::PodId;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::js::plain;
use super::state::Launcher;
use super::wait_limit::WaitLimit;
use crate::dto::instant;
use crate::error::{BoxError, LaunchpodError, pod_not_found};

const USUAL_TAIL: u32 = 100;
/// Whoever was never let in so often in a row is told why.
const MOST_TRIES: u32 = 3;

/// One log that is read.
pub struct LogReading {
    logs: PodLogs<RateLimited<FetchTransport, WebClock>, WebClock>,
    /// RunPod has let it be read.
    began: bool,
    tries: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogLineDto {
    source: Option<&'static str>,
    text: String,
    written_at: Option<f64>,
}

impl Launcher {
    /// The next lines of the log that `given` tells of: `reading`, its number, and `source` and `tail` at the start. Null when no
    /// more come: the caller wants none, or the pod is gone.
    ///
    /// # Errors
    /// Why it can't be read.
    pub async fn next_log_lines(
        self: &Rc<Self>,
        id: &PodId,
        given: Json<'_>,
        limit: WaitLimit<'_>,
    ) -> Result<JsValue, BoxError> {
        let number = given.whole("reading");
        let mut reading = self.taken(number).unwrap_or_else(|| {
            let source = given.text("source").and_then(Source::parse);
            let tail = given.number("tail").map_or(USUAL_TAIL, |tail| tail as u32);
            let logs = self.engine.client().beside().logs(id.clone(), LogQuery { source, tail }, WebClock);
            LogReading { logs, began: false, tries: 0 }
        });
        let left = || limit.is_aborted().then_some(());
        let lines = loop {
            let news = match select(pin!(reading.logs.next()), pin!(self.engine.until(left))).await {
                Either::Left((news, _)) => news,
                Either::Right((left, _)) => return left.map(|()| JsValue::NULL).map_err(BoxError::from),
            };
            match news {
                LogNews::Lines(lines) => break lines,
                LogNews::Connected => reading.began = true,
                LogNews::Broken(..) if reading.began => {}
                LogNews::Broken(error, _) => {
                    reading.tries += 1;
                    if reading.tries >= MOST_TRIES {
                        return Err(LaunchpodError::failure(&error, Operation::ReadingLog));
                    }
                }
                LogNews::Over(error) if error.kind == ErrorKind::PodNotFound => {
                    return if reading.began { Ok(JsValue::NULL) } else { Err(pod_not_found(id)) };
                }
                LogNews::Over(error) => return Err(LaunchpodError::failure(&error, Operation::ReadingLog)),
            }
        };
        self.logs.borrow_mut().push((number, reading));
        Ok(plain(&lines.into_iter().map(dto).collect::<Vec<_>>()))
    }

    fn taken(&self, number: u32) -> Option<LogReading> {
        let mut logs = self.logs.borrow_mut();
        let at = logs.iter().position(|(own, _)| *own == number)?;
        Some(logs.swap_remove(at).1)
    }

    /// Nobody reads this log any more: its connection is let go of.
    pub fn leave_log(&self, number: u32) {
        drop(self.taken(number));
    }
}

fn dto(line: LogLine) -> LogLineDto {
    LogLineDto { source: line.source.map(Source::as_str), text: line.text, written_at: line.at.map(instant) }
}
