//! `_headers`: which response headers a static host is to send, in the format of Netlify and
//! Cloudflare Pages. A line without indent is a path, exact or ending in `*`; the indented lines
//! below it are headers. Every block that matches counts.

/// What a `_headers` file says.
#[derive(Clone, Debug, Default)]
pub struct HeaderRules(Vec<Block>);

#[derive(Clone, Debug)]
struct Block {
    path: String,
    headers: Vec<(String, String)>,
}

impl HeaderRules {
    pub fn parse(text: &str) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        for line in lines.filter(|line| !line.trim_start().starts_with('#')) {
            if !line.starts_with([' ', '\t']) {
                blocks.push(Block { path: line.trim().to_owned(), headers: Vec::new() });
                continue;
            }
            let header = line.split_once(':');
            if let (Some((name, value)), Some(block)) = (header, blocks.last_mut()) {
                block.headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(blocks)
    }

    /// The headers for a path. What two blocks say of one header is joined with a comma.
    pub fn for_path(&self, path: &str) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = Vec::new();
        let matching = self.0.iter().filter(|block| block.matches(path));
        for (name, value) in matching.flat_map(|block| &block.headers) {
            match headers.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = format!("{known}, {value}"),
                None => headers.push((name.clone(), value.clone())),
            }
        }
        headers
    }
}

impl Block {
    fn matches(&self, path: &str) -> bool {
        match self.path.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == self.path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_matching_block_counts() {
        let rules = HeaderRules::parse("/*\n  X-A: 1\n# no\n/probe.html\n\tX-A: 2\n  X-B: a: b\n");
        let headers = rules.for_path("/probe.html");
        assert_eq!(headers, [("x-a".into(), "1, 2".into()), ("x-b".into(), "a: b".into())]);
        assert_eq!(rules.for_path("/").len(), 1);
    }
}
