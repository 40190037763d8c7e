//! What is printed while something takes its time.

use std::time::{Duration, Instant};

use crate::Result;

/// A heading that is easy to find in a long log.
pub fn heading(words: &str) {
    println!("\n── {words} {}", "─".repeat(76_usize.saturating_sub(words.chars().count())));
}

/// Says what begins, does it, and says how long it took.
pub fn while_doing<T>(words: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{words} …");
    let start = Instant::now();
    let result = work()?;
    println!("  done in {}", took(start.elapsed()));
    Ok(result)
}

/// A duration as people say it.
pub fn took(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0 => format!("{} ms", duration.as_millis()),
        1..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(took(Duration::from_millis(250)), "250 ms");
        assert_eq!(took(Duration::from_secs(59)), "59 s");
        assert_eq!(took(Duration::from_secs(125)), "2 min 5 s");
    }
}
