//! The countries in which RunPod has machines.

use crate::runpod::graphql::inputs::Nothing;
use crate::runpod::transport::READ_WITHIN;

use crate::catalog::country::{Country, each_once};
use crate::runpod::documents;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::graphql::GraphqlClient;
use crate::runpod::transport::Transport;

impl<T: Transport> GraphqlClient<T> {
    pub(in crate::runpod) async fn countries(&self) -> Result<Vec<Country>, ApiError> {
        let answer = self.ask(documents::COUNTRIES, Nothing {}, READ_WITHIN).await?;
        let listed = answer.data()?.list("countryCodes");
        let listed = listed.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "the answer has no countries"))?;
        Ok(each_once(listed.filter_map(|code| Country::parse(code.as_text()?))))
    }
}
