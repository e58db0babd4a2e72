//! Protocol buffers, as far as a TensorBoard log needs them: a message is a row of fields, each a key (its number and the
//! type of what follows) and a value (the protobuf encoding guide, wire types 0, 1, 2 and 5).

/// A message that is being written.
#[derive(Default)]
pub struct Message(Vec<u8>);

impl Message {
    pub fn bytes(self) -> Vec<u8> {
        self.0
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number as u8) | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn key(mut self, field: u64, wire: u64) -> Self {
        self.varint((field << 3) | wire);
        self
    }

    /// An `int64`, negative ones in two's complement.
    pub fn integer(self, field: u64, number: i64) -> Self {
        let mut message = self.key(field, 0);
        message.varint(number as u64);
        message
    }

    pub fn double(self, field: u64, number: f64) -> Self {
        let mut message = self.key(field, 1);
        message.0.extend(number.to_le_bytes());
        message
    }

    pub fn float(self, field: u64, number: f32) -> Self {
        let mut message = self.key(field, 5);
        message.0.extend(number.to_le_bytes());
        message
    }

    /// A string, bytes, or a message.
    pub fn put(self, field: u64, bytes: &[u8]) -> Self {
        let mut message = self.key(field, 2);
        message.varint(bytes.len() as u64);
        message.0.extend(bytes);
        message
    }

    /// A packed list of doubles.
    pub fn doubles(self, field: u64, numbers: &[f64]) -> Self {
        self.put(field, &numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The encoding guide shows 150 as 96 01, "testing" behind 12 07, and -2 in ten bytes.
    #[test]
    fn fields_are_encoded_as_the_guide_shows() {
        assert_eq!(Message::default().integer(1, 150).bytes(), [0x08, 0x96, 0x01]);
        assert_eq!(Message::default().put(2, b"testing").bytes(), b"\x12\x07testing");
        assert_eq!(Message::default().integer(1, -2).bytes().len(), 11);
        assert_eq!(Message::default().float(2, 0.5).bytes(), [0x15, 0, 0, 0, 0x3F]);
        assert_eq!(Message::default().doubles(6, &[1.0]).bytes(), [0x32, 8, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]);
    }
}
