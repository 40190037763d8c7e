//! `POST /upload/image`: what the form holds, and under which name the picture is kept.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::files::{Files, Folder, below};

/// A form as ComfyUI reads it.
#[derive(Default)]
pub struct Form {
    picture: Option<(String, Vec<u8>)>,
    overwrite: bool,
    subfolder: String,
    folder: Option<String>,
}

/// Why ComfyUI does not take it.
pub enum Wrong {
    Status(StatusCode),
    /// It raises something that nobody catches.
    Trouble,
}

impl Form {
    pub async fn read(request: Request) -> Result<Self, Wrong> {
        let mut parts =
            Multipart::from_request(request, &()).await.map_err(|_| Wrong::Status(StatusCode::BAD_REQUEST))?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(broken)?.to_vec();
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            match (name.as_str(), file) {
                ("image", Some(file)) => form.picture = Some((file, bytes)),
                // A text has no file, and ComfyUI does not expect that.
                ("image", None) if !bytes.is_empty() => return Err(Wrong::Trouble),
                ("overwrite", _) => form.overwrite = matches!(text().as_str(), "true" | "1"),
                ("subfolder", _) => form.subfolder = text(),
                ("type", _) => form.folder = Some(text()),
                _ => {}
            }
        }
        Ok(form)
    }

    /// Keeps the picture, and says where.
    pub fn keep(self, disk: &mut Files) -> Result<Value, Wrong> {
        const BAD: Wrong = Wrong::Status(StatusCode::BAD_REQUEST);
        let folder = match &self.folder {
            None => Folder::Input,
            Some(text) => Folder::named(text).ok_or(Wrong::Trouble)?,
        };
        let (file, bytes) = self.picture.ok_or(BAD)?;
        if file.is_empty() {
            return Err(BAD);
        }
        below(&self.subfolder, &file).filter(|path| !path.is_empty()).ok_or(BAD)?;
        let name = if self.overwrite { file } else { free_name(disk, folder, &self.subfolder, file, &bytes) };
        let path = below(&self.subfolder, &name).ok_or(BAD)?;
        if !disk.put(folder, path, bytes) {
            return Err(Wrong::Trouble);
        }
        Ok(json!({ "name": name, "subfolder": self.subfolder, "type": folder.text() }))
    }
}

/// `a.png`, or `a (1).png` and so on where that is another picture.
fn free_name(disk: &Files, folder: Folder, subfolder: &str, file: String, bytes: &[u8]) -> String {
    let (stem, ending) = match file.rfind('.').filter(|dot| *dot > 0) {
        Some(dot) => file.split_at(dot),
        None => (file.as_str(), ""),
    };
    let is_free = |name: &str| {
        let path = below(subfolder, name).unwrap_or_default();
        disk.get(folder, &path).is_none_or(|kept| kept == bytes)
    };
    let others = (1_u32..).map(|number| format!("{stem} ({number}){ending}"));
    let mut names = std::iter::once(file.clone()).chain(others);
    names.find(|name| is_free(name)).unwrap_or(file)
}

fn broken(error: MultipartError) -> Wrong {
    Wrong::Status(error.status())
}
