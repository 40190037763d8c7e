//! Pictures in memory: read, inverted and written for real, with the crates that others use for it.

use std::io::Cursor;

use image::{ImageReader, Limits, RgbImage};

/// Pixels of a picture. A real GPU has room for more, and runs out of it too.
const MOST_PIXELS: u64 = 32 * 1024 * 1024;

/// A PNG or a JPEG; none if it is neither, broken, or far too large.
pub fn read(bytes: &[u8]) -> Option<RgbImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 4);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    (pixels <= MOST_PIXELS).then(|| picture.to_rgb8())
}

/// White becomes black.
pub fn inverted(picture: &RgbImage) -> RgbImage {
    let mut picture = picture.clone();
    picture.iter_mut().for_each(|level| *level = inverted_level(*level));
    picture
}

/// ComfyUI counts in 32-bit floats from 0 to 1, and cuts off what is behind the point when it saves: of most levels one
/// is lost.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255; the cut is meant")]
fn inverted_level(level: u8) -> u8 {
    ((1.0 - f32::from(level) / 255.0) * 255.0) as u8
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
    use image::Rgb;

    use super::*;

    #[test]
    fn a_picture_is_read_as_it_was_written() {
        let picture = RgbImage::from_pixel(3, 2, Rgb([0x10, 0x20, 0x30]));
        let bytes = png(&picture, &[("prompt".to_owned(), "{\"ö\": 1}".to_owned())]).unwrap();
        assert_eq!(read(&bytes).unwrap(), picture);
        assert_eq!(inverted(&picture).get_pixel(2, 1), &Rgb([0xef, 0xdf, 0xcf]));
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
}
