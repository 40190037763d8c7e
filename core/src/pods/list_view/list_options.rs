//! What the person wants to see of the list.

use launchpod_words::{Message, pods as say};

use crate::pods::fleet::PodEntry;
use crate::pods::pod::Status;
use crate::readiness::Stage;

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $entry:ident = $words:path),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { $($(#[$each])* $entry),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$entry),*];
            /// Their words for people, in the same order.
            pub const WORDS: &[Message] = &[$($words),*];

            /// The one at this place; the first for any other.
            pub fn at(place: usize) -> Self {
                Self::ALL.get(place).copied().unwrap_or_default()
            }
        }
    };
}

choice!(
    /// Which pods are shown.
    Shown {
        /// All of them.
        #[default]
        All = say::shown_all,
        /// Those whose GPU is paid for.
        Running = say::shown_running,
        /// Those that are not up yet.
        Coming = say::shown_coming,
        /// Those that only store.
        Stopped = say::shown_stopped,
        /// Those at which something is not as it should be.
        Attention = say::shown_attention,
    }
);

choice!(
    /// In which order.
    Sort {
        /// The newest first.
        #[default]
        Newest = say::sort_newest,
        /// By name.
        Name = say::sort_name,
        /// The dearest per hour first.
        Hourly = say::sort_hourly,
        /// Those that have cost most first.
        Spent = say::sort_spent,
        /// What wants to be looked at first.
        State = say::sort_state,
    }
);

choice!(
    /// What stands together.
    Grouping {
        /// Nothing.
        #[default]
        None = say::group_nothing,
        /// Pods of one network volume.
        Volume = say::group_volume,
        /// Pods of one data center.
        Place = say::group_place,
    }
);

choice!(
    /// How pods are laid out where there is room.
    Layout {
        /// A card each.
        #[default]
        Cards = say::layout_cards,
        /// A line each.
        Table = say::layout_table,
    }
);

impl Layout {
    /// Its name, for the browser to keep and for style sheets.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cards => "cards",
            Self::Table => "table",
        }
    }

    /// Reads what [`Layout::as_str`] gave; anything else is cards.
    pub fn read(text: &str) -> Self {
        Self::ALL.iter().copied().find(|layout| layout.as_str() == text).unwrap_or_default()
    }
}

impl Shown {
    /// Whether this pod is one of them. `worries` knows whether more is wrong with a pod than it says itself.
    pub fn takes(self, known: &PodEntry, worries: &dyn Fn(&PodEntry) -> bool) -> bool {
        match self {
            Self::All => true,
            Self::Running => known.pod.status.bills_gpu(),
            Self::Coming => known.stage().is_moving(),
            Self::Stopped => known.pod.status == Status::Stopped,
            Self::Attention => needs_attention(known) || worries(known),
        }
    }
}

/// What the person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListOptions {
    /// Words that a pod must have in its name, GPU, image, volume, data center or id.
    pub text: String,
    /// Which pods.
    pub shown: Shown,
    /// In which order.
    pub sort: Sort,
    /// In which groups.
    pub group: Grouping,
}

impl ListOptions {
    /// Whether it is anything but the plain list.
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }

    /// This one without what hides pods.
    pub fn without_filter(&self) -> Self {
        Self { text: String::new(), shown: Shown::All, ..self.clone() }
    }

    /// As text, for the browser to keep.
    pub fn write(&self) -> String {
        format!("{} {} {} {}", self.shown as u8, self.sort as u8, self.group as u8, self.text)
    }

    /// Reads what [`ListOptions::write`] wrote; anything else is the plain list.
    pub fn read(text: &str) -> Self {
        let mut parts = text.splitn(4, ' ');
        let mut place = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
        let (shown, sort, group) = (Shown::at(place()), Sort::at(place()), Grouping::at(place()));
        Self { shown, sort, group, text: parts.next().unwrap_or_default().to_owned() }
    }
}

/// Whether something at this pod is not as it should be.
pub fn needs_attention(known: &PodEntry) -> bool {
    known.unlisted || matches!(known.stage(), Stage::Lost | Stage::Unknown(_))
}
