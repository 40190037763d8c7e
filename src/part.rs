//! The files that the page fetches when they are wanted.

/// Fetches a file of the page and what it hands out, in the builds that have several files; build.rs says which. Into the file
/// goes what the function `$own` alone reaches.
macro_rules! part {
    ($file:ident, $own:ident: $what:ty = $hands_out:expr) => {{
        #[cfg_attr(split, leptos::wasm_split::wasm_split($file, fallible, wasm_split_path = ::leptos::wasm_split))]
        fn $own() -> Result<$what, SplitLoaderError> {
            Ok($hands_out)
        }
        async {
            #[cfg(split)]
            return $own().await;
            #[cfg(not(split))]
            $own()
        }
    }};
}
