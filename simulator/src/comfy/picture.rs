//! Pictures in memory: read, changed and written for real, with the crates that others use for it.

use std::io::Cursor;
use std::sync::Arc;

use image::imageops::{self, FilterType};
use image::{ImageReader, Limits, Rgb, RgbImage};

/// Pixels of all pictures of a batch. A real GPU has room for more, and runs out of it too.
pub const MOST_PIXELS: u64 = 32 * 1024 * 1024;

/// What ComfyUI passes on as an IMAGE: pictures of one size.
pub type Batch = Arc<Vec<RgbImage>>;

/// More than fits.
pub struct OutOfMemory;

/// So many pictures of one colour, `0xRRGGBB`.
pub fn plain(width: u32, height: u32, count: u32, colour: u32) -> Result<Batch, OutOfMemory> {
    fits(width, height, count)?;
    let [_, red, green, blue] = colour.to_be_bytes();
    let picture = RgbImage::from_pixel(width, height, Rgb([red, green, blue]));
    Ok(Arc::new(vec![picture; count as usize]))
}

/// A PNG or a JPEG; none if it is neither, broken, or far too large.
pub fn read(bytes: &[u8]) -> Option<Batch> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 4);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    fits(picture.width(), picture.height(), 1).ok()?;
    Some(Arc::new(vec![picture.to_rgb8()]))
}

/// White becomes black.
pub fn inverted(batch: &Batch) -> Batch {
    let mut pictures = batch.to_vec();
    let inverted: [u8; 256] = std::array::from_fn(|level| inverted_level(u8::try_from(level).unwrap_or(u8::MAX)));
    for level in pictures.iter_mut().flat_map(|picture| picture.iter_mut()) {
        *level = inverted.get(usize::from(*level)).copied().unwrap_or_default();
    }
    Arc::new(pictures)
}

/// ComfyUI counts in 32-bit floats from 0 to 1, and cuts off what is behind the point when it saves: of most levels one
/// is lost.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255; the cut is meant")]
fn inverted_level(level: u8) -> u8 {
    ((1.0 - f32::from(level) / 255.0) * 255.0) as u8
}

/// To another size; a side of 0 follows from the other. `center` cuts what does not fit the new shape.
pub fn scaled(batch: &Batch, method: &str, sides: (u32, u32), crop: &str) -> Result<Batch, OutOfMemory> {
    let Some((old_width, old_height)) = batch.first().map(RgbImage::dimensions) else { return Ok(Arc::clone(batch)) };
    let (width, height) = match sides {
        (0, 0) => return Ok(Arc::clone(batch)),
        (0, height) => (share(old_width, height, old_height), height),
        (width, 0) => (width, share(old_height, width, old_width)),
        both => both,
    };
    fits(width, height, u32::try_from(batch.len()).unwrap_or(u32::MAX))?;
    let scaled = batch.iter().map(|picture| {
        let picture = if crop == "center" { centre(picture, width, height) } else { picture.clone() };
        match method {
            "area" => imageops::thumbnail(&picture, width, height),
            _ => imageops::resize(&picture, width, height, filter(method)),
        }
    });
    Ok(Arc::new(scaled.collect()))
}

fn filter(method: &str) -> FilterType {
    match method {
        "bilinear" => FilterType::Triangle,
        "bicubic" => FilterType::CatmullRom,
        "lanczos" => FilterType::Lanczos3,
        _ => FilterType::Nearest,
    }
}

/// `side` times `new` over `old`, rounded, and never nothing.
fn share(side: u32, new: u32, old: u32) -> u32 {
    let (side, new, old) = (u64::from(side), u64::from(new), u64::from(old.max(1)));
    u32::try_from((2 * side * new + old) / (2 * old)).unwrap_or(u32::MAX).max(1)
}

/// The largest middle part of the shape of `width` by `height`.
fn centre(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (old_width, old_height) = picture.dimensions();
    let fitting_width = share(old_height, width, height).min(old_width);
    let fitting_height = share(old_width, height, width).min(old_height);
    let (left, top) = ((old_width - fitting_width) / 2, (old_height - fitting_height) / 2);
    imageops::crop_imm(picture, left, top, fitting_width, fitting_height).to_image()
}

fn fits(width: u32, height: u32, count: u32) -> Result<(), OutOfMemory> {
    let pixels = u64::from(width).saturating_mul(u64::from(height)).saturating_mul(u64::from(count));
    if pixels <= MOST_PIXELS { Ok(()) } else { Err(OutOfMemory) }
}

/// A PNG, with texts in it.
pub fn png(picture: &RgbImage, texts: &[(String, String)]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    for (name, text) in texts {
        if text.is_ascii() {
            encoder.add_text_chunk(name.clone(), text.clone())?;
        } else {
            encoder.add_itxt_chunk(name.clone(), text.clone())?;
        }
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(picture.as_raw())?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_as_it_was_written() {
        let Ok(batch) = plain(3, 2, 1, 0x10_20_30) else { panic!("small") };
        let bytes = png(&batch[0], &[("prompt".to_owned(), "{\"ö\": 1}".to_owned())]).unwrap();
        assert_eq!(read(&bytes).unwrap()[0], batch[0]);
        assert_eq!(inverted(&batch)[0].get_pixel(2, 1), &Rgb([0xef, 0xdf, 0xcf]));
        assert!(read(b"not a picture").is_none());
        assert!(read(&bytes[..40]).is_none());
    }

    #[test]
    fn most_levels_lose_one_when_they_are_inverted() {
        let less = (0..=u8::MAX).filter(|level| inverted_level(*level) != u8::MAX - level);
        assert_eq!(less.clone().count(), 159);
        assert!(less.into_iter().all(|level| inverted_level(level) == u8::MAX - level - 1));
        assert_eq!([0, 255].map(inverted_level), [255, 0]);
    }

    #[test]
    fn one_side_follows_from_the_other() {
        let Ok(batch) = plain(300, 200, 2, 0) else { panic!("small") };
        let sides = |width, height, crop| {
            let Ok(scaled) = scaled(&batch, "area", (width, height), crop) else { panic!("small") };
            (scaled.len(), scaled[0].dimensions())
        };
        assert_eq!(sides(30, 0, "disabled"), (2, (30, 20)));
        assert_eq!(sides(0, 100, "disabled"), (2, (150, 100)));
        assert_eq!(sides(50, 50, "center"), (2, (50, 50)));
        assert_eq!(sides(0, 0, "disabled"), (2, (300, 200)));
        assert_eq!(centre(&batch[0], 1, 1).dimensions(), (200, 200));
    }

    #[test]
    fn what_is_far_too_large_is_refused_before_it_is_made() {
        assert!(plain(16_384, 16_384, 4_096, 0).is_err());
        let Ok(batch) = plain(1, 1, 1, 0) else { panic!("small") };
        assert!(scaled(&batch, "lanczos", (16_384, 16_384), "disabled").is_err());
    }
}
