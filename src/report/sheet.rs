//! A sheet of small grey images: as PNG, and as SVG with the PNG inside, so that either is one file.
//!
//! Images are rows x columns of numbers, one after the other; `range` gives the numbers that become black and
//! white.

use super::plain::xml;
use super::raster::{Pixels, base64, png};

/// A grid of grey images.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// The images, one after the other, each row after row. A last image that is cut short is left out.
    pub images: &'a [f32],
    /// Rows and columns of one image, in pixels.
    pub size: (usize, usize),
    /// Images side by side.
    pub columns: usize,
    /// The numbers shown as black and as white; what lies beyond is clipped.
    pub range: (f32, f32),
}

/// The grey of the gaps between images.
const GAP: u8 = 96;

impl Sheet<'_> {
    /// The sheet as a PNG file, one pixel a pixel, with a gap of one pixel between images.
    pub fn to_png(&self) -> Vec<u8> {
        let (height, width) = self.extent();
        png((height, width), Pixels::Grey, &self.raster())
    }

    /// The sheet as an SVG file under a title, `scale` units a pixel.
    pub fn to_svg(&self, title: &str, scale: usize) -> String {
        framed(title, &self.to_png(), self.extent(), scale)
    }

    fn count(&self) -> usize {
        self.images.len() / (self.size.0 * self.size.1).max(1)
    }

    /// Images side by side, and rows of images; an empty sheet is one empty image.
    fn grid(&self) -> (usize, usize) {
        let across = self.columns.clamp(1, self.count().max(1));
        (across, self.count().max(1).div_ceil(across))
    }

    /// Height and width in pixels.
    pub fn extent(&self) -> (usize, usize) {
        let (across, down) = self.grid();
        (down * (self.size.0 + 1) - 1, across * (self.size.1 + 1) - 1)
    }

    fn raster(&self) -> Vec<u8> {
        let ((rows, cols), (height, width)) = (self.size, self.extent());
        let across = self.grid().0;
        let mut raster = vec![GAP; height * width];
        if rows * cols == 0 {
            return raster;
        }
        for (i, image) in self.images.chunks_exact(rows * cols).enumerate() {
            let corner = (i / across * (rows + 1), i % across * (cols + 1));
            for (row, line) in image.chunks_exact(cols).enumerate() {
                let start = (corner.0 + row) * width + corner.1;
                for (pixel, &value) in raster[start..start + cols].iter_mut().zip(line) {
                    *pixel = grey(value, self.range);
                }
            }
        }
        raster
    }
}

/// A PNG file of so many pixels high and wide as an SVG file under a title, `scale` units a pixel.
pub(super) fn framed(title: &str, png: &[u8], (height, width): (usize, usize), scale: usize) -> String {
    const MARGIN: usize = 12;
    let (height, width) = (height * scale, width * scale);
    let (title, head) = (xml(title), if title.is_empty() { MARGIN } else { 40 });
    // Titles wider than the sheet are squeezed into it rather than cut off.
    let wide = title.chars().count() * 9 > width;
    let squeeze = if wide {
        format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
    } else {
        String::new()
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{full_width}\" height=\"{full_height}\" \
         font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\" font-size=\"15\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{MARGIN}\" y=\"26\"{squeeze}>{title}</text>\n\
         <image x=\"{MARGIN}\" y=\"{head}\" width=\"{width}\" height=\"{height}\" \
         style=\"image-rendering: pixelated\" href=\"data:image/png;base64,{data}\"/>\n</svg>\n",
        full_width = width + 2 * MARGIN,
        full_height = height + head + MARGIN,
        data = base64(png),
    )
}

/// A number as a byte; what is not a number is black.
fn grey(value: f32, (black, white): (f32, f32)) -> u8 {
    ((value - black) / (white - black) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn be(bytes: &[u8]) -> usize {
        bytes.iter().fold(0, |n, &b| n << 8 | usize::from(b))
    }

    /// Three images of 1 x 2, two side by side: 3 x 5 pixels with a gap of one and an empty fourth place.
    #[test]
    fn the_png_holds_the_images_in_their_places() {
        let images = [0.0, 1.0, 0.5, 2.0, -1.0, f32::NAN];
        let file = Sheet { images: &images, size: (1, 2), columns: 2, range: (0.0, 1.0) }.to_png();
        assert_eq!(file[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!((be(&file[16..20]), be(&file[20..24])), (5, 3));
        let length = be(&file[33..37]);
        assert_eq!(file[37..41], *b"IDAT");
        let mut lines = Vec::new();
        flate2::read::ZlibDecoder::new(&file[41..41 + length]).read_to_end(&mut lines).unwrap();
        let expected = [0, 0, 255, GAP, 128, 255, 0, GAP, GAP, GAP, GAP, GAP, 0, 0, 0, GAP, GAP, GAP];
        assert_eq!(lines, expected);
        // The checksum of an empty IEND is a constant of the standard.
        assert_eq!(file[file.len() - 12..], *b"\0\0\0\0IEND\xae\x42\x60\x82");
    }

    #[test]
    fn an_svg_cannot_be_broken_by_its_title() {
        let sheet = Sheet { images: &[], size: (28, 28), columns: 0, range: (0.0, 1.0) };
        let svg = sheet.to_svg("</text><script>\x1b", 2);
        Sheet { images: &[1.0; 9], size: (3, 0), ..sheet }.to_png();
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt;?") && !svg.contains("<script>"));
    }
}
