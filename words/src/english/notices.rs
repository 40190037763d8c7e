//! Notices that a pod sends to an address of the person's own. What the pod says in them is English and not in here.

use crate::text::words;

words! {
    // A part of the launch form under Advanced, its field, and what that is called where there is little room and in a list
    // within a sentence.
    heading: "Notices";
    address: "Send notices to";
    short: "Notices";
    in_sentence: "address for notices";
    help:
        "An ntfy topic, like https://ntfy.sh/a-name-of-your-own, or a webhook that takes plain text. The pod itself sends \
         there, in English and also with this page closed: when its service answers, 15 and 5 minutes before its timer ends \
         it, and when the timer does. An end by you or by RunPod is not told. Whoever knows the address can read all of it: \
         the pod's name and those times, never your key. Whoever sees the pod in your account sees the address. Leave it empty \
         for none.";
    // In the place of the field.
    none_from_here:
        "This pod can send no notices: nobody knows how its image starts, or your own start command takes the place of that.";

    // Why an address is refused.
    not_https: "The address must begin with https://, like https://ntfy.sh/a-name-of-your-own.";
    too_long(most): "The address is longer than {most} characters. Type a shorter one.";
    has_login: "A name or a password must not stand in the address: anybody who sees the pod could read it.";
    odd_characters: "The address has characters that do not belong there. Letters, digits and - . _ ~ : / ? = & % + , do.";
    no_host: "The address names no host that a pod can reach. It must be one of the internet, like ntfy.sh.";
    no_topic: "The address has no topic: type a name of your own behind the host, like https://ntfy.sh/a-name-of-your-own.";
    has_key: "The address for notices has a RunPod API key in it.";
}
