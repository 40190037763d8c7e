//! What the page knows, followed by views.
//!
//! Leptos' signals are compiled anew for each type that they hold, at one to two kilobytes a type, and a page that is
//! waited for holds a score of types. Here only Leptos' trigger is reactive, and it is one type. A value lives as long as
//! the page: forgetting the key loads the page anew. State that comes and goes with a view stays in Leptos' own signals.

use std::cell::RefCell;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

struct Inner<T> {
    value: RefCell<T>,
    news: ArcTrigger,
}

/// A value of the page's. Cheap to copy: it is a handle.
pub struct Shared<T: 'static>(&'static SendWrapper<Inner<T>>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<T> {}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Shared<T> {
    /// A value that lives as long as the page.
    pub fn new(value: T) -> Self {
        let inner = Inner { value: RefCell::new(value), news: ArcTrigger::new() };
        Self(Box::leak(Box::new(SendWrapper::new(inner))))
    }

    /// Reads it; the view that asks is told of news.
    pub fn with<R>(self, how: impl FnOnce(&T) -> R) -> R {
        self.0.news.track();
        self.peek(how)
    }

    /// Reads it this once.
    pub fn peek<R>(self, how: impl FnOnce(&T) -> R) -> R {
        how(&self.0.value.borrow())
    }

    /// Changes it and tells who follows. `how` must not read it by another way.
    pub fn update<R>(self, how: impl FnOnce(&mut T) -> R) -> R {
        let result = self.change(how);
        self.0.news.notify();
        result
    }

    /// Changes something in it that no view shows.
    pub fn change<R>(self, how: impl FnOnce(&mut T) -> R) -> R {
        how(&mut self.0.value.borrow_mut())
    }

    /// Replaces it and tells who follows.
    pub fn set(self, value: T) {
        self.update(|held| *held = value);
    }
}

impl<T: PartialEq> Shared<T> {
    /// Replaces it and tells who follows, unless it is the same.
    pub fn refresh(self, value: T) {
        if self.peek(|held| *held != value) {
            self.set(value);
        }
    }
}

impl<T: Clone> Shared<T> {
    /// A copy; the view that asks is told of news.
    pub fn get(self) -> T {
        self.with(T::clone)
    }
}
