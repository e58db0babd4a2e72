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

/// The value of a field of a message that is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'b> {
    Integer(u64),
    Double(f64),
    Float(f32),
    /// A string, bytes, or a message.
    Bytes(&'b [u8]),
}

/// The fields of a message, each with its number; the first that is none ends them.
pub fn fields(mut message: &[u8]) -> impl Iterator<Item = (u64, Value<'_>)> {
    std::iter::from_fn(move || next(&mut message))
}

fn next<'b>(message: &mut &'b [u8]) -> Option<(u64, Value<'b>)> {
    let key = varint(message)?;
    let value = match key & 7 {
        0 => Value::Integer(varint(message)?),
        1 => Value::Double(f64::from_le_bytes(cut(message, 8)?.try_into().ok()?)),
        2 => {
            let length = usize::try_from(varint(message)?).ok()?;
            Value::Bytes(cut(message, length)?)
        }
        5 => Value::Float(f32::from_le_bytes(cut(message, 4)?.try_into().ok()?)),
        _ => return None,
    };
    Some((key >> 3, value))
}

fn cut<'b>(message: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (head, rest) = message.split_at_checked(length)?;
    *message = rest;
    Some(head)
}

fn varint(message: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let &[byte] = cut(message, 1)? else { return None };
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_they_were_written() {
        let message = Message::default().integer(1, -2).double(2, 0.1).float(3, 0.5).put(16, b"ab").bytes();
        let read: Vec<_> = fields(&message).collect();
        let number = Value::Integer(-2i64 as u64);
        assert_eq!(
            read,
            [(1, number), (2, Value::Double(0.1)), (3, Value::Float(0.5)), (16, Value::Bytes(b"ab"))]
        );
        // Cut off, of an unknown type, longer than all memory, a number of more than 64 bits.
        assert_eq!(fields(&message[..message.len() - 1]).count(), 3);
        assert_eq!(fields(&[0x0B]).count() + fields(&[0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]).count(), 0);
        assert_eq!(fields(&[0xFF; 40]).count(), 0);
    }

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
