//! JSON read one field at a time. A field that is missing, null or of another type than expected is
//! `None` and nothing worse: one odd field must not take a pod from sight, let alone the whole list.

use serde_json::Value;

/// A JSON value, or nothing.
#[derive(Clone, Copy)]
pub struct Json<'a>(Option<&'a Value>);

impl<'a> From<&'a Value> for Json<'a> {
    fn from(value: &'a Value) -> Self {
        Self(Some(value).filter(|value| !value.is_null()))
    }
}

impl<'a> Json<'a> {
    /// The field of this name.
    pub fn get(self, field: &str) -> Self {
        Self(self.0.and_then(|value| value.get(field)).filter(|value| !value.is_null()))
    }

    /// Whether this field is there and null: an answer, where a missing field is none.
    pub fn is_null(self, field: &str) -> bool {
        self.0.and_then(|value| value.get(field)).is_some_and(Value::is_null)
    }

    /// Itself, if it is anything but null.
    pub fn some(self) -> Option<Self> {
        self.0.map(|_| self)
    }

    /// The text of this field; empty text is none.
    pub fn text(self, field: &str) -> Option<&'a str> {
        self.get(field).as_text().filter(|text| !text.is_empty())
    }

    /// Itself as text.
    pub fn as_text(self) -> Option<&'a str> {
        self.0.and_then(Value::as_str)
    }

    /// The number of this field.
    pub fn number(self, field: &str) -> Option<f64> {
        self.get(field).as_number()
    }

    /// Itself as a number.
    pub fn as_number(self) -> Option<f64> {
        self.0.and_then(Value::as_f64)
    }

    /// Whether this field is true.
    pub fn is_true(self, field: &str) -> bool {
        self.get(field).0.and_then(Value::as_bool) == Some(true)
    }

    /// The field as a whole, small, positive number; 0 where it is not told.
    pub fn whole(self, field: &str) -> u32 {
        self.number(field).map_or(0, |number| number.clamp(0.0, f64::from(u32::MAX)).round() as u32)
    }

    /// The names of its fields; none if it is no object.
    pub fn keys(self) -> impl Iterator<Item = &'a str> {
        self.0.and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.as_str())
    }

    /// The entries of this field, nulls among them; `None` if it is no list.
    pub fn list(self, field: &str) -> Option<impl Iterator<Item = Self> + use<'a>> {
        let list = self.get(field).0?.as_array()?;
        Some(list.iter().map(Self::from))
    }

    /// The entries of this field; none if it is no list.
    pub fn entries(self, field: &str) -> impl Iterator<Item = Self> + use<'a> {
        self.list(field).into_iter().flatten().filter(|entry| entry.0.is_some())
    }
}
