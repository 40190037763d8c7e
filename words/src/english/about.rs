//! Which copy of the page this is, at its foot.

use crate::text::words;

words! {
    // A button, and what it opens.
    open: "About this copy";
    loading: "Loading what this copy is …";
    not_loaded: "What this copy is could not be loaded. Nothing else is affected.";
    asking: "Asking this page's server …";
    // `build`: eight letters and digits.
    version_and_build(version, build): "Launchpod {version}, build {build}";
    // The same where the build is not known, and below it why.
    version(version): "Launchpod {version}";
    renewed: "This tab runs an older build than the server has now. Reload the page to get that one. Your pods are not affected.";
    not_listed: "Its build is not known: the server has no list of the page's files.";
    // Links to the docs, where the server has them.
    docs: "Help and documentation";
    how_to_check: "How to check this copy";
}
