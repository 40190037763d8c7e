//! Where a person goes on with a failure, outside of this page.

use launchpod_words::common;

use crate::runpod::error::{ApiError, ErrorKind};

/// Where credit is added.
pub const BILLING_PAGE: &str = "https://console.runpod.io/user/billing";
const STATUS_PAGE: &str = "https://uptime.runpod.io";

impl ApiError {
    /// An address, and the words on the link.
    pub fn link(&self) -> Option<(&'static str, &'static str)> {
        match self.kind {
            ErrorKind::Balance => Some((BILLING_PAGE, common::add_credit())),
            ErrorKind::ServerTrouble | ErrorKind::Maintenance | ErrorKind::TimedOut => {
                Some((STATUS_PAGE, common::status_page()))
            }
            _ => None,
        }
    }

    /// What the raw text is: RunPod's words, or what went wrong on the way to it.
    pub fn raw_heading(&self) -> &'static str {
        use ErrorKind::{CorsBlocked, InvalidResponse, NoAccess, Offline, RelayFailed, TimedOut};
        let lost = matches!(self.kind, NoAccess | Offline | CorsBlocked | RelayFailed | TimedOut | InvalidResponse);
        if lost && !self.by_runpod { common::what_happened() } else { common::what_runpod_said() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_runpod_said_is_called_so() {
        let of = |kind| ApiError::new(kind, "raw");
        let refused = of(ErrorKind::Refused).raw_heading();
        assert_eq!((of(ErrorKind::WrongKey).raw_heading(), refused), ("What RunPod said", "What RunPod said"));
        for kind in [ErrorKind::NoAccess, ErrorKind::CorsBlocked, ErrorKind::TimedOut, ErrorKind::RelayFailed] {
            assert_eq!(of(kind).raw_heading(), "What happened on the way", "{kind:?}");
        }
        let said = ApiError { by_runpod: true, ..of(ErrorKind::TimedOut) };
        assert_eq!(said.raw_heading(), "What RunPod said");
    }

    #[test]
    fn too_little_money_leads_to_billing_and_trouble_to_the_status_page() {
        let of = |kind| ApiError::new(kind, "raw").link();
        assert_eq!(of(ErrorKind::Balance), Some((BILLING_PAGE, "Add credit at RunPod")));
        assert_eq!(of(ErrorKind::Maintenance).map(|(href, _)| href), Some(STATUS_PAGE));
        assert_eq!(of(ErrorKind::WrongKey), None);
    }
}
