//! Pixels as a PNG file (W3C, Portable Network Graphics, second edition: signature, IHDR, IDAT, IEND), and bytes as
//! base64 (RFC 4648, section 4), so that a picture can stand inside a page.

use flate2::{Compression, Crc, write::ZlibEncoder};
use std::io::Write;

/// What a pixel is made of, a byte each.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pixels {
    Grey,
    /// Red, green, blue, opacity.
    Colour,
}

impl Pixels {
    /// Bytes a pixel, and the number of the colour type.
    fn form(self) -> (usize, u8) {
        match self {
            Pixels::Grey => (1, 0),
            Pixels::Colour => (4, 6),
        }
    }
}

/// A PNG file of so many rows and columns, from its pixels row by row.
pub(super) fn png((height, width): (usize, usize), kind: Pixels, pixels: &[u8]) -> Vec<u8> {
    let (bytes, colour_type) = kind.form();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&(width as u32).to_be_bytes());
    header.extend_from_slice(&(height as u32).to_be_bytes());
    // Eight bits, the colour type, deflate, the standard filters, not interlaced.
    header.extend_from_slice(&[8, colour_type, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &header);
    // Each line opens with its filter: none.
    let lines: Vec<u8> =
        pixels.chunks((width * bytes).max(1)).flat_map(|line| [&[0], line].concat()).collect();
    chunk(&mut file, b"IDAT", &deflate(&lines));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    file.extend_from_slice(&(data.len() as u32).to_be_bytes());
    file.extend_from_slice(kind);
    file.extend_from_slice(data);
    file.extend_from_slice(&sum.sum().to_be_bytes());
}

pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let word = (0..3).fold(0, |word, i| word << 8 | u32::from(three.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let letter = ALPHABET[(word >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// A look into pictures.
#[cfg(test)]
pub(super) mod testing {
    use flate2::read::ZlibDecoder;
    use std::io::Read;

    /// The width of a PNG file of colours, and the red, green, blue and opacity of its pixels, row by row.
    pub fn pixels(file: &[u8]) -> (usize, Vec<u8>) {
        let number =
            |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().expect("four bytes")) as usize;
        let (mut at, mut packed, mut lines) = (8, Vec::new(), Vec::new());
        while at < file.len() {
            let length = number(at);
            if &file[at + 4..at + 8] == b"IDAT" {
                packed.extend(&file[at + 8..at + 8 + length]);
            }
            at += 12 + length;
        }
        ZlibDecoder::new(&packed[..]).read_to_end(&mut lines).expect("a zlib stream");
        let (row, mut out) = (4 * number(16), Vec::new());
        for line in lines.chunks(row + 1) {
            let above = out.len().checked_sub(row);
            for (i, byte) in line[1..].iter().enumerate() {
                let before = |start: usize| if i < 4 { 0 } else { out[start - 4] };
                let (left, up) = (before(out.len()), above.map_or(0, |start| out[start + i]));
                let corner = above.map_or(0, |start| before(start + i));
                out.push(byte.wrapping_add(foretold(line[0], left, up, corner)));
            }
        }
        (number(16), out)
    }

    /// What a filter foretells of a byte, from those to the left, above, and above the one to the left (section 9 of the
    /// standard).
    fn foretold(filter: u8, left: u8, up: u8, corner: u8) -> u8 {
        let [a, b, c] = [left, up, corner].map(i16::from);
        let far = |x: i16| (a + b - c - x).abs();
        match filter {
            0 => 0,
            1 => left,
            2 => up,
            3 => ((a + b) / 2) as u8,
            _ if far(a) <= far(b) && far(a) <= far(c) => left,
            _ if far(b) <= far(c) => up,
            _ => corner,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        let pairs = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ];
        pairs.iter().for_each(|(bytes, text)| assert_eq!(base64(bytes.as_bytes()), *text));
    }

    /// Colour type and size stand where the standard puts them.
    #[test]
    fn a_header_says_what_the_pixels_are() {
        let file = png((1, 2), Pixels::Colour, &[255, 0, 0, 255, 0, 0, 0, 0]);
        assert_eq!(file[16..26], [0, 0, 0, 2, 0, 0, 0, 1, 8, 6]);
        assert_eq!(png((1, 1), Pixels::Grey, &[7])[24..26], [8, 0]);
    }
}
