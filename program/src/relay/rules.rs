//! What may pass: lists, both ways. Whatever stands in none of them goes nowhere.
//!
//! `hosting/relay-cases.json` says the same in examples, which any relay can be tried with.

use super::refusal::Refusal;

/// How large a request may be: as RunPod takes it, and as the page's form says.
pub const MOST_BYTES: usize = 102_400;

/// What of a request's headers goes to RunPod. `Host` is RunPod's own name there.
pub const FROM_PAGE: [&str; 5] = ["accept", "accept-encoding", "content-type", "last-event-id", "user-agent"];

/// Goes to RunPod as `Authorization`. What stands in that here is for a login before the page, and goes nowhere.
pub const KEY: &str = "launchpod-authorization";

/// What of an answer's headers comes back: what the page reads, and how the body is packed.
pub const TO_PAGE: [&str; 5] = ["content-encoding", "content-length", "content-type", "date", "retry-after"];

/// An address below `/relay`, with `*` for one id.
struct Place {
    path: &'static str,
    methods: &'static [&'static str],
}

const fn place(path: &'static str, methods: &'static [&'static str]) -> Place {
    Place { path, methods }
}

/// All that is passed on.
const PLACES: [Place; 16] = [
    place("/graphql", &["POST"]),
    place("/v2/pods", &["GET", "POST"]),
    place("/v2/pods/*", &["GET", "PATCH", "DELETE"]),
    place("/v2/pods/*/action", &["POST"]),
    place("/v2/pods/*/logs", &["GET"]),
    place("/v2/network-volumes", &["GET", "POST"]),
    place("/v2/network-volumes/*", &["GET", "PATCH", "DELETE"]),
    place("/v2/account/secrets", &["GET", "POST"]),
    place("/v2/account/secrets/*", &["GET", "PATCH", "DELETE"]),
    place("/v2/billing/pods", &["GET"]),
    place("/v2/templates", &["GET"]),
    place("/v2/registries", &["GET"]),
    place("/v2/catalog/gpus", &["GET"]),
    place("/v2/catalog/cpus", &["GET"]),
    place("/v2/catalog/datacenters", &["GET"]),
    place("/v2/catalog/templates", &["GET"]),
];

/// What REST v2 is asked behind `?`. GraphQL has nothing there, so nothing is passed on.
const QUERY: [&str; 9] = ["bucketSize", "cursor", "include", "lastN", "limit", "product", "since", "source", "tail"];

/// Where a request leads at RunPod: the path there, with what follows it.
///
/// # Errors
/// What of it is not passed on.
pub fn judge(method: &str, path: &str, query: Option<&str>) -> Result<String, Refusal> {
    let path = path.strip_prefix("/relay").ok_or(Refusal::Place)?;
    let place = PLACES.iter().find(|place| fits(place.path, path)).ok_or(Refusal::Place)?;
    if !place.methods.contains(&method) {
        return Err(Refusal::Method(place.methods));
    }
    match query.filter(|query| !query.is_empty()) {
        Some(query) if path != "/graphql" => {
            let known = |part: &str| part.split_once('=').is_some_and(|(name, _)| QUERY.contains(&name));
            if query.split('&').all(known) { Ok(format!("{path}?{query}")) } else { Err(Refusal::Query) }
        }
        _ => Ok(path.to_owned()),
    }
}

/// By letter: nothing is decoded, and so nothing is meant but what stands there.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), parts.next()) {
            (None, None) => return true,
            (Some("*"), Some(part)) if is_id(part) => {}
            (Some(wanted), Some(part)) if wanted != "*" && wanted == part => {}
            _ => return false,
        }
    }
}

fn is_id(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_the_list_passes_as_it_stands() {
        for (method, path, query, there) in [
            ("POST", "/relay/graphql", None, "/graphql"),
            ("POST", "/relay/graphql", Some("api_key=rpa_X"), "/graphql"),
            ("GET", "/relay/v2/pods", Some("limit=1000&cursor=a%2Bb"), "/v2/pods?limit=1000&cursor=a%2Bb"),
            (
                "GET",
                "/relay/v2/pods/a-B_1/logs",
                Some("tail=5&source=system"),
                "/v2/pods/a-B_1/logs?tail=5&source=system",
            ),
            ("DELETE", "/relay/v2/network-volumes/abc", Some(""), "/v2/network-volumes/abc"),
            ("GET", "/relay/v2/catalog/templates", Some("source=official"), "/v2/catalog/templates?source=official"),
        ] {
            assert_eq!(judge(method, path, query).as_deref(), Ok(there), "{method} {path}");
        }
    }

    #[test]
    fn what_is_not_goes_nowhere() {
        for path in [
            "/relay",
            "/relay/",
            "/relayx/graphql",
            "/relay/graphql/",
            "/relay//graphql",
            "/relay/v2/pods/",
            "/relay/v2/pods/%61",
            "/relay/v2/pods/..",
            "/relay/v2/pods/a/b",
            "/relay/v2/pods/*",
            "/graphql",
            "/relay/GRAPHQL",
            "/relay/v2/pods/a.b",
        ] {
            assert_eq!(judge("POST", path, None), Err(Refusal::Place), "{path}");
        }
        assert_eq!(judge("GET", "/relay/graphql", None), Err(Refusal::Method(&["POST"])));
        assert_eq!(judge("PATCH", "/relay/v2/pods", None), Err(Refusal::Method(&["GET", "POST"])));
        for query in ["api_key=x", "limit=1&api_key=x", "limit", "&", "limit=1&", "limit%3D1=2"] {
            assert_eq!(judge("GET", "/relay/v2/pods", Some(query)), Err(Refusal::Query), "{query}");
        }
    }
}
