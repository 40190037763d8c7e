//! Notices that a pod sends to an address of the person's own, also with the page closed: when its service answers, before its
//! timer ends it, and when the timer does. The pod speaks, so it speaks English.
//!
//! The address travels as a variable of the pod and not in the start command: so the script is the same to the letter for all,
//! which is how a start command of this page's is known again, and no letter of an address is ever read by a shell as code.
//! Whoever sees the pod in the account sees its address.

pub mod address;
pub mod script;

use crate::pods::port::Port;
use crate::pods::services::main_service_of;

/// The variable with the port, the address and the name that the pod calls itself.
pub const ENV: &str = "LAUNCHPOD_NOTIFY";

/// As the variable has it: `port|address|name`, without a port where the pod offers none by HTTP.
pub fn to_env(image: &str, ports: &[Port], address: &str, name: &str) -> String {
    let port = main_service_of(image, ports).map(|service| service.port.to_string()).unwrap_or_default();
    // RunPod puts a secret in the place of `{{ … }}`: a name must not bring one into a notice.
    format!("{port}|{address}|{}", name.replace(['{', '}'], ""))
}

/// The address in such a variable, if it is one that may be used.
pub fn of_env(value: &str) -> Option<String> {
    let (_, rest) = value.split_once('|')?;
    let (address, _) = rest.split_once('|')?;
    address::read(address).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMFY: &str = "runpod/comfyui:cuda12.8";
    const TOPIC: &str = "https://ntfy.sh/my-pods";

    #[test]
    fn the_variable_names_the_port_of_what_one_came_for_and_is_read_back() {
        let of = |image, ports| to_env(image, &Port::parse_list(ports), TOPIC, "models");
        let value = of(COMFY, "8080/http,8888/http,8188/http,22/tcp");
        assert_eq!(value, "8188|https://ntfy.sh/my-pods|models");
        assert_eq!(of_env(&value).as_deref(), Some(TOPIC));
        assert_eq!(of("runpod/pytorch:1", "8888/http"), "8888|https://ntfy.sh/my-pods|models");
        let without = of(COMFY, "22/tcp");
        assert_eq!(without, "|https://ntfy.sh/my-pods|models");
        assert_eq!(of_env(&without).as_deref(), Some(TOPIC));
    }

    #[test]
    fn a_name_brings_no_secret_of_runpods_along() {
        let value = to_env(COMFY, &[], TOPIC, "a {{ RUNPOD_SECRET_hf }} |b");
        assert_eq!(value, "|https://ntfy.sh/my-pods|a  RUNPOD_SECRET_hf  |b");
    }

    #[test]
    fn another_variable_holds_no_address() {
        for value in ["", "|", "8188|https://ntfy.sh/x", "8188|http://ntfy.sh/x|a", "8188|https://a.b/$(x)|a"] {
            assert_eq!(of_env(value), None, "{value}");
        }
    }
}
