//! What a tab keeps until it is closed, by its keys in session storage.

/// The person's API key.
pub const KEY: &str = "launchpod.key";
/// Where the key was taken.
pub const ENDPOINT: &str = "launchpod.endpoint";
/// That what is spent in this session has begun to be counted.
pub const SPENDING_SESSION: &str = "launchpod.session";
/// What the person wants to see of the list of pods.
pub const LIST_OPTIONS: &str = "launchpod.look";
/// The key was forgotten, and the sign-in page that follows has not said so yet.
pub const FORGOTTEN: &str = "launchpod.forgotten";
/// How high the money's part of the list was: so much is kept free for it until it is there again.
pub const SPEND_HEIGHT: &str = "launchpod.spend-height";

/// All that is kept while somebody is signed in: with the key, all is forgotten.
pub const ALL: [&str; 5] = [KEY, ENDPOINT, SPENDING_SESSION, LIST_OPTIONS, SPEND_HEIGHT];
