//! Which image an index means, by integer arithmetic alone.
//!
//! ```text
//! k1 = (i · 131071 mod 2^32) mod 1521,   k2 = (k1 + 1 + 2 i) mod 1522,   a = (i - 10000) mod N
//! ```
//!
//! The product wraps in 32 bits; 1521, not 1522, is what the original divides by. s is negative where k1 + k2 is odd,
//! which it always is: k1 + k2 = 2 k1 + 1 + 2 i, and reducing modulo the even number 1522 keeps the parity. The
//! translation is code k1 mod 9: up, down, left, right, the four pairs of these, none.

/// How many fields there are.
pub const FIELDS: usize = 1522;
/// The index of the first training image, after 10,000 test images.
pub const FIRST: u64 = 10_000;

/// What makes one deformed image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    /// The fields across and down.
    pub fields: [usize; 2],
    /// The training image.
    pub image: u64,
    /// Whether the sign is negative.
    pub negative: bool,
    /// The code of the translation, below 9.
    pub shift: u32,
}

impl Index {
    /// The image of index i with so many training images; none for those that are not deformed.
    pub fn of(i: u64, images: u64) -> Option<Index> {
        if images == 0 || i < FIRST + images {
            return None;
        }
        let k1 = (i as u32).wrapping_mul(131_071) % 1521;
        let k2 = (u64::from(k1) + 1).wrapping_add(i.wrapping_mul(2)) % FIELDS as u64;
        let negative = (u64::from(k1) + k2) % 2 == 1;
        let fields = [k1 as usize, k2 as usize];
        Some(Index { fields, image: (i - FIRST) % images, negative, shift: k1 % 9 })
    }

    /// Moves the content by its code, with the original's ways at the sides: an image is moved left as one long line,
    /// so that what leaves a row on the left comes back at the end of the row above, and the first column is cleared;
    /// moved right, it comes back at the start of the row below, and the second column is cleared.
    pub fn translate(&self, columns: usize, image: &mut [f32]) {
        let (vertical, horizontal) = match self.shift {
            0 | 1 => (Some(self.shift), None),
            2 | 3 => (None, Some(self.shift)),
            4..=7 => (Some((self.shift - 4) / 2), Some(2 + self.shift % 2)),
            _ => (None, None),
        };
        if image.len() < columns || columns < 2 {
            return;
        }
        match vertical {
            Some(0) => forward(image, columns),
            Some(_) => backward(image, columns),
            None => {}
        }
        match horizontal {
            Some(2) => {
                forward(image, 1);
                image.iter_mut().step_by(columns).for_each(|pixel| *pixel = 0.0);
            }
            Some(_) => {
                backward(image, 1);
                image.iter_mut().skip(1).step_by(columns).for_each(|pixel| *pixel = 0.0);
            }
            None => {}
        }
    }
}

/// Each pixel from the one `by` places later; the last ones become 0.
fn forward(image: &mut [f32], by: usize) {
    let kept = image.len() - by;
    image.copy_within(by.., 0);
    image[kept..].fill(0.0);
}

/// Each pixel from the one `by` places earlier; the first ones become 0.
fn backward(image: &mut [f32], by: usize) {
    let kept = image.len() - by;
    image.copy_within(..kept, by);
    image[..by].fill(0.0);
}
