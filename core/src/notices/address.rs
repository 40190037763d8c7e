//! Where notices go: `https` alone, without a login in it, of characters that mean nothing to a shell or to a program that fetches.

use launchpod_words::notices as say;

/// Bytes of an address.
pub const MOST: usize = 200;
/// What an address may hold besides letters and digits.
const SIGNS: &str = "-._~:/?=&%+,";
const MOST_PORT: u32 = 65_535;

/// Reads what a person has typed.
///
/// # Errors
/// What is wrong, in words.
pub fn read(text: &str) -> Result<String, String> {
    let text = text.trim();
    let Some(rest) = text.strip_prefix("https://") else { return Err(say::not_https().into()) };
    if text.len() > MOST {
        return Err(say::too_long(MOST));
    }
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if host.contains('@') {
        return Err(say::has_login().into());
    }
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || SIGNS.contains(c)) {
        return Err(say::odd_characters().into());
    }
    if !is_host(host) {
        return Err(say::no_host().into());
    }
    if path.trim_matches(['/', '?']).is_empty() {
        return Err(say::no_topic().into());
    }
    Ok(text.to_owned())
}

/// Whether it is a name with a point in it, as hosts of the internet have, perhaps with a port.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    let port = port.bytes().all(|byte| byte.is_ascii_digit()).then(|| port.parse::<u32>().ok()).flatten();
    name.contains('.') && name.split('.').all(label) && port.is_some_and(|port| (1..=MOST_PORT).contains(&port))
}

/// Whether it is the address of a topic: a name of the person's own on a host, and nothing more. A long random name of that
/// kind is kept on the device, as an id is; in other addresses it may be a key.
pub fn is_topic(text: &str) -> bool {
    let path = text.trim().strip_prefix("https://").and_then(|rest| rest.split_once('/')).map(|(_, path)| path);
    read(text).is_ok() && path.is_some_and(|path| !path.contains(['/', '?', '=', '&', '%', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn topics_and_webhooks_are_taken() {
        for address in [
            "https://ntfy.sh/my-pods",
            "https://ntfy.example.com:8443/a_b.c",
            "https://hooks.example.com/services/T0/B1/abc?thread=5&x=a%20b",
            "https://example.com/?id=5",
        ] {
            assert_eq!(read(&format!(" {address} ")).as_deref(), Ok(address));
        }
        assert!(read(&format!("https://a.bc/{}", "x".repeat(MOST - 13))).is_ok());
        assert!(read(&format!("https://a.bc/{}", "x".repeat(MOST - 12))).is_err());
    }

    #[test]
    fn what_is_no_such_address_is_refused_in_words() {
        for (typed, words) in [
            ("", "https://"),
            ("my-pods", "https://"),
            ("http://ntfy.sh/x", "https://"),
            ("https://me:pw@ntfy.sh/x", "password"),
            ("https://me@ntfy.sh/x", "password"),
            ("https://ntfy.sh", "topic"),
            ("https://ntfy.sh/", "topic"),
            ("https://ntfy.sh/?", "topic"),
            ("https://localhost/x", "host"),
            ("https://ntfy..sh/x", "host"),
            ("https://-ntfy.sh/x", "host"),
            ("https://ntfy.sh:0/x", "host"),
            ("https://ntfy.sh:70000/x", "host"),
            ("https://ntfy.sh:+5/x", "host"),
            ("https:///x", "host"),
            ("https://ntfy.sh/a b", "characters"),
            ("https://ntfy.sh/a'b", "characters"),
            ("https://ntfy.sh/a\"b", "characters"),
            ("https://ntfy.sh/a|b", "characters"),
            ("https://ntfy.sh/$(x)", "characters"),
            ("https://ntfy.sh/`x`", "characters"),
            ("https://ntfy.sh/a#b", "characters"),
            ("https://ntfy.sh/{a,b}", "characters"),
            ("https://ntfy.sh/{{ RUNPOD_SECRET_x }}", "characters"),
            ("https://ntfy.sh/ä", "characters"),
            ("https://ntfy.sh/a\nb", "characters"),
        ] {
            let told = read(typed).unwrap_err();
            assert!(told.contains(words), "{typed}: {told}");
        }
    }

    #[test]
    fn a_topic_is_one_name_on_a_host() {
        for topic in ["https://ntfy.sh/my-pods", "https://ntfy.sh/x8Kd93jsLq0dk3mdm2Ve7"] {
            assert!(is_topic(topic), "{topic}");
        }
        for other in ["https://ntfy.sh/a/b", "https://ntfy.sh/a?b=c", "https://a.example/?k=v", "http://ntfy.sh/x", ""]
        {
            assert!(!is_topic(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_address_that_is_taken_ends_a_quote_or_a_field(tail in ".*", sign in any::<char>()) {
            for typed in [format!("https://ntfy.sh/{tail}"), format!("https://ntfy.sh/a{sign}b"), tail] {
                if let Ok(address) = read(&typed) {
                    let plain = |c: char| c.is_ascii_alphanumeric() || SIGNS.contains(c);
                    prop_assert!(address.chars().all(plain), "{address}");
                    let ends = ['\'', '"', '\\', '$', '`', '|', ';', '<', '>', '(', '{', '[', '#', ' ', '\n'];
                    prop_assert!(!address.contains(ends), "{address}");
                    prop_assert!(address.starts_with("https://") && address.len() <= MOST);
                }
            }
        }
    }
}
