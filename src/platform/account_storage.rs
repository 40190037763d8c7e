//! Small things that are kept on this device for one account, each under a key of its own, so that two tabs never
//! overwrite each other's.

use crate::platform::account_keys::AccountKeys;
use crate::platform::browser::local_storage;
use crate::platform::shared::Shared;

/// A place in local storage.
#[derive(Clone, Copy)]
pub struct AccountStorage(Shared<String>);

impl AccountStorage {
    /// Below `root`, of the account with these keys.
    pub fn below(keys: AccountKeys, root: &str) -> Self {
        Self(Shared::new(keys.neighbour(root)))
    }

    /// Where the thing of this name is kept.
    pub fn place(self, name: &str) -> String {
        self.0.peek(|shelf| format!("{shelf}{name}"))
    }

    /// All that can be read.
    pub fn all<T>(self, read: fn(&str) -> Option<T>) -> Vec<T> {
        let Some(storage) = local_storage() else { return vec![] };
        let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
        let own = keys.filter(|key| self.0.peek(|shelf| key.starts_with(shelf.as_str())));
        own.filter_map(|key| read(&storage.get_item(&key).ok()??)).collect()
    }

    /// What is kept under this name.
    pub fn get(self, name: &str) -> Option<String> {
        local_storage()?.get_item(&self.place(name)).ok()?
    }

    /// Takes out all whose names are none of these.
    pub fn only(self, names: &[String]) {
        let Some(storage) = local_storage() else { return };
        let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
        // Taking one out moves the others.
        for key in keys.collect::<Vec<String>>() {
            let name = self.0.peek(|shelf| key.strip_prefix(shelf.as_str()).map(str::to_owned));
            if name.is_some_and(|name| !names.contains(&name)) {
                let _ = storage.remove_item(&key);
            }
        }
    }

    /// Keeps a thing. Whether that could be done.
    pub fn keep(self, name: &str, text: &str) -> bool {
        local_storage().is_some_and(|storage| storage.set_item(&self.place(name), text).is_ok())
    }

    /// Takes a thing out. Whether it was there: another tab may have been faster.
    pub fn take_out(self, name: &str) -> bool {
        let Some(storage) = local_storage() else { return false };
        let place = self.place(name);
        let was = matches!(storage.get_item(&place), Ok(Some(_)));
        let _ = storage.remove_item(&place);
        was
    }
}
