//! The account over REST v2, which tells neither its id nor its money.

use crate::account::{Account, NetworkVolume};
use crate::catalog::country::Country;
use crate::runpod::answers::AccountInfo;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::RestClient;
use crate::runpod::transport::{Method, READ_WITHIN, Request, Transport};

/// What REST v2 tells of the account's money.
pub(super) const UNTOLD: Account = Account { balance: None, spend: None, spend_limit: None, retired: true };

/// The shortest answer that only the right key gets.
const ONE_POD: &str = "/pods?limit=1";

impl<T: Transport> RestClient<T> {
    /// Without a key RunPod answers, and refuses.
    pub(in crate::runpod) async fn ping(&self) -> Result<(), ApiError> {
        let request = Request::new(format!("{}{ONE_POD}", self.root), String::new(), READ_WITHIN, None).by(Method::Get);
        match self.sent(request).await {
            Err(error) if error.kind == ErrorKind::WrongKey && error.by_runpod => Ok(()),
            answer => answer.map(drop),
        }
    }

    pub(in crate::runpod) async fn owner(&self) -> Result<AccountInfo, ApiError> {
        self.get(ONE_POD).await?;
        Ok(self.account_with(self.volumes().await.unwrap_or_default()))
    }

    pub(in crate::runpod) async fn holdings(&self) -> Result<AccountInfo, ApiError> {
        Ok(self.account_with(self.volumes().await?))
    }

    /// It does not say in which countries machines stand, and takes none in a create.
    #[allow(clippy::unused_async)]
    pub(in crate::runpod) async fn countries(&self) -> Result<Vec<Country>, ApiError> {
        Ok(vec![])
    }

    fn account_with(&self, volumes: Vec<NetworkVolume>) -> AccountInfo {
        AccountInfo { id: self.key.fingerprint(), account: UNTOLD, volumes }
    }
}
