//! What is refused, with which status, in which words.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{House, comfy_on_models, send};
use launchpod_simulator::PRACTICE_KEY;
use serde_json::{Value, json};

/// One row: what is sent, and the status, text and code that come back.
struct Row(Value, u16, &'static str, Option<&'static str>);

/// Fragments each of which holds the next one twice.
fn doubling(lines: u32) -> String {
    let each = |line: u32| format!("fragment f{line} on User {{ ...f{0} ...f{0} }} ", line + 1);
    let fragments: String = (1..lines).map(each).collect();
    format!("{{ myself {{ ...f1 }} }} {fragments} fragment f{lines} on User {{ id }}")
}

fn rows() -> Vec<Row> {
    const INVALID: Option<&str> = Some("GRAPHQL_VALIDATION_FAILED");
    const BAD_INPUT: Option<&str> = Some("BAD_USER_INPUT");
    let deploy = "mutation($input: PodFindAndDeployOnDemandInput) { podFindAndDeployOnDemand(input: $input) { id } }";
    let query = |text: &str| json!({ "query": text });
    let with = |input: Value| json!({ "query": deploy, "variables": { "input": input } });
    vec![
        Row(
            query("{ serverlessEndpoints }"),
            400,
            "Cannot query field \"serverlessEndpoints\" on type \"Query\".",
            INVALID,
        ),
        Row(query(&doubling(26)), 400, "Query Cost limit of 5000 exceeded, found 33554433.", INVALID),
        Row(
            query("{ myself { balance } }"),
            400,
            "Cannot query field \"balance\" on type \"User\". Did you mean \"minBalance\"?",
            INVALID,
        ),
        Row(
            query("{ myself }"),
            400,
            "Field \"myself\" of type \"User\" must have a selection of subfields. Did you mean \"myself { ... }\"?",
            INVALID,
        ),
        Row(
            query("{ myself { id { x } } }"),
            400,
            "Field \"id\" must not have a selection since type \"String\" has no subfields.",
            INVALID,
        ),
        Row(
            query("{ gpuTypes(filter: 1) { id } }"),
            400,
            "Unknown argument \"filter\" on field \"Query.gpuTypes\".",
            INVALID,
        ),
        Row(
            query("{ podTemplate { id } }"),
            400,
            "Field \"podTemplate\" argument \"id\" of type \"String!\" is required, but it was not provided.",
            INVALID,
        ),
        Row(
            query("query Q { pod(input: { podId: $id }) { id } }"),
            400,
            "Variable \"$id\" is not defined by operation \"Q\".",
            INVALID,
        ),
        Row(
            query("query Q($id: String) { pod(input: { podId: $id }) { id } }"),
            400,
            "Variable \"$id\" of type \"String\" used in position expecting type \"String!\".",
            INVALID,
        ),
        Row(
            query("query Q($id: String) { countryCodes }"),
            400,
            "Variable \"$id\" is never used in operation \"Q\".",
            INVALID,
        ),
        Row(
            query("{ ...F } fragment F on Query { ...F }"),
            400,
            "Cannot spread fragment \"F\" within itself.",
            INVALID,
        ),
        Row(
            query("{ __schema { types { name } } }"),
            400,
            "GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type. To enable introspection, pass introspection: true to ApolloServer in production",
            INVALID,
        ),
        Row(
            with(json!({ "objectMounts": null })),
            400,
            "Variable \"$input\" got invalid value { objectMounts: null }; Field \"objectMounts\" is not defined by type \"PodFindAndDeployOnDemandInput\".",
            BAD_INPUT,
        ),
        Row(
            with(json!({ "gpuCount": "one" })),
            400,
            "Variable \"$input\" got invalid value \"one\" at \"input.gpuCount\"; Int cannot represent non-integer value: \"one\"",
            BAD_INPUT,
        ),
        Row(
            with(json!({ "gpuCount": 3_000_000_000_i64 })),
            400,
            "Variable \"$input\" got invalid value 3000000000 at \"input.gpuCount\"; Int cannot represent non 32-bit signed integer value: 3000000000",
            BAD_INPUT,
        ),
        Row(
            with(json!({ "cloudType": "PRIVATE" })),
            400,
            "Variable \"$input\" got invalid value \"PRIVATE\" at \"input.cloudType\"; Value \"PRIVATE\" does not exist in \"CloudTypeEnum\" enum.",
            BAD_INPUT,
        ),
        Row(
            with(json!({ "env": [{ "key": "A" }] })),
            400,
            "Variable \"$input\" got invalid value { key: \"A\" } at \"input.env[0]\"; Field \"value\" of required type \"String!\" was not provided.",
            BAD_INPUT,
        ),
        Row(
            query("mutation { podFindAndDeployOnDemand(input: { objectMounts: null }) { id } }"),
            400,
            "Field \"objectMounts\" is not defined by type \"PodFindAndDeployOnDemandInput\".",
            INVALID,
        ),
        Row(
            query("mutation { podStop(input: {}) { id } }"),
            400,
            "Field \"PodStopInput.podId\" of required type \"String!\" was not provided.",
            INVALID,
        ),
        Row(
            query("mutation { podStop(input: { podId: 7 }) { id } }"),
            400,
            "String cannot represent a non string value: 7",
            INVALID,
        ),
        Row(
            query("mutation M($i: PodStopInput!) { podStop(input: $i) { id } }"),
            400,
            "Variable \"$i\" of required type \"PodStopInput!\" was not provided.",
            BAD_INPUT,
        ),
        Row(
            query("mutation { podStop(input: { podID: \"x\", podId: \"x\" }) { id } }"),
            400,
            "Field \"podID\" is not defined by type \"PodStopInput\". Did you mean \"podId\"?",
            INVALID,
        ),
        Row(
            query("{ myself { clientBalanse } }"),
            400,
            "Cannot query field \"clientBalanse\" on type \"User\". Did you mean \"clientBalance\", \"minBalance\", or \"underBalance\"?",
            INVALID,
        ),
        Row(
            query("{ gpuTypes(inputs: {}) { id } }"),
            400,
            "Unknown argument \"inputs\" on field \"Query.gpuTypes\". Did you mean \"input\"?",
            INVALID,
        ),
        Row(
            with(json!({ "gpuTypeIds": ["x"] })),
            400,
            "Variable \"$input\" got invalid value { gpuTypeIds: [\"x\"] }; Field \"gpuTypeIds\" is not defined by type \"PodFindAndDeployOnDemandInput\". Did you mean \"gpuTypeId\" or \"gpuTypeIdList\"?",
            BAD_INPUT,
        ),
        Row(
            with(json!({ "cloudType": "Secure" })),
            400,
            "Variable \"$input\" got invalid value \"Secure\" at \"input.cloudType\"; Value \"Secure\" does not exist in \"CloudTypeEnum\" enum. Did you mean the enum value \"SECURE\"?",
            BAD_INPUT,
        ),
        Row(
            with(json!({ "port": 65_536 })),
            400,
            "Variable \"$input\" got invalid value 65536 at \"input.port\"; Value is not a valid TCP port: 65536",
            BAD_INPUT,
        ),
        Row(query("{ myself { id }"), 400, "Syntax Error: Unexpected <EOF>.", Some("GRAPHQL_PARSE_FAILED")),
        Row(
            json!({}),
            400,
            "GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.",
            Some("BAD_REQUEST"),
        ),
        Row(
            json!({ "query": "query A { countryCodes } query B { countryCodes }" }),
            400,
            "Must provide operation name if query contains multiple operations.",
            Some("OPERATION_RESOLUTION_FAILURE"),
        ),
        Row(
            query("mutation { podTerminate(input: { podId: \"gone\" }) }"),
            200,
            "pod not found to terminate",
            Some("POD_NOT_FOUND"),
        ),
        Row(
            query("mutation { deleteNetworkVolume(input: { id: \"gone\" }) }"),
            200,
            "Tried to delete nonexistent network volume",
            Some("RUNPOD"),
        ),
    ]
}

#[tokio::test]
async fn each_refusal_has_its_status_text_and_code() {
    let house = House::new();
    for Row(body, status, message, code) in rows() {
        let answer = house.post("/graphql", Some(PRACTICE_KEY), &body).await;
        let error = &answer.json()["errors"][0];
        assert_eq!(answer.status.as_u16(), status, "{body} -> {}", answer.text());
        assert_eq!(error["message"], message, "{body}");
        assert_eq!(error["extensions"]["code"].as_str(), code, "{body}");
    }
}

#[tokio::test]
async fn what_graphql_forbids_is_refused_though_it_could_be_executed() {
    let house = House::new();
    for (query, message) in [
        ("{ countryCodes } fragment F on User { id }", "Fragment \"F\" is never used."),
        (
            "{ myself { id id: email } }",
            "Fields \"id\" conflict because \"id\" and \"email\" are different fields. Use different aliases on the fields to fetch both if this was intentional.",
        ),
        (
            "{ gpuTypes { lowestPrice(input: { gpuCount: 1 }) { minVcpu } lowestPrice(input: { gpuCount: 2 }) { minVcpu } } }",
            "Fields \"lowestPrice\" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.",
        ),
        ("{ podTemplate(id: \"a\", id: \"b\") { id } }", "There can be only one argument named \"id\"."),
        ("{ countryCodes } query Q { countryCodes }", "This anonymous operation must be the only defined operation."),
        ("query Q { countryCodes } query Q { countryCodes }", "There can be only one operation named \"Q\"."),
        (
            "query Q($id: String!, $id: String!) { pod(input: { podId: $id }) { id } }",
            "There can be only one variable named \"$id\".",
        ),
        ("{ countryCodes @nonsense }", "Unknown directive \"@nonsense\"."),
        (
            "query Q($n: Int = \"one\") { gpuTypes { lowestPrice(input: { gpuCount: $n }) { minVcpu } } }",
            "Int cannot represent non-integer value: \"one\"",
        ),
        (
            "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
            "Cannot spread fragment \"F\" within itself.",
        ),
        (
            "mutation { podFindAndDeployOnDemand(input: { port: 65536 }) { id } }",
            "Value is not a valid TCP port: 65536",
        ),
        (
            "mutation { podFindAndDeployOnDemand(input: { stopAfter: 5 }) { id } }",
            "DateTime cannot represent a non string value: 5",
        ),
        (
            "mutation { podFindAndDeployOnDemand(input: { cloudType: \"SECURE\" }) { id } }",
            "Enum \"CloudTypeEnum\" cannot represent non-enum value: \"SECURE\". Did you mean the enum value \"SECURE\"?",
        ),
        ("query Q($x: Strin) { countryCodes }", "Unknown type \"Strin\". Did you mean \"String\"?"),
        (
            "query Q($id: Int!) { pod(input: { podId: $id }) { id } }",
            "Variable \"$id\" of type \"Int!\" used in position expecting type \"String\".",
        ),
        (
            "query Q($ids: [String]) { gpuTypes(input: { id: $ids }) { id } }",
            "Variable \"$ids\" of type \"[String]\" used in position expecting type \"String\".",
        ),
        ("subscription { myself { id } }", "The schema has no \"subscription\" root type defined"),
    ] {
        let answer = house.post("/graphql", Some(PRACTICE_KEY), &json!({ "query": query })).await;
        let errors = &answer.json()["errors"];
        let messages: Vec<_> = errors.as_array().unwrap().iter().map(|error| &error["message"]).collect();
        assert!(answer.status.as_u16() == 400 && messages.contains(&&json!(message)), "{query} -> {errors}");
        assert_eq!(errors[0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{query}");
    }
    let deep = "{ a ".repeat(5_000);
    for query in ["# nothing", "{ countryCodes }}", "query Q($) { countryCodes }", &deep] {
        let answer = house.post("/graphql", Some(PRACTICE_KEY), &json!({ "query": query })).await;
        let code = &answer.json()["errors"][0]["extensions"]["code"];
        assert_eq!((answer.status.as_u16(), code), (400, &json!("GRAPHQL_PARSE_FAILED")), "{query}");
    }
}

#[tokio::test]
async fn a_whole_number_is_one_however_it_is_written() {
    let house = House::new();
    let query = "query Q($n: Int) { gpuTypes { lowestPrice(input: { gpuCount: $n }) { minVcpu } } }";
    for n in [json!(2), json!(2.0)] {
        let answer =
            house.post("/graphql", Some(PRACTICE_KEY), &json!({ "query": query, "variables": { "n": n } })).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    }
}

#[tokio::test]
async fn a_refused_act_makes_its_own_field_null_and_says_where() {
    let house = House::new();
    let body = house.act("podTerminate", "gone").await;
    assert_eq!(body["data"], json!({ "podTerminate": null }));
    assert_eq!(body["errors"][0]["path"], json!(["podTerminate"]));
}

#[tokio::test]
async fn keys_are_taken_from_the_header_and_from_the_address() {
    let house = House::new();
    let who = json!({ "query": "{ myself { email } }" });
    let by_header = house.post("/graphql", Some(PRACTICE_KEY), &who).await;
    let by_address = house.post(&format!("/graphql?api_key={PRACTICE_KEY}"), None, &who).await;
    assert_eq!(by_header.json()["data"]["myself"]["email"], "practice@example.com");
    assert_eq!(by_address.json(), by_header.json());

    for wrong in ["rpa_WRONG", "", "Bearer"] {
        let answer = house.post("/graphql", Some(wrong), &who).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json(), json!({ "errors": [{ "message": "Unauthorized" }] }));
    }
}

#[tokio::test]
async fn without_a_key_the_catalogue_answers_and_nothing_else_does() {
    let house = House::new();
    let ask = json!({ "query": "{ myself { id } gpuTypes { id } dataCenters { id } }" });
    let answer = house.post("/graphql", None, &ask).await;
    let data = &answer.json()["data"];
    assert_eq!((answer.status, &data["myself"]), (StatusCode::OK, &Value::Null));
    assert!(data["gpuTypes"].as_array().unwrap().len() > 30);
    assert!(data["dataCenters"].as_array().unwrap().len() > 20);

    let act = json!({ "query": "mutation { podTerminate(input: { podId: \"x\" }) }" });
    assert_eq!(house.post("/graphql", None, &act).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_does_not_say_what_it_is_stops_at_the_edge() {
    let house = House::new();
    let request = Request::post("/graphql").header("content-type", "application/json");
    let answer = send(&house.router, request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("error code: 1010"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn what_cannot_be_had_is_refused_in_runpods_words() {
    const FULL: &str =
        "There are no longer any instances available with the requested specifications. Please refresh and try again.";
    const NO_DISK: &str = "There are no longer any instances available with enough disk space.";
    let house = House::new();
    let cases = [
        (json!({ "gpuCount": 10 }), FULL),
        (json!({ "gpuCount": 0 }), FULL),
        (json!({ "gpuTypeId": "NVIDIA Nonesuch" }), FULL),
        (json!({ "dataCenterId": "XX-XX-1" }), FULL),
        (json!({ "dataCenterId": "US-KS-2" }), FULL),
        (json!({ "cloudType": "COMMUNITY" }), FULL),
        (json!({ "gpuTypeId": "NVIDIA A100-SXM4-80GB" }), FULL),
        (json!({ "containerDiskInGb": 2_000_000_000 }), NO_DISK),
        (json!({ "networkVolumeId": "nonesuch" }), "Network volume not found"),
        (json!({ "containerDiskInGb": 0 }), "containerDiskInGb must be at least 1"),
        (json!({ "ports": "8188" }), "Invalid ports: expected for example 8888/http,22/tcp"),
    ];
    for (change, message) in cases {
        let mut input = comfy_on_models();
        for (key, value) in change.as_object().unwrap() {
            input[key] = value.clone();
        }
        let error = house.rent(input).await.expect_err("refused");
        assert_eq!(error["message"], message, "{change}");
    }
    let elsewhere =
        json!({ "imageName": "runpod/pytorch:1", "gpuTypeId": "NVIDIA A100-SXM4-80GB", "dataCenterId": "US-KS-2" });
    house.rent(elsewhere).await.expect("available elsewhere");
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused() {
    let poor = House::with(launchpod_simulator::CorsMode::Any, 0.695, 1);
    let error = poor.rent(comfy_on_models()).await.expect_err("too poor");
    assert_eq!(error["extensions"]["code"], "INSUFFICIENT_BALANCE");

    let rich = House::with(launchpod_simulator::CorsMode::Any, 5_000.0, 1);
    let mut messages = Vec::new();
    for gpu in ["NVIDIA B200", "NVIDIA H200", "NVIDIA H100 80GB HBM3", "NVIDIA H100 NVL"].repeat(10) {
        let greedy = json!({ "imageName": "x", "gpuTypeId": gpu, "gpuCount": 2, "containerDiskInGb": 10 });
        messages.extend(rich.rent(greedy).await.err().map(|error| error["message"].clone()));
    }
    let limit = json!("Renting this pod would put you over your current spending limit ($80.00/hr)");
    assert!(messages.contains(&limit), "{messages:?}");
    let spend = rich.data("{ myself { currentSpendPerHr } }").await["myself"]["currentSpendPerHr"].as_f64();
    assert!(spend.is_some_and(|spend| spend > 60.0 && spend <= 80.0), "{spend:?}");
}
