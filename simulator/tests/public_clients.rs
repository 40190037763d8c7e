//! What public clients send, as they write it: each document is answered without an error. The texts follow
//! runpod-python 1.12, SkyPilot 0.10, dstack 0.20, gpuhunt 0.1, RunPod's provider for Pulumi and runpodctl 1.14.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{House, MODELS, RTX_4090};
use launchpod_simulator::PRACTICE_KEY;
use serde_json::{Value, json};

const POD_FIELDS: &str = "id containerDiskInGb costPerHr desiredStatus dockerArgs dockerId env gpuCount imageName \
    lastStatusChange machineId memoryInGb name podType port ports uptimeSeconds vcpuCount volumeInGb volumeMountPath \
    runtime { ports { ip isIpPublic privatePort publicPort type } } machine { gpuDisplayName }";

/// Answers with the data. An error of any kind fails the test, and says of which document.
async fn answered(house: &House, query: &str, variables: Value) -> Value {
    let body = json!({ "query": query, "variables": variables });
    let answer = house.post("/graphql", Some(PRACTICE_KEY), &body).await;
    let told = answer.json();
    assert_eq!((answer.status.as_u16(), &told["errors"]), (200, &Value::Null), "{query}\n{variables}\n{told}");
    told["data"].clone()
}

async fn asked(house: &House, query: &str) -> Value {
    answered(house, query, json!({})).await
}

fn id_in(data: &Value, field: &str) -> String {
    data[field]["id"].as_str().unwrap_or_else(|| panic!("no id in {data}")).to_owned()
}

#[tokio::test]
async fn runpod_python() {
    let house = House::new();
    asked(&house, "query GpuTypes { gpuTypes { id displayName memoryInGb } }").await;
    let gpu = format!(
        "query GpuTypes {{ gpuTypes(input: {{id: \"{RTX_4090}\"}}) {{ maxGpuCount id displayName manufacturer memoryInGb
         cudaCores secureCloud communityCloud securePrice communityPrice oneMonthPrice threeMonthPrice oneWeekPrice
         communitySpotPrice secureSpotPrice lowestPrice(input: {{gpuCount: 1}}) {{ minimumBidPrice uninterruptablePrice }} }} }}"
    );
    assert_eq!(asked(&house, &gpu).await["gpuTypes"][0]["id"], RTX_4090);

    let user = "query myself { myself { id pubKey networkVolumes { id name size dataCenterId } } }";
    assert!(asked(&house, user).await["myself"]["pubKey"].as_str().unwrap().starts_with("ssh-ed25519 "));

    let create = format!(
        "mutation {{ podFindAndDeployOnDemand( input: {{ name: \"a\", imageName: \"runpod/pytorch:1\", cloudType: SECURE,
         startSsh: true, gpuTypeId: \"{RTX_4090}\", supportPublicIp: true, gpuCount: 1, minVcpuCount: 1,
         minMemoryInGb: 1, dataCenterId: null, dockerArgs: \"\", containerDiskInGb: 10, ports: \"8888/http,22/tcp\",
         volumeMountPath: \"/runpod-volume\", env: [{{ key: \"A\", value: \"b\" }}] }} )
         {{ id imageName env machineId machine {{ podHostId }} }} }}"
    );
    let pod = id_in(&asked(&house, &create).await, "podFindAndDeployOnDemand");
    asked(&house, &format!("query myPods {{ myself {{ pods {{ {POD_FIELDS} }} }} }}")).await;
    let one = asked(&house, &format!("query pod {{ pod(input: {{podId: \"{pod}\"}}) {{ {POD_FIELDS} }} }}")).await;
    assert_eq!(one["pod"]["id"], json!(pod));
    asked(&house, &format!("mutation {{ podStop(input: {{ podId: \"{pod}\" }}) {{ id desiredStatus }} }}")).await;
    let resume = format!(
        "mutation {{ podResume(input: {{ podId: \"{pod}\", gpuCount: 1 }})
         {{ id desiredStatus imageName env machineId machine {{ podHostId }} }} }}"
    );
    asked(&house, &resume).await;
    asked(&house, &format!("mutation {{ podTerminate(input: {{ podId: \"{pod}\" }}) }}")).await;

    let template = "mutation { saveTemplate( input: { name: \"t\", imageName: \"x\", dockerArgs: \"\",
        containerDiskInGb: 10, volumeInGb: 0, ports: \"\", env: [], isServerless: false,
        containerRegistryAuthId : \"\", startSsh: true, isPublic: false, readme: \"\" } )
        { id name imageName dockerArgs containerDiskInGb volumeInGb volumeMountPath ports env { key value } isServerless } }";
    asked(&house, template).await;
}

#[tokio::test]
async fn logins_to_registries_are_kept_changed_and_deleted() {
    let house = House::new();
    let save = "mutation SaveRegistryAuth { saveRegistryAuth(input: {name: \"mine\", username: \"me\", password: \"s\"}) { id name } }";
    let login = id_in(&asked(&house, save).await, "saveRegistryAuth");
    let update = format!(
        "mutation UpdateRegistryAuth {{ updateRegistryAuth(input: {{id: \"{login}\", username: \"you\", password: \"t\"}}) {{ id name }} }}"
    );
    assert_eq!(asked(&house, &update).await["updateRegistryAuth"], json!({ "id": login, "name": "mine" }));
    let list = "query myself { myself { containerRegistryCreds { id, name } } }";
    let names = |data: Value| -> Vec<Value> {
        data["myself"]["containerRegistryCreds"].as_array().unwrap().iter().map(|cred| cred["name"].clone()).collect()
    };
    assert_eq!(names(asked(&house, list).await), ["ghcr-practice", "mine"]);
    let twice = house.post("/graphql", Some(PRACTICE_KEY), &json!({ "query": save })).await.json();
    assert_eq!(twice["data"]["saveRegistryAuth"], Value::Null, "{twice}");

    let delete = format!("mutation DeleteRegistryAuth {{ deleteRegistryAuth(registryAuthId: \"{login}\") }}");
    assert_eq!(asked(&house, &delete).await, json!({ "deleteRegistryAuth": null }));
    assert_eq!(names(asked(&house, list).await), ["ghcr-practice"]);
    let gone = house.post("/graphql", Some(PRACTICE_KEY), &json!({ "query": delete })).await.json();
    assert!(gone["errors"][0]["message"].is_string(), "{gone}");
}

#[tokio::test]
async fn ssh_keys_are_kept_and_reach_the_pods() {
    let house = House::new();
    let python = "mutation { updateUserSettings( input: { pubKey: \"ssh-ed25519 AAAA one\\n\\nssh-ed25519 AAAB two\" } ) { id pubKey } }";
    let keys = "ssh-ed25519 AAAA one\n\nssh-ed25519 AAAB two";
    assert_eq!(asked(&house, python).await["updateUserSettings"]["pubKey"], keys);
    let ctl = "mutation Mutation($input: UpdateUserSettingsInput) { updateUserSettings(input: $input) { id } }";
    answered(&house, ctl, json!({ "input": { "pubKey": "ssh-ed25519 AAAC three" } })).await;
    let told = asked(&house, "query myself { myself { id pubKey } }").await;
    assert_eq!(told["myself"]["pubKey"], "ssh-ed25519 AAAC three");

    let mut order = common::comfy_on_models();
    order["startSsh"] = json!(true);
    let pod = house.rent(order).await.expect("a pod");
    let query = format!("{{ pod(input: {{ podId: \"{pod}\" }}) {{ env }} }}");
    let env = asked(&house, &query).await["pod"]["env"].to_string();
    assert!(env.contains("PUBLIC_KEY=ssh-ed25519 AAAC three"), "{env}");
}

#[tokio::test]
async fn skypilot() {
    let house = House::new();
    asked(&house, "query Pods { myself { pods { id name networkVolumeId } } }").await;
    asked(&house, "query myself { myself { podTemplates { name containerRegistryAuthId } } }").await;
    asked(&house, &format!("query myPods {{ myself {{ pods {{ containerRegistryAuthId {POD_FIELDS} }} }} }}")).await;
    let cpu = "mutation { deployCpuPod( input: { name: \"sky-head\", imageName: \"runpod/base:0.0.2\", cloudType: ALL,
        startSsh: true, instanceId: \"cpu3c-2-4\", dataCenterId: null, dockerArgs: \"bash -c 'sleep infinity'\",
        countryCode: \"RO\", containerDiskInGb: 10, ports: \"22/tcp,8081/http\", templateId: \"runpod-ubuntu\" } )
        { id imageName env machineId machine { podHostId } } }";
    id_in(&asked(&house, cpu).await, "deployCpuPod");
    let spot = format!(
        "mutation {{ podRentInterruptable( input: {{ name: \"sky\", imageName: \"runpod/base:0.0.2\",
         gpuTypeId: \"{RTX_4090}\", bidPerGpu: 0.74, volumeMountPath: \"/runpod-volume\", cloudType: SECURE,
         startSsh: true, supportPublicIp: true, gpuCount: 1, minMemoryInGb: 24, minVcpuCount: 4,
         containerDiskInGb: 50, volumeInGb: 0, ports: \"22/tcp\", dockerArgs: \"\", dataCenterId: \"EU-RO-1\",
         countryCode: \"RO\" }} ) {{ id desiredStatus imageName env machineId machine {{ podHostId }} }} }}"
    );
    id_in(&asked(&house, &spot).await, "podRentInterruptable");
    asked(&house, "mutation {saveTemplate(input: {name: \"sky-docker\", imageName: \"None\", dockerArgs: \"\", containerDiskInGb: 10, volumeInGb: 0}) {id}}").await;
    asked(&house, "mutation {deleteTemplate(templateName: \"sky-docker\")}").await;
}

#[tokio::test]
async fn dstack() {
    let house = House::new();
    asked(&house, "query myself { myself { id authId email } }").await;
    let volumes = "query getMyVolumes { myself { networkVolumes { id, name, size, dataCenter { id name } } } }";
    asked(&house, volumes).await;
    let make = "mutation { createNetworkVolume( input: { name: \"d\", size: 10, dataCenterId: \"EU-RO-1\" } ) { id } }";
    let volume = id_in(&asked(&house, make).await, "createNetworkVolume");
    asked(&house, &format!("mutation {{ deleteNetworkVolume( input: {{ id: \"{volume}\" }} ) }}")).await;

    let input = format!(
        "name: \"d\", imageName: \"dstackai/base:1\", gpuTypeId: \"{RTX_4090}\", cloudType: SECURE, startSsh: true,
         supportPublicIp: true, dataCenterId: \"EU-RO-1\", gpuCount: 1, volumeInGb: 0, containerDiskInGb: 20,
         minVcpuCount: 1, minMemoryInGb: 1, dockerArgs: \"\", ports: \"10022/tcp\", volumeMountPath: \"/workspace\",
         env: [{{ key: \"RUNPOD_POD_USER\", value: \"0\" }}], networkVolumeId: \"{MODELS}\", minCudaVersion: \"12.8\""
    );
    let shown = "id lastStatusChange imageName machine { podHostId }";
    let rent = format!("mutation {{ podFindAndDeployOnDemand( input: {{ {input} }} ) {{ {shown} }} }}");
    let pod = id_in(&asked(&house, &rent).await, "podFindAndDeployOnDemand");
    let bid = format!("mutation {{ podRentInterruptable( input: {{ bidPerGpu: 0.74, {input} }} ) {{ {shown} }} }}");
    id_in(&asked(&house, &bid).await, "podRentInterruptable");
    let edit = format!(
        "mutation {{ podEditJob(input: {{ podId: \"{pod}\" imageName: \"dstackai/base:2\" containerDiskInGb: 20
         containerRegistryAuthId: \"cr3dpract1ce0000000000000\" volumeInGb: 20 }}) {{ id }} }}"
    );
    asked(&house, &edit).await;
    asked(&house, &format!("query pod {{ pod(input: {{podId: \"{pod}\"}}) {{ clusterIp {POD_FIELDS} }} }}")).await;
    asked(&house, &format!("mutation {{ podTerminate(input: {{ podId: \"{pod}\" }}) }}")).await;
}

#[tokio::test]
async fn gpuhunt() {
    const TYPES: &str = "query GpuTypes { countryCodes dataCenters { id name listed __typename } gpuTypes {
        maxGpuCountCommunityCloud maxGpuCountSecureCloud minPodGpuCount id displayName memoryInGb secureCloud
        communityCloud __typename } }";
    const PRICES: &str = "query GpuTypes($lowestPriceInput: GpuLowestPriceInput, $gpuTypesInput: GpuTypeFilter) {
        gpuTypes(input: $gpuTypesInput) { lowestPrice(input: $lowestPriceInput) { minimumBidPrice
        uninterruptablePrice minVcpu minMemory stockStatus compliance countryCode __typename }
        maxGpuCountCommunityCloud maxGpuCountSecureCloud id nodeGroupDatacenters { id } clusterPrice displayName
        memoryInGb securePrice communityPrice oneMonthPrice threeMonthPrice sixMonthPrice __typename } }";
    const CPUS: &str = "query CpuFlavors($dataCenterId: String!) { cpuFlavors { id displayName groupId minVcpu maxVcpu
        ramMultiplier diskLimitPerVcpu specifics(input: { dataCenterId: $dataCenterId }) { stockStatus securePrice } } }";
    let house = House::new();
    let told = asked(&house, TYPES).await;
    for gpu in told["gpuTypes"].as_array().unwrap() {
        // It takes the largest of all: none may be null.
        assert!(gpu["maxGpuCountSecureCloud"].is_i64() && gpu["maxGpuCountCommunityCloud"].is_i64(), "{gpu}");
    }
    let of_gpu = |data: Value| {
        let types = data["gpuTypes"].as_array().unwrap().clone();
        types.into_iter().find(|gpu| gpu["id"] == RTX_4090).map(|gpu| gpu["lowestPrice"]["stockStatus"].clone())
    };
    let wanted = |cuda: &str, cluster: bool| {
        json!({
            "gpuTypesInput": { "cluster": cluster },
            "GpuTypeFilter": { "cluster": cluster },
            "lowestPriceInput": {
                "secureCloud": true, "dataCenterId": "EU-RO-1", "gpuCount": 1, "minDisk": null,
                "minMemoryInGb": null, "minVcpuCount": null, "minCudaVersion": cuda
            }
        })
    };
    let stock = of_gpu(answered(&house, PRICES, wanted("12.4", false)).await);
    assert!(stock.is_some_and(|stock| stock.is_string()));
    assert_eq!(of_gpu(answered(&house, PRICES, wanted("99.0", false)).await), Some(Value::Null));
    assert_eq!(of_gpu(answered(&house, PRICES, wanted("12.4", true)).await), None);
    asked(&house, "query CpuDataCenters { dataCenters { id listed } }").await;
    answered(&house, CPUS, json!({ "dataCenterId": "EU-RO-1" })).await;
}

#[tokio::test]
async fn pulumis_provider() {
    const DEPLOY: &str = "mutation DeployPod( $aiApiId: String $cloudType: CloudTypeEnum $containerDiskInGb: Int
        $countryCode: String $deployCost: Float $dockerArgs: String $env: [EnvironmentVariableInput] $gpuCount: Int
        $gpuTypeId: String $gpuTypeIdList: [String] $imageName: String $minDisk: Int $minDownload: Int
        $minMemoryInGb: Int $minUpload: Int $minVcpuCount: Int $name: String $networkVolumeId: String $port: Port
        $ports: String $startJupyter: Boolean $startSsh: Boolean $stopAfter: DateTime $supportPublicIp: Boolean
        $templateId: String $terminateAfter: DateTime $volumeInGb: Int $volumeKey: String $volumeMountPath: String
        $dataCenterId: String $savingsPlan: SavingsPlanInput $cudaVersion: String ) {
        podFindAndDeployOnDemand(input: { aiApiId: $aiApiId cloudType: $cloudType
        containerDiskInGb: $containerDiskInGb countryCode: $countryCode deployCost: $deployCost
        dockerArgs: $dockerArgs env: $env gpuCount: $gpuCount gpuTypeId: $gpuTypeId gpuTypeIdList: $gpuTypeIdList
        imageName: $imageName minDisk: $minDisk minDownload: $minDownload minMemoryInGb: $minMemoryInGb
        minUpload: $minUpload minVcpuCount: $minVcpuCount name: $name networkVolumeId: $networkVolumeId port: $port
        ports: $ports startJupyter: $startJupyter startSsh: $startSsh stopAfter: $stopAfter
        supportPublicIp: $supportPublicIp templateId: $templateId terminateAfter: $terminateAfter
        volumeInGb: $volumeInGb volumeKey: $volumeKey volumeMountPath: $volumeMountPath dataCenterId: $dataCenterId
        savingsPlan: $savingsPlan cudaVersion: $cudaVersion }) { id imageName machineId containerDiskInGb } }";
    const UPDATE: &str = "mutation UpdatePod( $podId: String! $dockerArgs: String $imageName: String!
        $env: [EnvironmentVariableInput] $port: Port $ports: String $containerDiskInGb: Int! $volumeInGb: Int
        $volumeMountPath: String $containerRegistryAuthId: String ) { podEditJob(input: { podId: $podId
        dockerArgs: $dockerArgs imageName: $imageName env: $env port: $port ports: $ports
        containerDiskInGb: $containerDiskInGb volumeInGb: $volumeInGb volumeMountPath: $volumeMountPath
        containerRegistryAuthId: $containerRegistryAuthId }) { id imageName machineId containerDiskInGb } }";
    const TEMPLATE: &str = "mutation SaveTemplate( $containerDiskInGb: Int! $containerRegistryAuthId: String
        $dockerArgs: String! $env: [EnvironmentVariableInput!]! $imageName: String! $isPublic: Boolean
        $isServerless: Boolean $name: String! $ports: String $readme: String $startJupyter: Boolean
        $startSsh: Boolean $volumeInGb: Int! $volumeMountPath: String ) { saveTemplate(input: {
        containerDiskInGb: $containerDiskInGb containerRegistryAuthId: $containerRegistryAuthId
        dockerArgs: $dockerArgs env: $env imageName: $imageName isPublic: $isPublic isServerless: $isServerless
        name: $name ports: $ports readme: $readme startJupyter: $startJupyter startSsh: $startSsh
        volumeInGb: $volumeInGb volumeMountPath: $volumeMountPath }) { id imageName name } }";
    // The provider itself writes `$dataCenterId: String`; RunPod's type takes no null there.
    const VOLUME: &str = "mutation CreateNetworkVolume( $name: String $size: Int $dataCenterId: String! ) {
        createNetworkVolume(input: { name: $name size: $size dataCenterId: $dataCenterId })
        { id name size dataCenterId } }";
    const GROW: &str = "mutation UpdateNetworkVolume( $id: String! $name: String $size: Int ) {
        updateNetworkVolume(input: { id: $id name: $name size: $size })
        { id name size dataCenterId dataCenter { id name } } }";
    let house = House::new();
    let order = json!({
        "name": "p", "imageName": "runpod/pytorch:1", "gpuTypeId": RTX_4090, "gpuCount": 1, "cloudType": "SECURE",
        "containerDiskInGb": 20, "port": 8888, "ports": "8888/http", "env": [{ "key": "A", "value": "b" }]
    });
    let pod = id_in(&answered(&house, DEPLOY, order).await, "podFindAndDeployOnDemand");
    let change = json!({ "podId": pod, "imageName": "runpod/pytorch:2", "containerDiskInGb": 20, "port": 8888 });
    answered(&house, UPDATE, change).await;
    let end = "mutation TerminatePod($podId: String!) { podTerminate(input: { podId: $podId }) }";
    answered(&house, end, json!({ "podId": pod })).await;
    let template = json!({
        "name": "p", "imageName": "x", "dockerArgs": "", "env": [], "containerDiskInGb": 10, "volumeInGb": 0
    });
    answered(&house, TEMPLATE, template).await;
    let delete = "mutation DeleteTemplate($templateName: String!) { deleteTemplate(templateName: $templateName) }";
    answered(&house, delete, json!({ "templateName": "p" })).await;
    let made = answered(&house, VOLUME, json!({ "name": "p", "size": 10, "dataCenterId": "EU-RO-1" })).await;
    let volume = id_in(&made, "createNetworkVolume");
    let grown = answered(&house, GROW, json!({ "id": volume, "size": 20 })).await;
    assert_eq!(grown["updateNetworkVolume"]["size"], 20);
    let delete = "mutation DeleteNetworkVolume($id: String!) { deleteNetworkVolume(input: { id: $id }) }";
    answered(&house, delete, json!({ "id": volume })).await;
}

#[tokio::test]
async fn runpodctl() {
    const LIST: &str = "query myPods { myself { pods { id containerDiskInGb costPerHr desiredStatus dockerArgs
        dockerId env gpuCount imageName lastStatusChange machineId memoryInGb name podType port ports uptimeSeconds
        vcpuCount volumeInGb volumeMountPath machine { gpuDisplayName } } } }";
    const SHELF: &str = "query LowestPrice($input: GpuLowestPriceInput!) { gpuTypes { lowestPrice(input: $input) {
        gpuName gpuTypeId minimumBidPrice uninterruptablePrice minMemory minVcpu } memoryInGb } }";
    const CREATE: &str = "mutation createPod($input: PodFindAndDeployOnDemandInput!) {
        podFindAndDeployOnDemand(input: $input) { id costPerHr desiredStatus lastStatusChange } }";
    const BID: &str = "mutation Mutation($podId: String!, $bidPerGpu: Float!) {
        podBidResume(input: {podId: $podId, bidPerGpu: $bidPerGpu})
        { id costPerHr desiredStatus lastStatusChange } }";
    let house = House::new();
    let shelf = json!({ "gpuCount": 1, "secureCloud": null });
    answered(&house, SHELF, json!({ "input": shelf })).await;
    let order = json!({
        "cloudType": "SECURE", "containerDiskInGb": 20, "deployCost": 0.99, "dockerArgs": "", "env": [], "gpuCount": 1,
        "gpuTypeId": RTX_4090, "imageName": "runpod/pytorch:1", "minMemoryInGb": 20, "minVcpuCount": 1,
        "name": "ctl", "ports": "8888/http", "templateId": "", "volumeInGb": 10, "volumeMountPath": "/workspace"
    });
    let pod = id_in(&answered(&house, CREATE, json!({ "input": order })).await, "podFindAndDeployOnDemand");
    // Go reads these as int, and refuses 10.0.
    let listed = &asked(&house, LIST).await["myself"]["pods"][0];
    for field in ["containerDiskInGb", "gpuCount", "memoryInGb", "vcpuCount", "volumeInGb", "uptimeSeconds"] {
        assert!(listed[field].is_i64(), "{field}: {}", listed[field]);
    }
    let asking = |field: &str| {
        format!(
            "mutation act($podId: String!) {{ {field}(input: {{podId: $podId}}) {{ id desiredStatus lastStatusChange }} }}"
        )
    };
    let which = json!({ "podId": pod });
    answered(&house, &asking("podStop"), which.clone()).await;
    answered(&house, &asking("podResume"), which.clone()).await;
    let end = "mutation terminatePod($podId: String!) { podTerminate(input: {podId: $podId}) }";
    answered(&house, end, which).await;

    let spot = format!(
        "mutation {{ podRentInterruptable(input: {{ bidPerGpu: 0.74, gpuTypeId: \"{RTX_4090}\", gpuCount: 1, cloudType: SECURE,
         imageName: \"x\", containerDiskInGb: 10, volumeInGb: 10 }}) {{ id }} }}"
    );
    let spot = id_in(&asked(&house, &spot).await, "podRentInterruptable");
    answered(&house, &asking("podStop"), json!({ "podId": spot })).await;
    answered(&house, BID, json!({ "podId": spot, "bidPerGpu": 0.74 })).await;
    asked(&house, "query getNetworkVolumes { myself { networkVolumes { dataCenterId id name size } } }").await;
}

#[tokio::test]
async fn a_spot_pod_that_is_sold_out_has_its_own_sentence() {
    let house = House::new();
    let order = format!(
        "mutation {{ podRentInterruptable(input: {{ bidPerGpu: 0.01, gpuTypeId: \"{RTX_4090}\", gpuCount: 1, imageName: \"x\" }}) {{ id }} }}"
    );
    let told = house.post("/graphql", Some(PRACTICE_KEY), &json!({ "query": order })).await.json();
    let error = &told["errors"][0];
    assert_eq!(
        error["message"],
        "There are no longer any instances available with the request specifications. Please try again later."
    );
    assert_eq!(error["extensions"]["code"], "SUPPLY_CONSTRAINT");
}
