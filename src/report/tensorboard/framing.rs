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

/// The records of a log, in order; one that was cut off or damaged ends them.
pub fn records(mut log: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = log.split_at_checked(8)?;
        let rest = behind_sum(length, rest)?;
        let length = u64::from_le_bytes(length.try_into().ok()?);
        let (record, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        log = behind_sum(record, rest)?;
        Some(record)
    })
}

/// What stands behind the sum of these bytes, where it is theirs.
fn behind_sum<'b>(bytes: &[u8], rest: &'b [u8]) -> Option<&'b [u8]> {
    let (sum, rest) = rest.split_at_checked(4)?;
    (sum == masked(crc32c(bytes)).to_le_bytes()).then_some(rest)
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

    #[test]
    fn what_was_cut_off_or_damaged_ends_a_log() {
        let log = [record(b"one"), record(b""), record(b"three")].concat();
        let read = |log: &[u8]| records(log).map(<[u8]>::to_vec).collect::<Vec<_>>();
        assert_eq!(read(&log), [&b"one"[..], b"", b"three"]);
        for length in 0..log.len() {
            let whole = [19, 35].iter().filter(|end| **end <= length).count();
            assert_eq!(read(&log[..length]).len(), whole, "{length} bytes");
        }
        let mut damaged = log;
        damaged[20] ^= 1;
        assert_eq!(read(&damaged).len(), 1);
        assert!(read(&[0xFF; 64]).is_empty());
    }
}
