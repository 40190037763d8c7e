//! The one time that all files of a release bear: when its commit was made.

use std::{env, process::Command};

use crate::{Result, command, workspace::Workspace};

/// Zip knows no time before 1980.
const EARLIEST: u64 = 315_532_800;

/// Seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(u64);

/// The same as people write it, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl Moment {
    /// What `SOURCE_DATE_EPOCH` says, else when the newest commit was made; without git the earliest there is.
    pub fn of(workspace: &Workspace) -> Result<Self> {
        if let Ok(said) = env::var("SOURCE_DATE_EPOCH") {
            return said.trim().parse().map(Self::new).map_err(|_| {
                format!("SOURCE_DATE_EPOCH is \"{said}\": it must be the seconds since 1970, such as 1767225600")
            });
        }
        let mut git = Command::new("git");
        git.current_dir(&workspace.root).args(["log", "-1", "--format=%ct"]);
        Ok(Self::new(command::ask(&mut git).and_then(|said| said.parse().ok()).unwrap_or(EARLIEST)))
    }

    /// No earlier than any archive can say.
    pub fn new(seconds: u64) -> Self {
        Self(seconds.max(EARLIEST))
    }

    /// Seconds since 1970.
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// Days are counted from a first of March, so that a leap day is the last of its year.
    pub fn calendar(self) -> Calendar {
        let (days, rest) = (self.0 / 86_400 + 719_468, self.0 % 86_400);
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        Calendar {
            year: u16::try_from(year).unwrap_or(u16::MAX),
            month: small(month),
            day: small(day_of_year - (153 * from_march + 2) / 5 + 1),
            hour: small(rest / 3_600),
            minute: small(rest / 60 % 60),
            second: small(rest % 60),
        }
    }

    /// As in `2026-01-01T00:00:00Z`.
    pub fn iso(self) -> String {
        let Calendar { year, month, day, hour, minute, second } = self.calendar();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

fn small(number: u64) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_a_day_and_a_time() {
        for (seconds, written) in [
            (0, "1980-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_799, "2000-02-29T23:59:59Z"),
            (1_767_225_600, "2026-01-01T00:00:00Z"),
            (1_798_761_599, "2026-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(Moment::new(seconds).iso(), written);
        }
    }
}
