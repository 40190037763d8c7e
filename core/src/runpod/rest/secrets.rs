//! Secrets over REST v2, the only API that has them: listed, made, deleted. None is ever read.

use serde::Serialize;

use crate::json::Json;
use crate::runpod::decode::instant;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rest::{RestClient, in_query};
use crate::runpod::transport::{Method, Transport, json_body};
use crate::secrets::{NewSecret, Secret};
use crate::types::ids::SecretId;
use crate::types::shown_text::shown_lines;

const PATH: &str = "/account/secrets";
/// A shorter value is a word like any other, and not taken out of what RunPod says.
const TELLING: usize = 4;
const TAKEN_OUT: &str = "[secret]";

#[derive(Serialize)]
struct CreateSecret<'a> {
    name: &'a str,
    value: &'a str,
}

impl<T: Transport> RestClient<T> {
    /// All secrets, in RunPod's order. A list with a hole is a failure: a name that it lacks would seem to be free.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn secrets(&self) -> Result<Vec<Secret>, ApiError> {
        let document = self.get(PATH).await.map_err(of_list)?;
        let listed = document.json().list("secrets");
        let secrets: Option<Vec<Secret>> = listed.and_then(|all| all.map(secret).collect());
        secrets.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "half a list of secrets"))
    }

    /// Asks for a secret, once. Its value leaves in this request alone, and stands in no error.
    ///
    /// # Errors
    /// Any [`ApiError`]. After an unclear one the secret may be there: look before asking again.
    pub async fn make_secret(&self, wanted: &NewSecret) -> Result<Secret, ApiError> {
        let body = json_body(&CreateSecret { name: wanted.name(), value: wanted.value() })?;
        let made = self.act_on(Method::Post, PATH, body).await.and_then(|document| {
            let made = secret(document.json());
            made.ok_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "no secret in the answer"))
        });
        made.map_err(|error| without(wanted.value(), of_list(error)))
    }

    /// Deletes a secret. One that is gone already is deleted.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn delete_secret(&self, id: &SecretId) -> Result<(), ApiError> {
        match self.act_on(Method::Delete, &format!("{PATH}/{}", in_query(id.as_str())), String::new()).await {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::PodNotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn secret(json: Json) -> Option<Secret> {
    let written = instant(json, "valueLastUpdatedAt").or_else(|| instant(json, "createdAt"));
    Some(Secret { id: SecretId::new(json.text("id")?), name: json.text("name")?.to_owned(), written })
}

/// No pod was asked about: where there is no such list, RunPod keeps no secrets for this account.
fn of_list(error: ApiError) -> ApiError {
    match error.kind {
        ErrorKind::PodNotFound => ApiError { kind: ErrorKind::Refused, ..error },
        _ => error,
    }
}

/// The error without this value, written as errors are: with signs, and perhaps cut in the middle of it.
fn without(value: &str, error: ApiError) -> ApiError {
    let value = shown_lines(value);
    if value.len() < TELLING {
        return error;
    }
    let raw = error.raw.replace(&value, TAKEN_OUT);
    let begun = raw.strip_suffix('…').and_then(|kept| {
        let parts =
            value.char_indices().rev().filter_map(|(at, _)| value.get(..at)).filter(|part| part.len() >= TELLING);
        parts.into_iter().find_map(|part| kept.strip_suffix(part))
    });
    ApiError { raw: begun.map_or_else(|| raw.clone(), |before| format!("{before}{TAKEN_OUT}")), ..error }
}
