//! What each node does.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::files::{Folder, Folders, below};
use super::picture::{self, Batch, OutOfMemory};
use super::python::Raised;
use super::run::Made;
use super::validate::{Prompt, picture_place};
use crate::clock::Moment;

/// What a node works with.
pub struct Work<'a> {
    pub prompt_id: &'a str,
    pub prompt: &'a Prompt,
    pub extra: &'a Value,
    pub folders: Folders<'a>,
    /// Five letters that ComfyUI puts into the names of previews.
    pub letters: &'a str,
    pub now: Moment,
}

impl Work<'_> {
    pub fn class(&self, id: &str) -> &str {
        self.prompt.get(id).and_then(|node| node.get("class_type")).and_then(Value::as_str).unwrap_or_default()
    }

    fn input(&self, id: &str, name: &str) -> &Value {
        self.prompt.get(id).and_then(|node| node.get("inputs")?.get(name)).unwrap_or(&Value::Null)
    }

    fn text(&self, id: &str, name: &str) -> &str {
        self.input(id, name).as_str().unwrap_or_default()
    }

    fn number(&self, id: &str, name: &str) -> u32 {
        self.input(id, name).as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
    }

    fn images(&self, id: &str, name: &str, made: &BTreeMap<String, Made>) -> Result<Batch, Raised> {
        let link = self.input(id, name);
        let from = link.get(0).and_then(Value::as_str).and_then(|from| made.get(from));
        let images = from.and_then(|made| made.images.clone());
        images.ok_or_else(|| Raised::new("AttributeError", format!("{name} is no tensor")))
    }

    pub fn node(&mut self, id: &str, made: &BTreeMap<String, Made>) -> Result<Made, Raised> {
        let images = |images: Batch| Made { images: Some(images), shown: Vec::new() };
        match self.class(id) {
            "LoadImage" => self.load(id).map(images),
            "EmptyImage" => {
                let sides = (self.number(id, "width"), self.number(id, "height"));
                let (count, colour) = (self.number(id, "batch_size"), self.number(id, "color"));
                picture::plain(sides.0, sides.1, count, colour).map(images).map_err(no_room)
            }
            "ImageInvert" => Ok(images(picture::inverted(&self.images(id, "image", made)?))),
            "ImageScale" => {
                let batch = self.images(id, "image", made)?;
                let sides = (self.number(id, "width"), self.number(id, "height"));
                let (method, crop) = (self.text(id, "upscale_method"), self.text(id, "crop"));
                picture::scaled(&batch, method, sides, crop).map(images).map_err(no_room)
            }
            "SaveImage" => {
                let prefix = self.text(id, "filename_prefix").to_owned();
                self.save(Folder::Output, &prefix, self.images(id, "images", made)?)
            }
            "PreviewImage" => {
                let prefix = format!("ComfyUI_temp_{}", self.letters);
                self.save(Folder::Temp, &prefix, self.images(id, "images", made)?)
            }
            // Validation lets nothing through that would need a model.
            class => Err(Raised::new("NotImplementedError", format!("{class} is not simulated"))),
        }
    }

    fn load(&self, id: &str) -> Result<Batch, Raised> {
        let name = self.text(id, "image");
        let place = picture_place(name).and_then(|(folder, path)| Some((folder, self.folders.get(folder, &path)?)));
        let full = |folder: Folder| format!("{}/{}/{name}", super::HOME, folder.text());
        let Some((folder, bytes)) = place else {
            let path = full(Folder::Input);
            return Err(Raised::new("FileNotFoundError", format!("[Errno 2] No such file or directory: '{path}'")));
        };
        let what = || format!("cannot identify image file '{}'", full(folder));
        picture::read(&bytes).ok_or_else(|| Raised::new("PIL.UnidentifiedImageError", what()))
    }

    /// Writes a batch into a folder, and says under which names.
    fn save(&mut self, folder: Folder, prefix: &str, batch: Batch) -> Result<Made, Raised> {
        let (width, height) = batch.first().map(image::RgbImage::dimensions).unwrap_or_default();
        let prefix = self.filled_in(prefix, width, height);
        let Some(path) = below("", &prefix).filter(|path| !path.is_empty()) else {
            let message = "**** ERROR: Saving image outside the output folder is not allowed.";
            return Err(Raised::new("Exception", message));
        };
        let (subfolder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let texts = self.texts();
        let mut shown = Vec::new();
        for (counter, picture) in (self.next_number(folder, subfolder, name)..).zip(batch.iter()) {
            let name = name.replace("%batch_num%", &shown.len().to_string());
            let file = format!("{name}_{counter:05}_.png");
            let bytes = picture::png(picture, &texts).map_err(|why| Raised::new("OSError", why.to_string()))?;
            let path = below(subfolder, &file).unwrap_or_default();
            if !self.folders.put(folder, path, bytes) {
                return Err(Raised::new("OSError", "[Errno 28] No space left on device"));
            }
            shown.push(json!({ "filename": file, "subfolder": subfolder, "type": folder.text() }));
        }
        Ok(Made { images: Some(batch), shown })
    }

    fn filled_in(&self, prefix: &str, width: u32, height: u32) -> String {
        let now = self.now.iso();
        let part = |range: std::ops::Range<usize>| now.get(range).unwrap_or_default().to_owned();
        let values = [
            ("%width%", width.to_string()),
            ("%height%", height.to_string()),
            ("%year%", part(0..4)),
            ("%month%", part(5..7)),
            ("%day%", part(8..10)),
            ("%hour%", part(11..13)),
            ("%minute%", part(14..16)),
            ("%second%", part(17..19)),
        ];
        values.iter().fold(prefix.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// One more than the highest number that a file of that name has.
    fn next_number(&self, folder: Folder, subfolder: &str, name: &str) -> u64 {
        let number = |path: &str| {
            let (place, file) = path.rsplit_once('/').unwrap_or(("", path));
            let rest = file.strip_prefix(name)?.strip_prefix('_')?;
            rest.split('_').next()?.parse::<u64>().ok().filter(|_| place == subfolder)
        };
        self.folders.names(folder).filter_map(number).max().unwrap_or_default().saturating_add(1)
    }

    /// The workflow itself, which ComfyUI writes into each picture.
    fn texts(&self) -> Vec<(String, String)> {
        let more = self.extra.get("extra_pnginfo").and_then(Value::as_object).into_iter().flatten();
        let more = more.map(|(name, value)| (name.clone(), value.to_string()));
        [("prompt".to_owned(), Value::from(self.prompt.clone()).to_string())].into_iter().chain(more).collect()
    }
}

fn no_room(_: OutOfMemory) -> Raised {
    let tips = "This error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have \
                accidentally set the batch_size to a large number.";
    Raised::new("torch.OutOfMemoryError", format!("Allocation on device \n{tips}"))
}
