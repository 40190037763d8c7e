//! The countries in which RunPod has machines.

use super::client::inputs::Nothing;

use super::client::{Client, READ_WITHIN};
use super::documents;
use super::failure::{Failure, Kind};
use super::transport::Transport;
use crate::domain::country::{Country, by_name};

impl<T: Transport> Client<T> {
    /// The countries, in the order of their English names.
    ///
    /// # Errors
    /// Any [`Failure`].
    pub async fn countries(&self) -> Result<Vec<Country>, Failure> {
        let answer = self.ask(documents::COUNTRIES, Nothing {}, READ_WITHIN).await?;
        let listed = answer.data()?.list("countryCodes");
        let listed = listed.ok_or_else(|| Failure::new(Kind::Nonsense, "the answer has no countries"))?;
        Ok(by_name(listed.filter_map(|code| Country::parse(code.as_text()?))))
    }
}
