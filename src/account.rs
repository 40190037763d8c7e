//! The account: its money and its network volumes, as they were last read.

use launchpod_core::account::{Account, NetworkVolume};
use launchpod_core::runpod::client::AccountInfo;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::NetworkVolumeId;
use launchpod_core::types::time::Timestamp;

use crate::context::AppContext;
use crate::platform::clock;
use crate::platform::shared::Shared;

/// The account, followed.
#[derive(Clone, Copy)]
pub struct AccountStore {
    context: AppContext,
    /// The balance, and what is spent.
    pub money: Shared<Account>,
    /// The network volumes.
    pub volumes: Shared<Vec<NetworkVolume>>,
    /// When the volumes that are shown were asked for.
    asked: Shared<Timestamp>,
}

impl AccountStore {
    /// The account as it was read a moment ago.
    pub fn new(context: AppContext, read: AccountInfo) -> Self {
        let (money, volumes) = (Shared::new(read.account), Shared::new(read.volumes));
        Self { context, money, volumes, asked: Shared::new(clock::now()) }
    }

    /// When the volumes that are shown were asked for.
    pub fn asked(self) -> Timestamp {
        self.asked.peek(|asked| *asked)
    }

    /// The name of a network volume, followed; `None` if it is not known.
    pub fn volume_name(self, id: &NetworkVolumeId) -> Option<String> {
        self.volumes.with(|volumes| volumes.iter().find(|volume| volume.id == *id).map(|volume| volume.name.clone()))
    }

    /// Reads the account anew: what it is now, and when that was asked for. An older answer that comes later changes
    /// nothing.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn reload(self) -> Result<(AccountInfo, Timestamp), ApiError> {
        let asked = clock::now();
        let read = self.context.client().holdings().await?;
        if self.asked() <= asked {
            self.asked.change(|last| *last = asked);
            self.volumes.refresh(read.volumes.clone());
            self.money.refresh(read.account.clone());
        }
        Ok((read, asked))
    }
}
