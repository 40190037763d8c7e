//! The schema, made with async-graphql: what schema/runpod.graphql says, and a test holds it to that.

mod account_types;
pub mod account_view;
mod catalog_types;
mod catalog_view;
mod deploy_inputs;
mod inputs;
mod mutation;
mod orders;
pub mod pod_types;
mod pod_view;
mod query;
mod scalars;

use std::sync::{Arc, LazyLock};

use async_graphql::{Context, EmptySubscription, Error, Result};

use crate::simulator::Simulator;

/// The schema, ready to execute.
pub type Schema = async_graphql::Schema<query::Query, mutation::Mutation, EmptySubscription>;

/// One for all simulators: a request brings its own, and building takes longer than a world.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    async_graphql::Schema::build(query::Query, mutation::Mutation, EmptySubscription).disable_introspection().finish()
});

/// The schema. What it is asked needs a simulator and a caller for data.
#[must_use]
pub fn schema() -> &'static Schema {
    &SCHEMA
}

/// Who asks. A wrong key never gets this far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The key is right.
    Owner,
    /// There is none.
    Nobody,
}

fn simulator<'a>(context: &Context<'a>) -> Result<&'a Simulator> {
    let shared: &'a Arc<Simulator> = context.data()?;
    Ok(shared)
}

fn is_owner(context: &Context<'_>) -> bool {
    matches!(context.data_opt::<Caller>(), Some(Caller::Owner))
}

fn owners_only(context: &Context<'_>) -> Result<()> {
    if is_owner(context) { Ok(()) } else { Err(Error::new("Unauthorized")) }
}

/// A list as the API types it: both the list and its entries may be null, and none is.
fn list<T>(items: impl IntoIterator<Item = T>) -> Option<Vec<Option<T>>> {
    Some(items.into_iter().map(Some).collect())
}

/// Empty texts are null.
fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
