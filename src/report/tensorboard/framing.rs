//! Records of a TensorBoard log, as TensorFlow frames them (TFRecord): the length in 8 bytes, its masked CRC-32C, the
//! bytes, their masked CRC-32C; all numbers little-endian.
//!
//! CRC-32C is Castagnoli's polynomial, 0x1EDC6F41, here with its bits reversed (RFC 3720, appendix B.4). The mask turns it
//! by 15 bits and adds a constant, so that the sum of bytes that hold a sum is no special one.

/// A record that holds these bytes.
pub fn record(bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u64).to_le_bytes();
    let mut out = Vec::with_capacity(bytes.len() + 16);
    out.extend(length);
    out.extend(masked(crc32c(&length)).to_le_bytes());
    out.extend(bytes);
    out.extend(masked(crc32c(bytes)).to_le_bytes());
    out
}

fn masked(sum: u32) -> u32 {
    sum.rotate_right(15).wrapping_add(0xA282_EAD8)
}

fn crc32c(bytes: &[u8]) -> u32 {
    let bit = |sum: u32| (sum >> 1) ^ (if sum & 1 == 1 { 0x82F6_3B78 } else { 0 });
    let byte = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), |sum, _| bit(sum));
    !bytes.iter().fold(u32::MAX, byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3720 and the catalogue of parametrised CRC algorithms print these.
    #[test]
    fn sums_are_the_published_ones() {
        assert_eq!(crc32c(b"123456789"), 0xE306_9283);
        assert_eq!(crc32c(&[0; 32]), 0x8A91_36AA);
        assert_eq!(crc32c(&[0xFF; 32]), 0x62A8_AB43);
        assert_eq!(crc32c(b""), 0);
    }
}
