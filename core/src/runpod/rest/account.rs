//! The account over REST v2, which tells neither its id nor its money.

use crate::account::{Account, NetworkVolume};
use crate::catalog::country::Country;
use crate::runpod::answers::AccountInfo;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::RestClient;
use crate::runpod::transport::{Method, READ_WITHIN, Request, Transport};

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
        let volumes = self.volumes().await.unwrap_or_default();
        Ok(self.account_with(volumes).await)
    }

    pub(in crate::runpod) async fn holdings(&self) -> Result<AccountInfo, ApiError> {
        let volumes = self.volumes().await?;
        Ok(self.account_with(volumes).await)
    }

    /// It does not say in which countries machines stand, and takes none in a create.
    #[allow(clippy::unused_async)]
    pub(in crate::runpod) async fn countries(&self) -> Result<Vec<Country>, ApiError> {
        Ok(vec![])
    }

    async fn account_with(&self, volumes: Vec<NetworkVolume>) -> AccountInfo {
        let (id, account) = self.told_by_graphql().await;
        AccountInfo { id: id.unwrap_or_else(|| self.key.fingerprint()), account, volumes }
    }

    /// The account's id and money, which REST v2 does not tell.
    pub(super) async fn told_by_graphql(&self) -> (Option<String>, Account) {
        let graphql = self.graphql.borrow().clone();
        let answer = match graphql {
            Some(graphql) => graphql.owner().await,
            None => Err(ApiError::new(ErrorKind::Retired, "")),
        };
        match answer {
            Ok(owner) => (Some(owner.id), owner.account),
            Err(failure) => {
                let retired = failure.kind == ErrorKind::Retired;
                if retired {
                    self.graphql.replace(None);
                }
                (None, Account { retired, ..Account::default() })
            }
        }
    }
}
